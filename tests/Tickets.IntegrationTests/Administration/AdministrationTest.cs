using MediatR;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Audit;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Administration;

/// <summary>A fresh database for each test, and what the tests of administration say again and again.</summary>
public abstract class AdministrationTest : IAsyncLifetime
{
    /// <summary>A Tuesday in working hours of the national calendar, 10.00 WIB.</summary>
    protected static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);

    protected static Caller Admin => ADatabase.Administrator;

    protected ADatabase Database { get; private set; } = null!;

    /// <summary>What is configured otherwise than for all; null for nothing.</summary>
    protected virtual IReadOnlyDictionary<string, string?>? Settings => null;

    public async Task InitializeAsync() => Database = await ADatabase.Fresh(Settings);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    protected Task<T> Send<T>(IRequest<T> request) => Database.Send(request);

    protected async Task<Refusal> Refused<T>(IRequest<T> request) => (await Assert.ThrowsAsync<RefusedException>(() => Send(request))).Refusal;

    /// <summary>The lines of the audit, the newest first, in English.</summary>
    protected async Task<IReadOnlyList<string>> Audit() => [.. (await Send(new ListEvents(new PageOf(null, null), "en"))).Items.Select(e => e.Text)];

    protected Task<ListedUser> Enter(string login, string role, string? directorate = null) =>
        Send(new SaveUser(login, login, [role], directorate, OnDuty: true, Active: true, New: true, Admin, Now));

    /// <summary>A ticket at a directorate, given to its officer on duty if there is one.</summary>
    protected async Task<string> ATicketAt(string directorate, string topic = Topics.Pkh)
    {
        var conversation = await Database.Look(async db =>
        {
            var citizen = new Citizen(Platform.Facebook, "warga-" + Guid.CreateVersion7().ToString("N"), "Warga", Now);
            var conversation = new Conversation(citizen, Audience.Public, "post-1", "post-1", Now);
            db.Add(conversation);
            await db.SaveChangesAsync();
            return conversation.Id;
        });
        return await Send(new OpenTicket(conversation, topic, Priority.Normal, directorate, Admin, Now));
    }
}
