using System.Text.Json.Nodes;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>A citizen on the platforms: each has an id of their own, and what they write reaches the service as a signed delivery.</summary>
internal sealed class ACitizen(ARunningProduct service, string? knownId = null)
{
    /// <summary>Opens a ticket by itself.</summary>
    public const string Plea = "min tolong, PKH ibu saya belum cair dari bulan Juli";

    private const string Name = "Siti";

    // Generous, for a busy machine; what must be quick is judged by what the service recorded.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private static long lastId = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    public string Id { get; } = knownId ?? Next();

    public string PostId { get; } = $"{ARunningProduct.PageId}_{Next()}";

    public static string Next() => Interlocked.Increment(ref lastId).ToString();

    /// <summary>Answers the comment's id.</summary>
    /// <param name="text">The words.</param>
    /// <param name="under">The comment they answer.</param>
    /// <param name="at">When they were written; now unless told.</param>
    public async Task<string> Comments(string text = Plea, string? under = null, DateTimeOffset? at = null)
    {
        var comment = $"{PostId.Split('_')[1]}_{Next()}";
        service.Graph.CitizenCommented(comment, under, Id, text, at ?? TimeProvider.System.GetUtcNow());
        await Taken(MetaPayloads.FacebookComment(ARunningProduct.PageId, PostId, comment, Id, Name, text, at ?? TimeProvider.System.GetUtcNow(), under));
        return comment;
    }

    public Task Edits(string commentId, string text) =>
        Taken(MetaPayloads.FacebookEdit(ARunningProduct.PageId, PostId, commentId, Id, Name, text, TimeProvider.System.GetUtcNow()));

    public Task Removes(string commentId) => Taken(MetaPayloads.FacebookRemove(ARunningProduct.PageId, PostId, commentId, Id, TimeProvider.System.GetUtcNow()));

    public async Task<string> WritesInMessenger(string text)
    {
        var mid = $"m_{Next()}";
        service.Graph.CitizenWrote(Id, text, TimeProvider.System.GetUtcNow(), mid);
        await Taken(MetaPayloads.Messenger(ARunningProduct.PageId, Id, mid, text, TimeProvider.System.GetUtcNow()));
        return mid;
    }

    public async Task<string> CommentsOnInstagram(string text = Plea)
    {
        var comment = Next();
        service.Graph.CitizenCommented(comment, null, Id, text, TimeProvider.System.GetUtcNow());
        await Taken(MetaPayloads.InstagramComment(ARunningProduct.InstagramId, PostId.Split('_')[1], comment, Id, Name, text, TimeProvider.System.GetUtcNow()));
        return comment;
    }

    public async Task<string> WritesOnInstagram(string text)
    {
        var mid = $"aWdf{Next()}";
        service.Graph.CitizenWrote(Id, text, TimeProvider.System.GetUtcNow(), mid, Tickets.Domain.Platforms.Platform.Instagram);
        await Taken(MetaPayloads.InstagramDm(ARunningProduct.InstagramId, Id, mid, text, TimeProvider.System.GetUtcNow()));
        return mid;
    }

    /// <summary>The ticket in which their message stands, once it is at a directorate.</summary>
    public Task<JsonNode> Ticket(string messageId) =>
        Eventually.Finds(
            $"message {messageId} is in a routed ticket",
            Soon,
            async () =>
            {
                // Citizens are told from each other by their words' ids only: names repeat.
                foreach (var listed in (await service.Api.Get("api/v1/tickets?limit=20")).Json["items"]!.AsArray())
                {
                    var ticket = await service.Api.Ticket((string)listed!["number"]!);
                    if ((string?)ticket["directorate"] is not null && Messages(ticket).Any(m => (string?)m["id"] == messageId))
                        return ticket;
                }

                return null;
            },
            async () => (await service.Api.Get("api/v1/inbox?limit=5")).Text + (await service.Api.Get("api/v1/tickets?limit=5")).Text + service.Log
        );

    /// <summary>Their conversation in the inbox, once the message is there.</summary>
    public Task<JsonNode> InInbox(string messageId, string state = "Waiting") =>
        Eventually.Finds(
            $"message {messageId} is in the inbox as {state}",
            Soon,
            async () =>
            {
                foreach (var listed in await service.Api.All($"api/v1/inbox?state={state}"))
                    if (Messages((await service.Api.Get($"api/v1/inbox/{(long)listed["id"]!}")).Json).Any(m => (string?)m["id"] == messageId))
                        return listed;
                return null;
            },
            () => Task.FromResult(service.Log)
        );

    public static IEnumerable<JsonNode> Messages(JsonNode node) => (node["conversation"]?["messages"] ?? node["messages"])?.AsArray().Select(m => m!) ?? [];

    private async Task Taken(byte[] delivery) => Assert.Equal(200, (int)(await service.Api.Deliver(delivery)).Status);
}
