using System.Numerics;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Triage;

/// <summary>What the sketch says of one message.</summary>
/// <param name="Key">The group it belongs to, random; its own when nobody wrote the like.</param>
/// <param name="Writers">How many different people are in the group, about.</param>
/// <param name="Heat">How many of them wrote in short order: each counts half after <see cref="SurgeSketch.HalfLife"/>.</param>
/// <param name="FirstAt">When the first of them wrote, UTC.</param>
/// <param name="OnOnePost">Whether all of them stand under one post.</param>
/// <param name="IsWrittenDown">Whether <see cref="SurgeSketch.Formed"/> was told of the group as it is, within the last minute.</param>
/// <param name="HasAlarmed">Whether it was told that it has alarmed.</param>
public readonly record struct Sighting(long Key, int Writers, double Heat, DateTimeOffset FirstAt, bool OnOnePost, bool IsWrittenDown, bool HasAlarmed);

/// <summary>
/// Groups near-equal messages as they stream by, in memory that never grows (about 2 MB): on one post within a day, across posts within ten minutes. Prints
/// are looked up by bands (pairs of their hashes), so a message is compared with a few dozen groups and never with all. Groups that nobody adds to make room
/// for new ones.
/// </summary>
/// <remarks>
/// One instance serves all threads of a process. What it knows is a sketch: the rows are the truth of who is in a group, and a process that starts anew begins
/// with nothing and finds its surges again by their prints in the database.
/// </remarks>
public sealed class SurgeSketch
{
    /// <summary>Texts that have at least so much in common are the same matter.</summary>
    public const double Alike = 0.5;

    /// <summary>A writer counts half for the heat after this long.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(10);

    /// <summary>Across posts only what was written in so short a time is one surge.</summary>
    public static readonly TimeSpan AcrossPosts = TimeSpan.FromMinutes(10);

    /// <summary>Under one post a group lives on while somebody adds to it within this.</summary>
    public static readonly TimeSpan OnOnePost = TimeSpan.FromHours(24);

    // "sama min" under another post is another matter.
    private const int FewestWordsAcrossPosts = 4;

    private const int Groups = 4_096;
    private const int Bands = Likeness.Length / 2;
    private const int Buckets = 4_096;
    private const int Ways = 4;
    private const int WriterWords = 8;
    private const int WriterBits = WriterWords * 64;
    private const int LooksAtToMakeRoom = 8;

    private readonly Lock gate = new();
    private readonly uint[] prints = new uint[Groups * Likeness.Length];
    private readonly Group[] groups = new Group[Groups];
    private readonly ulong[] writers = new ulong[Groups * WriterWords];
    private readonly ushort[] buckets = new ushort[Bands * Buckets * Ways];
    private readonly byte[] turns = new byte[Bands * Buckets];
    private int hand;
    private double hottest;

    /// <summary>What it takes in memory, in bytes, whatever has streamed by.</summary>
    public static long Bytes => (Groups * (long)(Likeness.Length * sizeof(uint) + WriterWords * sizeof(ulong) + System.Runtime.CompilerServices.Unsafe.SizeOf<Group>())) + (Bands * Buckets * (long)((Ways * sizeof(ushort)) + 1));

    /// <summary>A message streams by.</summary>
    /// <param name="print">The print of its words.</param>
    /// <param name="post">What names the post under which it stands, or the thread; 0 in private.</param>
    /// <param name="writer">What names its writer.</param>
    /// <param name="at">When it was written, UTC.</param>
    public Sighting See(Likeness print, ulong post, ulong writer, DateTimeOffset at)
    {
        lock (gate)
        {
            var index = Find(print, post, at.UtcTicks);
            if (index < 0)
                index = Begin(print, post, at.UtcTicks);
            ref var group = ref groups[index];
            if (group.Post != post)
                group.Spread = true;
            if (IsNew(index, writer))
            {
                Cool(ref group, at.UtcTicks);
                // Words that are read late have cooled as well: what was missed and is read back is no sudden crowd.
                group.Heat += Cooled(1, group.CooledAt - at.UtcTicks);
                group.Writers++;
            }

            group.First = Math.Min(group.First, at.UtcTicks);
            group.Last = Math.Max(group.Last, at.UtcTicks);
            hottest = Math.Max(hottest, group.Heat);
            return new Sighting(group.Key, group.Writers, group.Heat, new DateTimeOffset(group.First, TimeSpan.Zero), !group.Spread && group.Post != 0, group.Formed && group.ToldSpread == group.Spread && group.Last - group.ToldAt < TimeSpan.TicksPerMinute, group.Alarmed);
        }
    }

    /// <summary>A group became a surge in the database.</summary>
    /// <param name="key">The group.</param>
    /// <param name="surge">The surge's key, which it has from now on.</param>
    /// <param name="spread">Whether it is known there to stand under several posts.</param>
    /// <param name="alarmed">Whether it has alarmed.</param>
    public void Formed(long key, long surge, bool spread, bool alarmed)
    {
        lock (gate)
            for (var i = 0; i < Groups; i++)
                if (groups[i].Key == key)
                    (groups[i].Key, groups[i].Formed, groups[i].ToldSpread, groups[i].ToldAt, groups[i].Alarmed) = (surge, true, spread, groups[i].Last, groups[i].Alarmed || alarmed);
    }

