using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;
using Xunit.Abstractions;

namespace Tickets.UnitTests.Platforms;

/// <summary>
/// All real material there is, file by file, each given to the part of the product that would meet it: deliveries to the readers, answers of the Graph API to reading
/// back and to the fetching of words, errors to the senders, signatures to the proofs.
/// </summary>
public sealed class EveryRealFile(ITestOutputHelper output) : Connections
{
    private static readonly DateTimeOffset LongAgo = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Answers of the Graph API; deliveries and errors are listed beside their readers and senders.
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["errors-x/429-headers"] = "Delayed, whole channel, for 00:30:00",
        ["instagram-graph/comment"] = "arrived Instagram 555 123456789 | arrived Instagram 555 1234567891 ^123456789 by nobody",
        ["instagram-graph/comment_missing_user"] = "arrived Instagram 555 …87142401",
        ["instagram-graph/ig_login_exception"] = "Refused Invalid",
        ["instagram-graph/mentioned-media"] = "1 mention filled in: metricsaurus headquarters!",
        ["meta-graph/pyfb-comments-comment_fields"] = "arrived Instagram 555 …48466172",
        ["meta-graph/pyfb-comments-comments_fields"] = "arrived Instagram 555 …48466172 | arrived Instagram 555 …61981086",
        ["meta-graph/pyfb-comments-create_resp"] = "arrived Facebook 555 …83291835 by nobody",
        ["meta-graph/pyfb-conversations-cvs_info"] = "holds no words",
        ["meta-graph/pyfb-conversations-cvses_info"] = "holds no words",
        ["meta-graph/pyfb-medias-comments_p2"] = "arrived Instagram 555 …48466172 by nobody | arrived Instagram 555 …30382429 by nobody",
        ["meta-graph/pyfb-models-comment"] = "arrived Facebook 555 …00250461 +image",
        ["meta-graph/pyfb-models-conversation"] = "holds no words",
        ["meta-graph/pyfb-models-ig_comment"] = "arrived Instagram 555 …48466172 | arrived Instagram 555 …89952795 ^…48466172 by nobody",
        ["meta-graph/pyfb-users-mentioned_comment"] = "1 mention filled in: @ikroskun good",
        ["meta-graph/pyfb-users-mentioned_media"] = "1 mention filled in: @ikroskun hey",
        ["signatures/known-vectors"] = "x_crc holds, hub_sha256 holds, hub_sha1_legacy is not believed",
    };

    [FactWhenSharedData]
    public async Task Each_becomes_what_it_is()
    {
        var readers = Readers.RealMaterial().ToDictionary(m => m.Name, m => m, StringComparer.Ordinal);
        var actual = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedData.Root!, "webhooks"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var folder = Path.GetFileName(Path.GetDirectoryName(file)!);
            var name = $"{folder}/{Path.GetFileNameWithoutExtension(file)}";
            var became = readers.TryGetValue(name, out var delivery) ? Told.Of(delivery.Reader.Read(delivery.Body)) : await Met(folder, file);
            output.WriteLine($"{name,-72} {became}");
            Assert.False(string.IsNullOrWhiteSpace(became), name);
            if (folder is "instagram-graph" or "meta-graph" or "errors-x" or "signatures")
                actual[name] = became;
        }

        Assert.Equal(Shown(Expected), Shown(actual));
    }

    private async Task<string> Met(string folder, string file)
    {
        var text = await File.ReadAllTextAsync(file);
        var said = JsonNode.Parse(text)!.AsObject();
        switch (folder)
        {
            case "signatures":
                return string.Join(", ", Signatures(said));
            case "errors-meta":
                Fakes.Graph.AnswerNext(1, (int?)said["http_status"] ?? 400, (said["body"] ?? said).ToJsonString());
                return Named(await Sender(Platform.Facebook).Send(Comment(Platform.Facebook, "4_1"), default));
            case "errors-youtube":
                Fakes.Next(Platform.YouTube, new FakeTrouble(FakeTroubleKind.Answer, said["error"] is JsonObject error ? (int)error["code"]! : 400, text));
                return Named(await Sender(Platform.YouTube).Send(Comment(Platform.YouTube, "Ug1"), default));
            case "errors-x":
                var reset = Now.AddMinutes(30).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
                var headers = said["headers"]!.AsObject().Select(h => (h.Key, ((string)h.Value!).StartsWith('<') ? reset : (string)h.Value!)).ToArray();
                Fakes.Next(Platform.X, new FakeTrouble(FakeTroubleKind.Answer, (int)said["http_status"]!, "", headers));
                return Named(await Sender(Platform.X).Send(Comment(Platform.X, "9"), default));
            default:
                return await Answered(said);
        }
    }

    private async Task<string> Answered(JsonObject said)
    {
        if (said["error"] is not null)
        {
            Fakes.Graph.AnswerNext(1, 400, said.ToJsonString());
            return Named(await Sender(Platform.Instagram).Send(Comment(Platform.Instagram, "17"), default));
        }

        if ((said["mentioned_comment"] ?? said["mentioned_media"]) is { } mentioned)
            return await Fetched(said, (string)mentioned["id"]!, said["mentioned_comment"] is not null);
        if (((string?)said["id"])?.StartsWith("t_", StringComparison.Ordinal) == true)
            return await ReadBack(Platform.Facebook, new { data = Array.Empty<object>() }, new { data = new[] { said } });
        var comments = said["data"] is JsonArray list ? [.. list.Select(c => c!)] : said.ContainsKey("id") ? [said] : said.Select(c => c.Value!).ToList();
        if (((string?)comments[0]["id"])!.StartsWith("t_", StringComparison.Ordinal))
            return await ReadBack(Platform.Facebook, new { data = Array.Empty<object>() }, new { data = comments });
        var platform = ((string)comments[0]["id"]!).Contains('_', StringComparison.Ordinal) ? Platform.Facebook : Platform.Instagram;
        return await ReadBack(platform, new { data = new[] { new { id = "555", comments = new { data = comments } } } }, new { data = Array.Empty<object>() });
    }

    private async Task<string> ReadBack(Platform platform, object posts, object conversations)
    {
        Fakes.Graph.AnswerNext(1, 200, JsonSerializer.Serialize(posts));
        Fakes.Graph.AnswerNext(1, 200, JsonSerializer.Serialize(conversations));
        var told = new List<string>();
        await foreach (var page in Database.Services.GetServices<IReadBack>().Single(c => c.Platform == platform).Since(LongAgo, default))
        {
            Assert.True(page.Complete);
            told.Add(Told.Of(Readers.Meta.Read(page.Body)));
        }

        return told.Count == 0 ? "holds no words" : string.Join(" | ", told);
    }

    private async Task<string> Fetched(JsonObject said, string id, bool isComment)
    {
        var media = isComment ? "1" : id;
        var what = isComment ? $$"""{"comment_id":"{{id}}","media_id":"{{media}}"}""" : $$"""{"media_id":"{{media}}"}""";
        var body = Encoding.UTF8.GetBytes($$"""{"object":"instagram","entry":[{"id":"17841400000000001","time":1793588645,"changes":[{"field":"mentions","value":{{what}}}]}]}""");
        await Database.Services.GetRequiredService<Tickets.Domain.Intake.AcceptDeliveries>().Accept("meta", body);
        await Database.Send(new Tickets.Domain.Intake.ReadDeliveries(await Database.Look(db => Task.FromResult(db.Deliveries.Select(d => d.Id).ToList()))));
        Fakes.Graph.AnswerNext(1, 200, said.ToJsonString());
        var filled = await ActivatorUtilities.CreateInstance<FetchWords>(Database.Services, NullLogger<FetchWords>.Instance).FetchOnce(default);
        var words = await Database.Look(db => Task.FromResult(db.Messages.Where(m => m.PlatformMessageId == id).Select(m => m.Text).Single()));
        return $"{filled} mention filled in: {words}";
    }

    private static IEnumerable<string> Signatures(JsonObject vectors)
    {
        var crc = vectors["x_crc"]!;
        yield return XSignature.Of(Encoding.UTF8.GetBytes((string)crc["crc_token"]!), (string)crc["consumer_secret"]!) == (string)crc["response_token"]! ? "x_crc holds" : "x_crc differs";
        var hub = vectors["hub_sha256"]!;
        yield return MetaSignature.Of(Encoding.UTF8.GetBytes((string)hub["body"]!), (string)hub["secret"]!) == (string)hub["value"]! ? "hub_sha256 holds" : "hub_sha256 differs";
        // SHA-1 proves nothing any more: Meta still sends it beside the other, and it is not looked at.
        var legacy = vectors["hub_sha1_legacy"]!;
        yield return MetaSignature.IsWellFormed((string)legacy["value"]!) ? "hub_sha1_legacy is believed" : "hub_sha1_legacy is not believed";
    }

    private static string Named(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Refused refused => $"Refused {refused.Because}",
            SendOutcome.Delayed { RetryAfter: { } wait, WholeChannel: true } => $"Delayed, whole channel, for {wait}",
            SendOutcome.Delayed { WholeChannel: true } => "Delayed, whole channel",
            _ => outcome.GetType().Name,
        };

    private static string Shown(IEnumerable<KeyValuePair<string, string>> table) =>
        string.Join(Environment.NewLine, table.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"[\"{t.Key}\"] = \"{t.Value}\","));
}
