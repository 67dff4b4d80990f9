using System.Text.Json.Nodes;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Stories;

/// <summary>The main job from the outside: HTTP in, and what the platform was told out.</summary>
internal static class AComplaint
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    public static async Task FromCommentToClosure(ARunningProduct service, bool answersInMessenger)
    {
        var citizen = new ACitizen(service);
        var before = await Counted(service);

        var posted = TimeProvider.System.GetUtcNow();
        var comment = await citizen.Comments();
        var ticket = await citizen.Ticket(comment);
        var number = (string)ticket["number"]!;
        Assert.InRange((DateTimeOffset)ticket["history"]!.AsArray().First(h => (string?)h!["type"] == "TicketRouted")!["at"]! - posted, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal("JAMSOS", (string?)ticket["directorate"]);
        Assert.Equal("Assigned", (string?)ticket["status"]);
        Assert.Equal("pkh", (string?)ticket["topic"]);
        Assert.Contains("FirstResponse", Running(ticket));
        Assert.Contains("Resolution", Running(ticket));

        var told = await service.Told(w => w.Door == Door.CommentReply && w.Target == comment);
        Assert.Contains(number, told.Text, StringComparison.Ordinal);
        Assert.Contains(service.Address.ToString(), told.Text, StringComparison.Ordinal);

        var officer = await service.Hire($"petugas-{ACitizen.Next()}", Roles.Officer, "JAMSOS");
        var asked = await officer.Do(number, "questions", new { text = "Mohon sebutkan nama kecamatan tempat ibu Anda terdaftar." }, (int)(await officer.Ticket(number))["version"]!);
        Assert.Equal("WaitingOnCitizen", (string?)asked.Json["status"]);
        var question = await service.Told(w => w.Door == Door.PrivateReply && w.Target == comment);
        Assert.Contains("kecamatan", question.Text, StringComparison.Ordinal);
        Assert.NotNull(asked.Json.Clock("FirstResponse")["metAt"]);
        Assert.NotNull(asked.Json.Clock("Resolution")["pausedSince"]);

        var answer = answersInMessenger ? await citizen.WritesInMessenger("Kecamatan Cibadak") : await citizen.Comments("Kecamatan Cibadak", under: comment);
        var heard = await Eventually.Finds(
            "the answer is in the ticket and the clock runs again",
            Soon,
            async () => await officer.Ticket(number) is var now && (string?)now["status"] == "InProgress" ? now : null,
            () => Task.FromResult(service.Log)
        );
        Assert.Contains(ACitizen.Messages(heard), m => (string?)m["id"] == answer);
        Assert.Null(heard.Clock("Resolution")["pausedSince"]);

        var resolved = (await officer.Do(number, "resolution", new { answer = "Bantuan cair pada 5 Oktober melalui kantor pos." }, (int)heard["version"]!)).Json;
        Assert.Equal("Resolved", (string?)resolved["status"]);
        Assert.NotNull(resolved.Clock("Resolution")["metAt"]);
        await service.Told(w => w.Text.Contains(number, StringComparison.Ordinal) && w.Text.Contains("5 Oktober", StringComparison.Ordinal));
        var done = await Eventually.Finds(
            "every notice has its proof",
            Soon,
            async () => await officer.Ticket(number) is var now && now["notices"]!.AsArray().All(n => (string?)n!["state"] == "Sent") ? now : null
        );
        Assert.Equal(["Acknowledgement", "Question", "Closure"], done["notices"]!.AsArray().Select(n => (string)n!["kind"]!));
        Assert.All(done["notices"]!.AsArray(), n => Assert.Contains(service.Graph.Sent, w => w.Id == (string?)n!["platformId"]));
        Assert.Single(service.Graph.Sent, w => w.Text.Contains(number, StringComparison.Ordinal) && w.Text.Contains("5 Oktober", StringComparison.Ordinal));

        Assert.Equal((before.Received + 1, before.Resolved + 1), await Counted(service));
    }

    private static IEnumerable<string> Running(JsonNode ticket) =>
        ticket["clocks"]!.AsArray().Where(c => c!["metAt"] is null && c["stoppedAt"] is null).Select(c => (string)c!["kind"]!);

    private static async Task<(int Received, int Resolved)> Counted(ARunningProduct service)
    {
        var groups = (await service.Api.Get("api/v1/reports/sla?groupBy=directorate")).Json["groups"]!.AsArray();
        var ours = groups.FirstOrDefault(g => (string?)g!["key"]!["directorate"] == "JAMSOS");
        return ours is null ? (0, 0) : ((int)ours["received"]!, (int)ours["resolvedInTime"]!);
    }
}