    /// <summary>A group is as hot as that with what other processes saw of it: the hour's usual level is learned from it too.</summary>
    public void Feel(double heat)
    {
        lock (gate)
            hottest = Math.Max(hottest, heat);
    }

    /// <summary>The greatest heat of any group since this was last asked.</summary>
    public double TakeHottest()
    {
        lock (gate)
            return Interlocked.Exchange(ref hottest, 0);
    }

    private int Find(Likeness print, ulong post, long at)
    {
        var (best, share) = (-1, 0.0);
        for (var band = 0; band < Bands; band++)
        {
            var bucket = Bucket(print.Least, band) * Ways;
            for (var way = 0; way < Ways; way++)
            {
                // 0 is nobody: groups are kept by their number plus one.
                var index = buckets[bucket + way] - 1;
                if (index < 0 || index == best || !Fits(groups[index], print.Words, post, at))
                    continue;
                var common = Likeness.Share(print.Least, prints.AsSpan(index * Likeness.Length, Likeness.Length));
                if (common >= Alike && common > share)
                    (best, share) = (index, common);
            }
        }

        return best;
    }

    // Words are not always read in the order in which they were written: what is read back, or mended, may be older than the whole group.
    private static bool Fits(in Group group, int words, ulong post, long at)
    {
        var apart = Math.Max(at - group.Last, group.First - at);
        return group.Key != 0
            && (
                (post != 0 && group.Post == post && !group.Spread && apart <= OnOnePost.Ticks)
                || (words >= FewestWordsAcrossPosts && group.Words >= FewestWordsAcrossPosts && apart <= AcrossPosts.Ticks)
            );
    }

    private int Begin(Likeness print, ulong post, long at)
    {
        var index = MakeRoom(at);
        groups[index] = new Group { Key = Random.Shared.NextInt64(1, long.MaxValue), Post = post, First = at, Last = at, CooledAt = at, Words = print.Words };
        print.Least.CopyTo(prints.AsSpan(index * Likeness.Length));
        writers.AsSpan(index * WriterWords, WriterWords).Clear();
        for (var band = 0; band < Bands; band++)
        {
            var bucket = Bucket(print.Least, band);
            buckets[bucket * Ways + WayFor(bucket, band)] = (ushort)(index + 1);
        }

        return index;
    }

    // The flood of what only one person writes must not drive out what many do: the way of the fewest writers is taken, of equals in turn.
    private int WayFor(int bucket, int band)
    {
        var (way, fewest) = (0, int.MaxValue);
        var turn = turns[bucket]++;
        for (var i = 0; i < Ways; i++)
        {
            var at = (turn + i) % Ways;
            var index = buckets[bucket * Ways + at] - 1;
            // Nobody, or somebody whose place was given to another group since.
            if (index < 0 || Bucket(prints.AsSpan(index * Likeness.Length, Likeness.Length), band) != bucket)
                return at;
            if (groups[index].Writers < fewest)
                (way, fewest) = (at, groups[index].Writers);
        }

        return way;
    }

    // Of a few in turn the coldest goes; who was here last is safest.
    private int MakeRoom(long at)
    {
        var (coldest, least) = (-1, double.MaxValue);
        for (var i = 0; i < LooksAtToMakeRoom; i++)
        {
            hand = (hand + 1) % Groups;
            ref var group = ref groups[hand];
            if (group.Key == 0)
                return hand;
            Cool(ref group, at);
            if (group.Heat < least)
                (coldest, least) = (hand, group.Heat);
        }

        return coldest;
    }

    private static void Cool(ref Group group, long at)
    {
        if (at <= group.CooledAt)
            return;
        group.Heat = Cooled(group.Heat, at - group.CooledAt);
        group.CooledAt = at;
    }

    private static double Cooled(double heat, long ticks) => ticks <= 0 ? heat : heat * Math.Pow(0.5, ticks / (double)HalfLife.Ticks);

    // One bit a writer; when half of them are set the count begins anew, so that a great crowd goes on being counted, roughly.
    private bool IsNew(int index, ulong writer)
    {
        var bits = writers.AsSpan(index * WriterWords, WriterWords);
        var bit = (int)(writer * 0x9E3779B97F4A7C15UL >> 55) % WriterBits;
        var mask = 1UL << (bit & 63);
        if ((bits[bit >> 6] & mask) != 0)
            return false;
        var set = 0;
        foreach (var word in bits)
            set += BitOperations.PopCount(word);
        if (set >= WriterBits / 2)
            bits.Clear();
        bits[bit >> 6] |= mask;
        return true;
    }

    private static int Bucket(ReadOnlySpan<uint> least, int band) =>
        (band * Buckets) + (int)((least[2 * band] * 0x9E3779B1u ^ BitOperations.RotateLeft(least[2 * band + 1] * 0x85EBCA6Bu, 13)) % Buckets);

    private struct Group
    {
        public long Key;
        public ulong Post;
        public long First;
        public long Last;
        public long CooledAt;
        public double Heat;
        public int Writers;
        public int Words;
        public bool Spread;
        public bool Formed;
        public bool ToldSpread;
        public long ToldAt;
        public bool Alarmed;
    }
}
