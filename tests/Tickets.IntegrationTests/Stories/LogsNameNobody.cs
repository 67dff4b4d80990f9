using System.Net;
using System.Security.Cryptography;
using System.Text;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>The whole product's log, through good days and bad ones: no number, name, word or secret of anybody stands in it.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed class LogsNameNobody(OneRunningProduct fixture)
{
    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public async Task Whatever_happens_to_a_citizens_words()
    {
        var sign = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 16);
        var nik = "3303014107" + RandomNumberGenerator.GetString("0123456789", 5) + "1";
        var kk = "3303010101" + RandomNumberGenerator.GetString("0123456789", 5) + "2";
        var phone = "0812" + RandomNumberGenerator.GetString("0123456789", 8);
        var name = "Siti " + sign;
        var text = $"{ACitizen.Plea} NIK {nik} KK {kk} WA {phone} {sign}";
        var now = TimeProvider.System.GetUtcNow();
        var (post, author) = ($"{ARunningProduct.PageId}_{ACitizen.Next()}", ACitizen.Next());
        var (plea, again) = ($"9_{ACitizen.Next()}", $"9_{ACitizen.Next()}");

        // A platform that refuses, and says of whom; deliveries that are forged, cut, unknown; a caller's mistakes; a code that is wrong.
        foreach (var comment in (string[])[plea, again])
        {
            service.Graph.CitizenCommented(comment, null, author, text, now);
            service.Graph.Refuse(comment, null, 100, 33, $"Object of {name} {phone} does not exist");
            Assert.Equal(HttpStatusCode.OK, (await service.Api.Deliver(MetaPayloads.FacebookComment(ARunningProduct.PageId, post, comment, author, name, text, now))).Status);
        }

        var body = MetaPayloads.FacebookComment(ARunningProduct.PageId, post, $"9_{ACitizen.Next()}", author, name, text, now);
        await service.Api.DeliverSigned(body, (MetaSignature.Header, "sha256=" + new string('0', 64)));
        await service.Api.Deliver(body[..^9]);
        await service.Api.Deliver(Encoding.UTF8.GetBytes($$$"""{"object":"page","entry":[{"id":"100500","time":1,"changes":[{"field":"{{{sign}}}","value":{"message":"{{{text}}}"}}]}]}"""));
        var citizen = new ACitizen(service, author);
        var ticket = await citizen.Ticket(plea);
        var number = ticket.Number();
        await service.Api.Post($"api/v1/tickets/{number}/notes", new { text });
        await service.Api.Post($"api/v1/tickets/{number}/replies", new { text, @public = "mungkin" });
        await service.Api.Post("api/v1/understanding/assess", new { text, platform = text });
        await service.Api.Get($"api/v1/tickets?q={Uri.EscapeDataString(text)}&status={sign}");
        await service.Api.Get($"lacak?nomor={number}&kode={sign}");
        await service.Api.As($"tk_{sign}").Get("api/v1/tickets");
        await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "JAMSOS");
        await service.Ticket(number, "its words were refused", t => t["notices"]!.AsArray().Any(n => (string?)n!["state"] is "Blocked" or "Failed"));
        // What was logged last has come through by then.
        await service.IsWarm();

        Assert.Contains("\"LogLevel\"", service.Log, StringComparison.Ordinal);
        foreach (var secret in (string[])[nik, kk, phone, phone[1..], sign, author, service.Key, "EAAfake", "kata-sandi-bersama"])
            Assert.DoesNotContain(secret, service.Log, StringComparison.OrdinalIgnoreCase);
    }
}
