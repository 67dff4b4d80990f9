using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;
using Tickets.Domain.Triage;
using Tickets.IntegrationTests.Administration;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.IntegrationTests.Stories;

/// <summary>A database of its own for each test, into which comments come as the platform sends them.</summary>
public abstract class CommentsOfCitizens : AdministrationTest
{
    private int citizens;

    /// <summary>Nothing opens by itself: people decide.</summary>
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Tickets:Triage:OpenAt"] = "2" };

    /// <summary>The post that all of them stand under.</summary>
    protected static string Post => ARunningProduct.PageId + "_4";

    /// <summary>A citizen of their own comments; the key of the conversation.</summary>
    protected async Task<long> Comment(string text)
    {
        var citizen = ++citizens;
        var delivery = MetaPayloads.FacebookComment(ARunningProduct.PageId, Post, $"4_{citizen}00", $"{9000 + citizen}", $"Warga {citizen}", text, Now);
        await using var scope = Database.Services.CreateAsyncScope();
        var takeIn = scope.ServiceProvider.GetRequiredService<TakeIn>();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        await db.Change(
            async () =>
            {
                foreach (var happening in new ReadMetaDelivery().Read(delivery))
                    Assert.Null(await takeIn.It(happening, Now, CancellationToken.None));
            },
            CancellationToken.None
        );
        return await db.Conversations.Where(c => c.Citizen.PlatformUserId == $"{9000 + citizen}").Select(c => c.Id).SingleAsync();
    }

    /// <summary>A comment that an admin made a ticket of.</summary>
    protected async Task<string> TicketOf(string text, string directorate, string topic) => await Send(new OpenTicket(await Comment(text), topic, Priority.Normal, directorate, Admin, Now));
}
