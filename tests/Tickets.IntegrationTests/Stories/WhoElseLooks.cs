using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tickets.Domain;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Who works on a ticket sees who else looks at it; who may not see it neither hears of them nor is heard of.</summary>
[Collection(nameof(OneRunningProduct))]
public sealed class WhoElseLooks(OneRunningProduct fixture)
{
    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public async Task At_a_ticket_is_told_within_its_directorate_and_to_those_who_see_all()
    {
        var citizen = new ACitizen(service);
        var ticket = "t:" + (await citizen.Ticket(await citizen.Comments())).Number();
        await using var ours = await Screen(Roles.Officer, "JAMSOS");
        await using var theirs = await Screen(Roles.Officer, "ANAK");
        await using var reporting = await Screen(Roles.Reporting);
        await using var admin = await Screen(Roles.AdminSocial);

        Assert.Equal([ours.Name], await ours.Looks(ticket));
        Assert.Empty(await theirs.Looks(ticket));
        Assert.Empty(await reporting.Looks(ticket));
        Assert.Empty(await theirs.Looks("t:KMS-1999-000001"));
        Assert.Equal(((string[])[ours.Name, admin.Name]).Order(), await admin.Looks(ticket));
    }

    [Fact]
    public async Task At_a_conversation_is_told_to_those_who_triage_alone()
    {
        var citizen = new ACitizen(service);
        var waiting = await citizen.InInbox(await citizen.Comments("terima kasih kemensos, sukses selalu"));
        await using var admin = await Screen(Roles.AdminSocial);
        await using var officer = await Screen(Roles.Officer, "JAMSOS");

        Assert.Equal([admin.Name], await admin.Looks($"c:{(long)waiting["id"]!}"));
        Assert.Empty(await officer.Looks($"c:{(long)waiting["id"]!}"));
    }

    [Fact]
    public async Task Who_may_come_in_no_more_is_told_nothing_more_either()
    {
        await using var leaves = await Screen(Roles.Officer, "JAMSOS");
        await using var moves = await Screen(Roles.Officer, "JAMSOS");
        await using var stays = await Screen(Roles.Officer, "JAMSOS");

        Assert.Equal(204, (int)(await service.Api.Delete($"api/v1/users/{leaves.Name}")).Status);
        Assert.Equal(200, (int)(await service.Api.Put($"api/v1/users/{moves.Name}", new { name = moves.Name, roles = new[] { "officer" }, directorate = "ANAK" })).Status);

        await leaves.IsLetGo();
        await moves.IsLetGo();
        Assert.Empty(await stays.Looks("t:KMS-1999-000001"));
    }

    [Fact]
    public async Task Whose_key_is_revoked_is_told_nothing_more_either()
    {
        await using var person = await Screen(Roles.Officer, "JAMSOS");
        var (ofPerson, second) = await Key(new { name = "kedua", user = person.Name });
        var (ofMachine, third) = await Key(new { name = "layar-dinding", roles = RoleNames.Of(Roles.AdminSocial) });
        await using var elsewhere = await LiveScreen.Open(service.Address, second, person.Name);
        await using var machine = await LiveScreen.Open(service.Address, third, "layar-dinding");

        Assert.Equal(204, (int)(await service.Api.Delete($"api/v1/api-keys/{ofPerson}")).Status);
        Assert.Equal(204, (int)(await service.Api.Delete($"api/v1/api-keys/{ofMachine}")).Status);

        await elsewhere.IsLetGo();
        await machine.IsLetGo();
        Assert.Empty(await person.Looks("t:KMS-1999-000001"));
    }

    private async Task<(long Id, string Key)> Key(object of)
    {
        var issued = (await service.Api.Post("api/v1/api-keys", of)).Json;
        return ((long)issued["id"]!, (string)issued["key"]!);
    }

    private async Task<LiveScreen> Screen(Roles roles, string? directorate = null)
    {
        var login = $"layar-{ACitizen.Next()}";
        return await LiveScreen.Open(service.Address, (await service.Hire(login, roles, directorate)).Key!, login);
    }

    /// <summary>A screen with its live connection, spoken as its protocol is written: JSON, each message ended by a record separator.</summary>
    private sealed class LiveScreen : IAsyncDisposable
    {
        private const char End = '\u001e';

        private readonly ClientWebSocket line = new();
        private readonly Queue<JsonNode> heard = [];
        private int asked;

        public required string Name { get; init; }

        public static async Task<LiveScreen> Open(Uri address, string key, string name)
        {
            var screen = new LiveScreen { Name = name };
            screen.line.Options.SetRequestHeader("Authorization", $"Bearer {key}");
            await screen.line.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/live" }.Uri, CancellationToken.None);
            await screen.Say(new { protocol = "json", version = 1 });
            await screen.Hear();
            return screen;
        }

        /// <summary>Looks, and answers who it was told is there: all that was said before the service was done.</summary>
        public async Task<IReadOnlyList<string>> Looks(string what)
        {
            var id = (++asked).ToString();
            await Say(new { type = 1, invocationId = id, target = "Look", arguments = new[] { what } });
            List<string> there = [];
            while (await Hear() is var said && ((int?)said["type"] != 3 || (string?)said["invocationId"] != id))
                if ((string?)said["target"] == "present" && (string?)said["arguments"]![0]!["what"] == what)
                    there = [.. said["arguments"]![0]!["who"]!.AsArray().Select(w => (string)w!)];
            return there;
        }

        /// <summary>Hears until the service ends the connection.</summary>
        public async Task IsLetGo()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var buffer = new byte[1 << 16];
            try
            {
                while ((await line.ReceiveAsync(buffer.AsMemory(), patience.Token)).MessageType != WebSocketMessageType.Close) { }
            }
            catch (WebSocketException)
            {
                // Ended without a farewell.
            }
        }

        public ValueTask DisposeAsync()
        {
            line.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task Say(object what) => await line.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(what) + End), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        private async Task<JsonNode> Hear()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var buffer = new byte[1 << 16];
            while (heard.Count == 0)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await line.ReceiveAsync(buffer.AsMemory(), patience.Token);
                    message.Write(buffer, 0, part.Count);
                } while (!part.EndOfMessage);
                foreach (var said in Encoding.UTF8.GetString(message.ToArray()).Split(End, StringSplitOptions.RemoveEmptyEntries))
                    heard.Enqueue(JsonNode.Parse(said)!);
            }

            return heard.Dequeue();
        }
    }
}
