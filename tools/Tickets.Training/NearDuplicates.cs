namespace Tickets.Training;

/// <summary>Finds messages that say nearly the same in nearly the same words, so that none is judged by a fit that saw its like.</summary>
internal static class NearDuplicates
{
    private const int MostHolders = 60;
    private const int Fewest = 5;
    private const double Shared = 0.6;

    /// <summary>
    /// For each sample the index of the first of its group. Two belong together when the shorter shares six in ten of its words in a row
    /// with the other, or when all their words are the same.
    /// </summary>
    public static int[] Groups(IReadOnlyList<Sample> samples)
    {
        var parents = Enumerable.Range(0, samples.Count).ToArray();
        var same = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < samples.Count; i++)
        {
            var key = string.Join(' ', samples[i].Reads.Kinds[0]);
            if (!same.TryAdd(key, i)) Join(same[key], i);
        }

        var holders = new Dictionary<uint, List<int>>();
        for (var i = 0; i < samples.Count; i++)
            foreach (var hash in samples[i].Reads.Kinds[1])
            {
                if (!holders.TryGetValue(hash, out var list)) holders[hash] = list = [];
                list.Add(i);
            }

        var shared = new Dictionary<int, int>();
        for (var i = 0; i < samples.Count; i++)
        {
            shared.Clear();
            var mine = samples[i].Reads.Kinds[1];
            foreach (var hash in mine)
                if (holders[hash] is { Count: <= MostHolders } list)
                    foreach (var other in list)
                        if (other < i) shared[other] = shared.GetValueOrDefault(other) + 1;
            foreach (var (other, count) in shared)
            {
                var least = Math.Min(mine.Length, samples[other].Reads.Kinds[1].Length);
                if (least >= Fewest && count >= Shared * least) Join(other, i);
            }
        }

        return [.. Enumerable.Range(0, samples.Count).Select(Root)];

        int Root(int i)
        {
            while (parents[i] != i) i = parents[i] = parents[parents[i]];
            return i;
        }

        void Join(int one, int other)
        {
            var (a, b) = (Root(one), Root(other));
            parents[Math.Max(a, b)] = Math.Min(a, b);
        }
    }
}
