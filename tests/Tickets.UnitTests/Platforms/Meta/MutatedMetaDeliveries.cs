using System.Diagnostics;
using System.Text;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.UnitTests.Platforms.Meta;

/// <summary>Deliveries bent in every way that a platform, a gateway or an attacker bends them. The seed makes a failure repeatable.</summary>
public sealed class MutatedMetaDeliveries
{
    private const int Rounds = 20_000;
    private const int Seed = 20260302;
    private static readonly DateTimeOffset At = new(2026, 3, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void No_bent_delivery_throws_and_each_says_something()
    {
        var random = new Random(Seed);
        var reader = new ReadMetaDelivery();
        var originals = Originals();
        for (var round = 0; round < Rounds; round++)
        {
            var body = BentPayload.Of(originals[random.Next(originals.Count)], random);
            try
            {
                Assert.NotEmpty(reader.Read(body));
            }
            catch (Exception failure)
            {
                Assert.Fail($"round {round}: {failure.GetType().Name} on {Encoding.UTF8.GetString(body)}");
            }
        }
    }

    [Theory]
    [InlineData("{\"entry\":", "[", "]")]
    [InlineData("{\"object\":\"page\",\"entry\":[{\"messaging\":", "{\"message\":{},\"x\":1},", "")]
    [InlineData("{\"object\":\"instagram\",\"entry\":[{\"changes\":", "{\"field\":\"comments\",\"value\":{\"a\":1}},", "")]
    [InlineData("{\"object\":\"page\",\"entry\":[{\"id\":1,\"x\":\"", "\\ud83d", "")]
    public void A_large_delivery_takes_time_in_proportion(string head, string unit, string tail)
    {
        var small = Time(head + Repeat(unit, 20_000) + Repeat(tail, 20_000));
        var large = Time(head + Repeat(unit, 160_000) + Repeat(tail, 160_000));

        // Eight times the bytes; a quadratic reader would need sixty-four times as long. The floor keeps noise out.
        Assert.True(large < TimeSpan.FromMilliseconds(400) + (small * 32), $"{small.TotalMilliseconds} ms, then {large.TotalMilliseconds} ms");
    }

    [Fact]
    public void An_object_of_a_hundred_thousand_names_takes_no_long_time()
    {
        var names = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"n{i}\":{i}"));

        Assert.True(Time($"{{{names}}}") < TimeSpan.FromSeconds(2));
        Assert.True(Time($"{{\"object\":\"page\",\"entry\":[{{\"messaging\":[{{{names}}}]}}]}}") < TimeSpan.FromSeconds(2));
    }

    private static string Repeat(string unit, int count) => new StringBuilder(unit.Length * count).Insert(0, unit, count).ToString();

    private static TimeSpan Time(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var started = Stopwatch.GetTimestamp();
        Assert.NotEmpty(new ReadMetaDelivery().Read(bytes));
        return Stopwatch.GetElapsedTime(started);
    }

    private static List<byte[]> Originals()
    {
        List<byte[]> originals =
        [
            MetaPayloads.FacebookComment("1", "1_2", "2_3", "4", "Siti", "tolong 🙏", At, "2_1"),
            MetaPayloads.FacebookPost("1", "1_2", "4", "Siti", "tolong", At),
            MetaPayloads.FacebookMention("1", "4_2", "4", "Siti", "tolong", At),
            MetaPayloads.FacebookEdit("1", "1_2", "2_3", "4", "Siti", "tolong", At),
            MetaPayloads.FacebookRemove("1", "1_2", "2_3", "4", At),
            MetaPayloads.FacebookHide("1", "1_2", "2_3", "4", At),
            MetaPayloads.FacebookReaction("1", "1_2", null, "4", At),
            MetaPayloads.Messenger("1", "4", "m_1", "tolong", At, "m_0"),
            MetaPayloads.MessengerPicture("1", "4", "m_1", "https://example.org/a.jpg", At),
            MetaPayloads.MessengerEcho("1", "4", "m_1", "ya", At),
            MetaPayloads.MessengerEdit("1", "4", "m_1", "ya", 3, At),
            MetaPayloads.InstagramComment("1", "5", "6", "4", "siti", "tolong", At, "7"),
            MetaPayloads.InstagramCommentFlat("1", "5", "6", "4", "siti", "tolong", At),
            MetaPayloads.InstagramMention("1", "5", "6", At),
            MetaPayloads.InstagramStoryReply("1", "4", "m_1", "5", "tolong", At),
            MetaPayloads.InstagramUnsend("1", "4", "m_1", At),
        ];
        foreach (var folder in new[] { "facebook-feed", "messenger", "instagram" })
            originals.AddRange(SharedData.Files($"webhooks/{folder}").Select(File.ReadAllBytes));
        return originals;
    }
}