[Collection(nameof(OneRunningProduct))]
public sealed class AComplaintFromCommentToClosure(OneRunningProduct fixture)
{
    private readonly ARunningProduct service = fixture.Service;

    [Fact]
    public Task A_plea_under_a_post_is_solved_and_its_citizen_answers_under_the_post() => AComplaint.FromCommentToClosure(service, answersInMessenger: false);

    [Fact]
    public Task A_plea_under_a_post_is_solved_and_its_citizen_answers_in_Messenger() => AComplaint.FromCommentToClosure(service, answersInMessenger: true);
}

[Collection(nameof(DistributedTests))]
public sealed class AComplaintFromCommentToClosureDistributed(OneDistributedProduct fixture)
{
    private const string Nik = "3303014107800001";

    [FactWhenRabbitMq]
    public async Task A_plea_is_solved_by_an_Api_and_two_Workers_over_RabbitMQ()
    {
        var service = await fixture.Service();
        await AComplaint.FromCommentToClosure(service, answersInMessenger: false);
        await AComplaint.FromCommentToClosure(service, answersInMessenger: true);
    }

    [FactWhenRabbitMq]
    public async Task Words_with_a_NIK_that_a_Worker_sealed_are_shown_by_the_Api_to_who_asks()
    {
        var service = await fixture.Service();
        var citizen = new ACitizen(service);
        var comment = await citizen.Comments($"{ACitizen.Plea}. NIK {Nik}");
        var ticket = await citizen.Ticket(comment);

        Assert.DoesNotContain(Nik, ticket.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(ACitizen.Messages(ticket), m => ((string?)m["text"])?.Contains("••01", StringComparison.Ordinal) == true);
        var shown = (await service.Api.Post($"api/v1/tickets/{ticket.Number()}/disclosures", new { message = comment })).Json;
        Assert.Contains(Nik, (string?)shown["text"], StringComparison.Ordinal);
    }

    [FactWhenRabbitMq]
    public async Task A_token_that_was_entered_in_the_Api_is_the_one_by_which_a_Worker_speaks()
    {
        const string token = "EAA-dari-layar";
        var service = await fixture.Service();

        await service.Api.Put("api/v1/channels/facebook", new { settings = new { accessToken = token } });

        await Eventually.Holds(
            "a Worker speaks by it",
            TimeSpan.FromSeconds(30),
            async () =>
            {
                var comment = await new ACitizen(service).Comments();
                return (await service.Told(w => w.Target == comment)).Token == token;
            },
            () => Task.FromResult(service.Log)
        );
    }
}

/// <summary>An Api and two Workers for all tests that need them: starting three processes costs more than most of what is asked of them.</summary>
public sealed class OneDistributedProduct : IAsyncLifetime
{
    private ARunningProduct? service;

    // Where there is no broker nobody asks for it.
    public async Task<ARunningProduct> Service()
    {
        if (service is null)
        {
            service = await ARunningProduct.Distributed();
            await service.IsWarm(pleas: 6);
        }

        return service;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (service is not null)
            await service.DisposeAsync();
    }
}

/// <summary>Three processes at once and queues of fixed names: one after the other.</summary>
[CollectionDefinition(nameof(DistributedTests))]
public sealed class DistributedTests : ICollectionFixture<OneDistributedProduct>;
