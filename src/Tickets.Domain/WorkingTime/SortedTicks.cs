namespace Tickets.Domain.WorkingTime;

/// <summary>
/// Ascending ticks with a coarse index of equal buckets, about one a value. A plain binary search over a year's spans mispredicts a branch at
/// nearly every step, which alone costs more than an answer may; inside a bucket there is seldom more than one step.
/// </summary>
internal readonly struct SortedTicks
{
    private readonly long[] values;
    private readonly long origin;
    private readonly int shift;
    private readonly int[] below;

    public SortedTicks(long[] ascending)
    {
        values = ascending;
        origin = ascending.Length > 0 ? ascending[0] : 0;
        var width = ascending.Length > 0 ? ascending[^1] - origin : 0;
        while (width >> shift > 2 * ascending.Length)
            shift++;
        below = new int[(int)(width >> shift) + 2];
        var next = 0;
        for (var bucket = 0; bucket < below.Length; bucket++)
        {
            while (next < values.Length && (values[next] - origin) >> shift < bucket)
                next++;
            below[bucket] = next;
        }
    }

    public int Count => values.Length;

    public long this[int index] => values[index];

    /// <summary>The index of the last value that is not above this one; -1 if all are.</summary>
    public int LastAtOrBelow(long value)
    {
        if (value < origin)
            return -1;
        var bucket = (value - origin) >> shift;
        if (bucket >= below.Length - 1)
            return values.Length - 1;
        var (low, high) = (below[bucket], below[bucket + 1]);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (values[middle] <= value)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }
}
