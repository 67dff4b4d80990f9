using Tickets.Domain;
using Tickets.Domain.Triage;
using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Triage;

/// <summary>Groups of near-equal words as they stream by. All sentences are written for these tests.</summary>
[Collection(nameof(AloneInTheProcess))]
public class StreamOfSurges
{
    private const string Matter = "min PKH tahap 4 di kampung kami kok belum cair sampai sekarang";
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    private readonly SurgeSketch sketch = new();

    [Fact]
    public void Many_who_write_the_same_under_one_post_are_one_group()
    {
        var keys = Enumerable.Range(0, 40).Select(i => See($"{Matter} {(i % 3 == 0 ? "ya" : "pak")}", post: 1, writer: i, Now.AddMinutes(i * 20))).ToList();

        Assert.Single(keys.Select(s => s.Key).Distinct());
        Assert.Equal(40, keys[^1].Writers);
        Assert.True(keys[^1].OnOnePost);
    }

    [Fact]
    public void Across_posts_only_what_is_written_within_ten_minutes_is_one_group()
    {
        var first = See(Matter, post: 1, writer: 1, Now);
        var soon = See(Matter, post: 2, writer: 2, Now.AddMinutes(9));
        var late = See(Matter, post: 3, writer: 3, Now.AddMinutes(25));

        Assert.Equal(first.Key, soon.Key);
        Assert.False(soon.OnOnePost);
        Assert.NotEqual(first.Key, late.Key);
    }

    [Fact]
    public void Few_words_are_the_same_matter_only_under_the_same_post()
    {
        Assert.Equal(See("saya juga", post: 1, writer: 1, Now).Key, See("saya juga", post: 1, writer: 2, Now.AddMinutes(1)).Key);
        Assert.NotEqual(See("saya juga", post: 1, writer: 3, Now.AddMinutes(2)).Key, See("saya juga", post: 2, writer: 4, Now.AddMinutes(3)).Key);
    }

    [Fact]
    public void One_who_repeats_themselves_is_no_crowd()
    {
        Sighting last = default;
        for (var i = 0; i < 50; i++)
            last = See(Matter, post: 1, writer: 7, Now.AddSeconds(i));

        Assert.Equal(1, last.Writers);
    }

    [Fact]
    public void What_is_quick_is_hot_and_cools()
    {
        for (var i = 0; i < 30; i++)
            See(Matter, post: 1, writer: i, Now.AddSeconds(i));
        var quick = See(Matter, post: 1, writer: 100, Now.AddSeconds(31)).Heat;
        var cooled = See(Matter, post: 1, writer: 101, Now.AddHours(2)).Heat;

        Assert.InRange(quick, 28, 31);
        Assert.InRange(cooled, 1, 1.1);
    }

    [Fact]
    public void Words_of_long_ago_that_are_read_now_join_no_group_of_today_and_are_not_hot()
    {
        for (var i = 0; i < 10; i++)
            See(Matter, post: 1, writer: i, Now.AddSeconds(i));
        var today = See(Matter, post: 1, writer: 10, Now.AddSeconds(10));

        Assert.NotEqual(today.Key, See(Matter, post: 2, writer: 11, Now.AddMinutes(-11)).Key);
        Assert.NotEqual(today.Key, See(Matter, post: 1, writer: 12, Now.AddDays(-2)).Key);
        // Missed for an hour and read back under the same post: the same matter, and no sudden crowd.
        var late = Enumerable.Range(20, 30).Select(i => See(Matter, post: 1, writer: i, Now.AddHours(-1).AddSeconds(i))).ToList()[^1];
        Assert.Equal((today.Key, Now.AddHours(-1).AddSeconds(20)), (late.Key, late.FirstAt));
        Assert.InRange(late.Writers, 35, 41);
        Assert.InRange(late.Heat, today.Heat, today.Heat + 1);
        // What is read late and was written in the same minute is as hot as it was.
        Assert.InRange(See(Matter, post: 1, writer: 60, Now.AddSeconds(5)).Heat, late.Heat + 0.9, late.Heat + 1);
    }

    [Fact]
    public void A_hundred_thousand_messages_stream_by_in_the_same_memory_and_their_surges_are_found()
    {
        var words = Enumerable.Range(0, 4_000).Select(i => $"kata{Convert.ToString(i * 7919, 16)}").ToArray();
        var random = new Random(20261121);
        string[] matters = [.. Enumerable.Range(0, 20).Select(_ => string.Join(' ', Enumerable.Range(0, 10).Select(_ => words[random.Next(words.Length)])))];
        var keys = matters.Select(_ => new Dictionary<long, int>()).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 100_000; i++)
        {
            var matter = i % 5 == 0 ? random.Next(matters.Length) : -1;
            var text = matter >= 0 ? $"{matters[matter]} {words[random.Next(words.Length)]}" : string.Join(' ', Enumerable.Range(0, 8).Select(_ => words[random.Next(words.Length)]));
            var seen = See(text, post: matter >= 0 ? matter + 1 : random.Next(100, 2_000), writer: i, Now.AddMilliseconds(i * 36));
            if (matter >= 0)
                keys[matter][seen.Key] = keys[matter].GetValueOrDefault(seen.Key) + 1;
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        // Of each matter nearly all are in one group.
        Assert.All(keys, k => Assert.InRange(k.Values.Max() / (double)k.Values.Sum(), 0.9, 1));
        Assert.InRange(grown, -20_000_000, 2_000_000);
        Assert.InRange(SurgeSketch.Bytes, 1, 4_000_000);
    }

    [Fact]
    public void The_threshold_of_an_hour_learns_what_is_usual_there()
    {
        var level = new SurgeLevel(10);
        Assert.Equal(SurgeLevel.Least, level.Threshold);

        for (var day = 0; day < 30; day++)
            level.Learn(day % 2 == 0 ? 20 : 24);
        Assert.InRange(level.Mean, 20, 24);
        Assert.InRange(level.Threshold, 30, 45);

        // One flood does not make floods usual.
        var before = level.Threshold;
        level.Learn(5_000);
        Assert.InRange(level.Threshold, before, before * 2.5);
    }

    [Fact]
    public void An_hour_is_closed_once_by_the_first_words_of_a_later_one()
    {
        var hours = new SurgeHours();

        Assert.Null(hours.Close(Now));
        Assert.Null(hours.Close(Now.AddMinutes(59)));
        Assert.Equal(Now, hours.Close(Now.AddMinutes(61)));
        Assert.Null(hours.Close(Now.AddMinutes(62)));
        Assert.Null(hours.Close(Now.AddMinutes(-30)));
    }

    private Sighting See(string text, int post, int writer, DateTimeOffset at) => sketch.See(Likeness.Of(text)!, (ulong)post, (ulong)writer + 1, at);
}
