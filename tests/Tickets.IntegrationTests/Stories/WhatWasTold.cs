using System.Text.Json.Nodes;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>What reached the platform, and what the service says of it.</summary>
internal static class WhatWasTold
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>The words, once they are there.</summary>
    public static Task<SentWords> Told(this ARunningProduct service, Func<SentWords, bool> which, TimeSpan? within = null) =>
        Eventually.Finds(
            "the words reached the platform",
            within ?? Soon,
            () => Task.FromResult(service.Graph.Sent.FirstOrDefault(which)),
            () => Task.FromResult(string.Join(Environment.NewLine, service.Graph.Sent.TakeLast(10)) + Environment.NewLine + service.Log)
        );

    /// <summary>The ticket, once it looks so.</summary>
    public static Task<JsonNode> Ticket(this ARunningProduct service, string number, string what, Func<JsonNode, bool> looks, TimeSpan? within = null)
    {
        JsonNode? last = null;
        return Eventually.Finds(
            $"{number}: {what}",
            within ?? Soon,
            async () =>
            {
                last = await service.Api.Ticket(number);
                return looks(last) ? last : null;
            },
            () => Task.FromResult($"{last}{Environment.NewLine}{service.Log}")
        );
    }

    /// <summary>First pleas have gone all the way: what a process does only once is done. Brokers deal in turn, so each further process needs some of its own.</summary>
    public static async Task IsWarm(this ARunningProduct service, int pleas = 1)
    {
        for (; pleas > 0; pleas--)
        {
            var comment = await new ACitizen(service).Comments();
            await service.Told(w => w.Target == comment, TimeSpan.FromSeconds(60));
        }
    }

    public static string Number(this JsonNode ticket) => (string)ticket["number"]!;

    public static string Status(this JsonNode ticket) => (string)ticket["status"]!;

    public static int Version(this JsonNode ticket) => (int)ticket["version"]!;

    public static IEnumerable<JsonNode> Notices(this JsonNode ticket, string kind) => ticket["notices"]!.AsArray().Where(n => (string?)n!["kind"] == kind).Select(n => n!);

    public static JsonNode Clock(this JsonNode ticket, string kind) => ticket["clocks"]!.AsArray().Last(c => (string?)c!["kind"] == kind)!;
}
