using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.IntegrationTests.Stories;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Intake;

/// <summary>What a platform, a network or an enemy may send: nothing of it breaks the service, is believed without proof, or is lost.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed partial class HostileDeliveries(OneRunningProduct fixture)
{
    private const int OneMebibyte = 1 << 20;

    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public async Task The_same_delivery_twenty_times_at_once_is_one_message_and_one_ticket()
    {
        var words = new Words();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.Api.Deliver(words.Added())));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        await EverythingIsRead();
        Assert.Single(await TicketsWith(words));
        Assert.Single(ACitizen.Messages(Assert.Single(await TicketsWith(words))));
        await service.Told(w => w.Target == words.Id);
        Assert.Single(service.Graph.Sent, w => w.Target == words.Id);
    }

    [Fact]
    public async Task A_delivery_that_comes_again_changes_nothing()
    {
        var words = new Words();
        await service.Api.Deliver(words.Added());
        await service.Told(w => w.Target == words.Id);
        await EverythingIsRead();
        var number = Assert.Single(await TicketsWith(words)).Number();
        // What the platform has taken is proven once its answer is written down.
        var before = await service.Ticket(number, "has its proof", t => t["notices"]!.AsArray().All(n => (string?)n!["state"] == "Sent"));

        await service.Api.Deliver(words.Added());
        await EverythingIsRead();

        Assert.Equal(before.ToJsonString(), Assert.Single(await TicketsWith(words)).ToJsonString());
    }

    [Fact]
    public async Task An_edit_that_overtakes_its_words_stands()
    {
        var words = new Words();

        await service.Api.Deliver(words.Edited(ACitizen.Plea + ", mohon dibantu"));
        await service.Api.Deliver(words.Added());
        await EverythingIsRead();

        var message = Assert.Single(ACitizen.Messages(Assert.Single(await TicketsWith(words))));
        Assert.Equal(ACitizen.Plea + ", mohon dibantu", (string?)message["text"]);
        Assert.True((bool)message["edited"]!);
    }

    [Fact]
    public async Task An_answer_whose_edit_overtakes_it_is_heard_all_the_same()
    {
        var plea = new Words();
        await service.Api.Deliver(plea.Added());
        await EverythingIsRead();
        var number = Assert.Single(await TicketsWith(plea)).Number();
        await service.Api.Do(number, "questions", new { text = "Nama kecamatannya?", @public = true });
        var answer = plea.Next("Cibadak");

        await service.Api.Deliver(answer.Edited("Kecamatan Cibadak"));
        await service.Api.Deliver(answer.Added());
        await EverythingIsRead();

        var ticket = await service.Api.Ticket(number);
        Assert.Equal("InProgress", ticket.Status());
        // Of what was edited the last words stand, and no second message beside them.
        Assert.Equal([plea.Text, "Kecamatan Cibadak"], ACitizen.Messages(ticket).Select(m => (string)m["text"]!));
    }

    [Fact]
    public async Task A_removal_that_overtakes_its_words_leaves_nothing_to_do()
    {
        var words = new Words();

        await service.Api.Deliver(words.Removed());
        await service.Api.Deliver(words.Added());
        await EverythingIsRead();

        Assert.Empty(await TicketsWith(words));
        Assert.DoesNotContain(await service.Api.All("api/v1/inbox"), c => (string?)c["post"] == words.PostId);
        Assert.DoesNotContain(service.Graph.Sent, w => w.Target == words.Id);
    }

    [Fact]
    public async Task An_edit_that_comes_after_the_removal_does_not_bring_the_words_back()
    {
        var words = new Words();
        await service.Api.Deliver(words.Added());
        await service.Api.Deliver(words.Removed());

        await service.Api.Deliver(words.Edited(ACitizen.Plea + " sekali"));
        await EverythingIsRead();

        var message = Assert.Single(ACitizen.Messages(Assert.Single(await TicketsWith(words))));
        Assert.Null(message["text"]);
        Assert.NotNull(message["removedAt"]);
    }

    [Fact]
    public async Task An_answer_that_overtakes_its_plea_stands_in_the_same_ticket()
    {
        var plea = new Words();
        var answer = plea.Next("Itu di kecamatan Cibadak");

        await service.Api.Deliver(answer.Added());
        await service.Api.Deliver(plea.Added());
        await EverythingIsRead();

        var ticket = Assert.Single(await TicketsWith(plea));
        Assert.Equal(2, ACitizen.Messages(ticket).Count());
        Assert.Single(await TicketsWith(answer));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("wrong")]
    [InlineData("another app's secret")]
    [InlineData("sha1 only")]
    [InlineData("sha1 under the new name")]
    [InlineData("cut short")]
    [InlineData("no hexadecimal")]
    [InlineData("two at once")]
    [InlineData("of a body that is longer")]
    [InlineData("of a body with other white space")]
    public async Task A_forged_delivery_is_refused_and_leaves_nothing(string how)
    {
        var words = new Words();
        var body = words.Added();
        var right = service.Signature(body);
        (string, string)[] headers = how switch
        {
            "missing" => [],
            "empty" => [(MetaSignature.Header, "")],
            "wrong" => [(MetaSignature.Header, "sha256=" + new string('0', 64))],
            "another app's secret" => [(MetaSignature.Header, MetaSignature.Of(body, "another-secret"))],
            "sha1 only" => [("X-Hub-Signature", "sha1=" + Convert.ToHexStringLower(HMACSHA1.HashData("another-secret"u8, body)))],
            "sha1 under the new name" => [(MetaSignature.Header, "sha1=" + right["sha256=".Length..][..40])],
            "cut short" => [(MetaSignature.Header, right[..^2])],
            "no hexadecimal" => [(MetaSignature.Header, right[..^2] + "zz")],
            "two at once" => [(MetaSignature.Header, right), (MetaSignature.Header, right)],
            "of a body that is longer" => [(MetaSignature.Header, service.Signature([.. body, (byte)' ']))],
            _ => [(MetaSignature.Header, service.Signature(Encoding.UTF8.GetBytes(JsonNode.Parse(body)!.ToString())))],
        };

        var answer = await service.Api.DeliverSigned(body, headers);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("BadSignature", answer.Refusal);
        await EverythingIsRead();
        Assert.Empty(await TicketsWith(words));
    }

    [Fact]
    public async Task A_body_that_is_cut_off_is_not_believed()
    {
        var words = new Words();
        var body = words.Added();

        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Api.DeliverSigned(body[..^20], (MetaSignature.Header, service.Signature(body)))).Status);
        await HangUpAfterHalf(body);

        await EverythingIsRead();
        Assert.Empty(await TicketsWith(words));
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Hub-Signature-256: sha256=abc\r\n")]
    [InlineData("X-Hub-Signature-256: md5=d41d8cd98f00b204e9800998ecf8427ed41d8cd98f00b204e9800998ecf8427e\r\n")]
    public async Task Without_the_form_of_a_signature_nobody_waits_for_the_body(string header)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(service.Address.Host, service.Address.Port);
        var head = $"POST /webhooks/meta HTTP/1.1\r\nHost: localhost\r\n{header}Content-Type: application/json\r\nContent-Length: {OneMebibyte}\r\n\r\n";
        await line.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var answer = new StreamReader(line.GetStream());
        Assert.Equal("HTTP/1.1 401 Unauthorized", await answer.ReadLineAsync(patience.Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mebibyte_is_taken_and_one_byte_more_is_too_large(bool chunked)
    {
        var fits = new Words();
        var large = new Words();

        var taken = await Deliver(Padded(fits.Added(), OneMebibyte), chunked);
        var refused = await Deliver(Padded(large.Added(), OneMebibyte + 1), chunked);

        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        Assert.Equal("TooLarge", refused.Refusal);
        await EverythingIsRead();
        Assert.Single(await TicketsWith(fits));
        Assert.Empty(await TicketsWith(large));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("halo")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"object\":\"page\",}")]
    [InlineData("{'object':'page'}")]
    public async Task What_is_not_JSON_is_refused_though_it_is_signed(string text)
    {
        var answer = await service.Api.Deliver(Encoding.UTF8.GetBytes(text));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("NotJson", answer.Refusal);
    }

    [Fact]
    public async Task What_is_not_UTF_8_is_refused_though_it_is_signed()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await service.Api.Deliver(Encoding.Latin1.GetBytes("{\"object\":\"café\"}"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await service.Api.Deliver(Encoding.Unicode.GetBytes("{\"object\":\"page\"}"))).Status);
    }

    [Fact]
    public async Task A_deeply_nested_delivery_is_kept_and_listed_as_unknown()
    {
        const int deep = 100_000;
        var body = Encoding.UTF8.GetBytes(new string('[', deep) + new string(']', deep));

        Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(body)).Status);

        await ListedAsUnknown(body.Length);
    }

    [Theory]
    [InlineData("""{"object":"page","entry":[{"id":"100500","time":1,"changes":[{"field":"horoscope","value":{"id":1}}]}]}""")]
    [InlineData("""{"object":"page","entry":[{"id":"100500","time":1,"changes":[{"field":"feed","value":{"item":"comment","verb":"sing","comment_id":"1_2"}}]}]}""")]
    [InlineData("""{"object":"page","entry":[{"id":"100500","time":1,"changes":[{"field":"feed","value":{"item":"comment","verb":"add","message":"tolong"}}]}]}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"100500","changes":[{"field":"nobody-knows","value":{}}]}]}""")]
    [InlineData("""{"object":"page","entry":{"id":"100500"},"extra":"satu"}""")]
    [InlineData("""[1,2,3,"halo, ini bukan kiriman apa pun"]""")]
    [InlineData("\"sebuah kalimat, bukan kiriman\"")]
    [InlineData("null                          ")]
    [InlineData("{                                                   }")]
    public async Task A_shape_that_nobody_knows_is_kept_and_listed_as_unknown(string text)
    {
        // A length of its own tells it from the others: the list does not show what deliveries say.
        var body = Padded(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetByteCount(text) + RandomNumberGenerator.GetInt32(10_000, 90_000));

        Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(body)).Status);

        await ListedAsUnknown(body.Length);
    }

    [Fact]
    public async Task Of_a_name_that_stands_twice_the_last_value_counts_and_the_words_come_once()
    {
        var words = new Words();
        var text = Encoding.UTF8.GetString(words.Added());
        foreach (var (name, other) in (IEnumerable<(string, string)>)[("message", "\"bukan ini\""), ("comment_id", "\"1_2\""), ("field", "\"likes\""), ("object", "\"instagram\""), ("entry", "[]")])
            text = text.Replace($"\"{name}\":", $"\"{name}\":{other},\"{name}\":", StringComparison.Ordinal);
        Assert.Contains("\"message\":\"bukan ini\",\"message\":", text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(Encoding.UTF8.GetBytes(text))).Status);
        await EverythingIsRead();

        var message = Assert.Single(ACitizen.Messages(Assert.Single(await TicketsWith(words))));
        Assert.Equal(words.Text, (string?)message["text"]);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("-9223372036854775809")]
    [InlineData("0.00000000000000000000000000000000000000001")]
    [InlineData("[1e999]")]
    public async Task A_time_that_is_no_time_costs_nobody_their_words(string number)
    {
        var words = new Words();
        var text = Times().Replace(Encoding.UTF8.GetString(words.Added()), $"${{1}}{number}");
        Assert.Contains($"\"created_time\":{number}", text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(Encoding.UTF8.GetBytes(text))).Status);
        await EverythingIsRead();

        var message = Assert.Single(ACitizen.Messages(Assert.Single(await TicketsWith(words))));
        Assert.InRange((DateTimeOffset)message["sentAt"]!, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public async Task An_id_of_digits_without_end_is_kept_and_listed_as_unknown(int digits)
    {
        var words = new Words();
        var text = Encoding.UTF8.GetString(words.Added()).Replace($"\"{words.Id}\"", new string('9', digits), StringComparison.Ordinal);
        var body = Padded(Encoding.UTF8.GetBytes(text), text.Length + RandomNumberGenerator.GetInt32(10_000, 90_000));

        Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(body)).Status);

        await ListedAsUnknown(body.Length);
        Assert.Empty(await service.Api.All("api/v1/deliveries?state=failed"));
    }

    [Fact]
    public async Task Several_entries_in_one_delivery_are_each_read_once()
    {
        var all = Enumerable.Range(0, 30).Select(_ => new Words()).ToList();
        var body = MetaPayloads.FacebookComments(ARunningProduct.PageId, [.. all.Concat(all.Take(5)).Select(w => (w.PostId, w.Id, w.AuthorId, w.AuthorName, w.Text, TimeProvider.System.GetUtcNow()))]);

        Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(body)).Status);
        await EverythingIsRead();

        foreach (var words in all)
            Assert.Single(ACitizen.Messages(Assert.Single(await TicketsWith(words))));
    }

    [Fact]
    public async Task A_part_that_nobody_knows_does_not_keep_the_others_from_being_read()
    {
        var words = new Words();
        var delivery = JsonNode.Parse(words.Added())!;
        delivery["entry"]!.AsArray().Insert(0, JsonNode.Parse("""{"id":"100500","time":1,"changes":[{"field":"horoscope","value":{}}, 7, null]}"""));
        delivery["entry"]!.AsArray().Add(JsonNode.Parse("[]"));
        var body = Encoding.UTF8.GetBytes(delivery.ToJsonString());

        Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(body)).Status);
        await EverythingIsRead();

        Assert.Single(await TicketsWith(words));
        await ListedAsUnknown(body.Length);
    }

    [Fact]
    public async Task Hostile_words_are_shown_as_they_are_and_break_nothing()
    {
        foreach (var text in (string[])["tolong PKH belum cair \0 \u202E\uFFFF", "tolong PKH belum cair '; DROP TABLE \"Tickets\"; --", "tolong PKH belum cair " + new string('a', 60_000), "tolong PKH belum cair \U0001F1EE\U0001F1E9 \uD83D"])
        {
            var words = new Words { Text = text };
            Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(words.Added())).Status);
            await EverythingIsRead();
            var found = (await TicketsWith(words)).Count + (await service.Api.All("api/v1/inbox")).Count(c => (string?)c["post"] == words.PostId);
            Assert.Equal(1, found);
        }

        Assert.Empty(await service.Api.All("api/v1/deliveries?state=failed"));
    }

    [Fact]
    public async Task The_handshake_answers_the_challenge_to_the_right_word_only()
    {
        Assert.Equal("4711", (await service.Api.Get("webhooks/meta?hub.mode=subscribe&hub.verify_token=kata-sandi-bersama&hub.challenge=4711")).Text);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Api.Get("webhooks/meta?hub.mode=subscribe&hub.verify_token=salah&hub.challenge=4711")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Api.Get("webhooks/meta")).Status);
    }

    [Fact]
    public async Task The_challenge_goes_back_as_plain_text_that_no_browser_takes_for_a_page()
    {
        using var browser = new HttpClient { BaseAddress = service.Address };
        using var answer = await browser.GetAsync(new Uri("webhooks/meta?hub.mode=subscribe&hub.verify_token=kata-sandi-bersama&hub.challenge=<script>", UriKind.Relative));

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("webhooks/meta")]
    [InlineData("api/v1/understanding/assess")]
    public async Task Whoever_writes_all_before_listening_hears_that_it_was_too_large(string path)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(service.Address.Host, service.Address.Port);
        var head = $"POST /{path} HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {6 * OneMebibyte}\r\nAuthorization: Bearer {service.Key}\r\nConnection: close\r\n\r\n";
        await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await line.GetStream().WriteAsync(new byte[6 * OneMebibyte]);

        using var heard = new StreamReader(line.GetStream());
        var answer = await heard.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("\"refusal\":\"TooLarge\"", answer, StringComparison.Ordinal);
    }

    private Task<Answer> Deliver(byte[] body, bool chunked)
    {
        HttpContent content = chunked ? new StreamContent(new Unsized(body)) : new ByteArrayContent(body);
        return service.Api.Deliver(content, (MetaSignature.Header, service.Signature(body)));
    }

    // Readers go through deliveries in their order, but a crowd may be behind it in the queue: the list says when nothing waits.
    private Task EverythingIsRead() =>
        Eventually.Holds(
            "no delivery waits to be read and no ticket to be routed",
            TimeSpan.FromSeconds(20),
            async () => (await service.Api.All("api/v1/deliveries?state=accepted")).Count == 0 && (await service.Api.All("api/v1/tickets?status=New")).Count == 0,
            () => Task.FromResult(service.Log)
        );

    private Task<JsonNode> ListedAsUnknown(int bytes) =>
        Eventually.Finds(
            $"a delivery of {bytes} bytes is listed as unknown",
            TimeSpan.FromSeconds(20),
            async () => (await service.Api.All("api/v1/deliveries?state=unknown")).Find(d => (int)d["bytes"]! == bytes && (string?)d["detail"] is { Length: > 0 }),
            async () => (await service.Api.Get("api/v1/deliveries?limit=5")).Text + service.Log
        );

    private async Task<List<JsonNode>> TicketsWith(Words words)
    {
        List<JsonNode> found = [];
        foreach (var listed in await service.Api.All("api/v1/tickets"))
        {
            // The subject masks nothing of ours; the post is only in the details.
            var ticket = (string?)listed["citizen"]!["name"] == words.AuthorName ? await service.Api.Ticket(listed.Number()) : null;
            if (ticket is not null && ACitizen.Messages(ticket).Any(m => (string?)m["id"] == words.Id))
                found.Add(ticket);
        }

        return found;
    }

    private async Task HangUpAfterHalf(byte[] body)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(service.Address.Host, service.Address.Port);
        var head = $"POST /webhooks/meta HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{MetaSignature.Header}: {service.Signature(body)}\r\n\r\n";
        await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await line.GetStream().WriteAsync(body.AsMemory(0, body.Length / 2));
    }

    [GeneratedRegex("(\"(?:created_time|time)\":)[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Times();

    private static byte[] Padded(byte[] json, int length) => [.. json, .. Enumerable.Repeat((byte)' ', length - json.Length)];

    /// <summary>A comment of a citizen, by deliveries of its life.</summary>
    private sealed record Words
    {
        public string PostId { get; init; } = $"{ARunningProduct.PageId}_{ACitizen.Next()}";

        public string Id { get; init; } = $"9_{ACitizen.Next()}";

        public string AuthorId { get; init; } = ACitizen.Next();

        public string AuthorName => "Warga " + AuthorId;

        public string Text { get; init; } = ACitizen.Plea;

        public Words Next(string text) => this with { Id = $"9_{ACitizen.Next()}", Text = text };

        public byte[] Added() => MetaPayloads.FacebookComment(ARunningProduct.PageId, PostId, Id, AuthorId, AuthorName, Text, TimeProvider.System.GetUtcNow());

        public byte[] Edited(string text) => MetaPayloads.FacebookEdit(ARunningProduct.PageId, PostId, Id, AuthorId, AuthorName, text, TimeProvider.System.GetUtcNow());

        public byte[] Removed() => MetaPayloads.FacebookRemove(ARunningProduct.PageId, PostId, Id, AuthorId, TimeProvider.System.GetUtcNow());
    }

    /// <summary>A stream that does not tell its length: it is sent in chunks.</summary>
    private sealed class Unsized(byte[] body) : MemoryStream(body)
    {
        public override bool CanSeek => false;
    }
}
