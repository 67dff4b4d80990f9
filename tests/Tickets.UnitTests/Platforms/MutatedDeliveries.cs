using System.Diagnostics;
using System.Text;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Xunit.Abstractions;

namespace Tickets.UnitTests.Platforms;

public sealed class MutatedDeliveries(ITestOutputHelper output)
{
    private const int Rounds = 100_000;
    private const int Seed = 20261121;

    [FactWhenSharedData]
    public void No_bent_delivery_of_any_platform_throws_and_each_says_something()
    {
        var random = new Random(Seed);
        var originals = Readers.RealMaterial().ToList();
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            var (reader, name, body) = originals[random.Next(originals.Count)];
            var bent = BentPayload.Of(body, random);
            try
            {
                var happenings = reader.Read(bent);
                Assert.NotEmpty(happenings);
                foreach (var kind in happenings.Select(h => h.GetType().Name).Distinct())
                    kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"round {round} of {name}: {failure.GetType().Name} on {Encoding.UTF8.GetString(bent)}");
            }
        }

        foreach (var (kind, count) in kinds.OrderBy(k => k.Key, StringComparer.Ordinal))
            output.WriteLine($"{kind,-28} {count}");
    }

    [Theory]
    [InlineData(65, "nested deeper than 64")]
    [InlineData(0, "not JSON")]
    public void Every_reader_tells_what_is_too_deep_from_what_is_no_JSON(int depth, string told)
    {
        var body = Encoding.UTF8.GetBytes(depth == 0 ? "{" : new string('[', depth) + new string(']', depth));

        foreach (var (reader, _) in Readers.All.DistinctBy(r => r.Reader))
            Assert.Contains(told, Assert.IsType<UnknownPart>(Assert.Single(reader.Read(body))).Where, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"messaging_product\":\"whatsapp\",\"messages\":", "{\"id\":\"a\",\"type\":\"text\"},", "")]
    [InlineData("{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":", "[", "]")]
    [InlineData("{\"for_user_id\":\"1\",\"tweet_create_events\":", "{\"id\":1,\"text\":\"&lt;&\"},", "")]
    [InlineData("{\"data\":[", "{\"id\":\"1\",\"text\":\"a\",\"author_id\":\"2\"},", "]")]
    [InlineData("{\"items\":[{\"id\":\"1\",\"snippet\":{\"textDisplay\":\"", "<", "\"}}]}")]
    public void A_large_delivery_takes_time_in_proportion(string head, string unit, string tail)
    {
        foreach (var (reader, _) in Readers.All.DistinctBy(r => r.Reader))
        {
            var small = Time(reader, head + Repeat(unit, 5_000) + tail);
            var large = Time(reader, head + Repeat(unit, 40_000) + tail);
            Assert.True(large < TimeSpan.FromMilliseconds(400) + (small * 32), $"{reader.Source}: {small.TotalMilliseconds} ms, then {large.TotalMilliseconds} ms");
        }
    }

    private static string Repeat(string unit, int count) => new StringBuilder(unit.Length * count).Insert(0, unit, count).ToString();

    private static TimeSpan Time(IDeliveryReader reader, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var started = Stopwatch.GetTimestamp();
        Assert.NotEmpty(reader.Read(bytes));
        return Stopwatch.GetElapsedTime(started);
    }
}
