using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Live;

/// <summary>
/// Tells screens what changed, and people who else is looking. It carries ids only: what stands behind them each screen asks for with its own rights. That two
/// people do not answer the same conversation is the claim's business, in the database; this only shows it.
/// </summary>
internal sealed class LiveHub(WhoIsThere there, TicketsDb db) : Hub
{
    private const Roles Triagers = Roles.AdminSocial | Roles.Administrator;
    private const Roles Readers = Triagers | Roles.Officer | Roles.Supervisor | Roles.Director | Roles.Inspectorate;

    /// <summary>The group of those who see what this is.</summary>
    public static string Inbox => "inbox";

    /// <inheritdoc cref="Inbox"/>
    public static string Everything => "everything";

    /// <inheritdoc cref="Inbox"/>
    public static string Unit(string directorate) => "unit:" + directorate;

    /// <summary>The group of one person's screens.</summary>
    public static string Person(long user) => "person:" + user.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override async Task OnConnectedAsync()
    {
        var caller = Context.GetHttpContext()?.FindCaller() ?? throw new HubException("unauthenticated");
        there.Came(await Written.UpToNow(db, Context.ConnectionAborted));
        var known = Context.GetHttpContext()!.Items;
        there.Holds(Context, caller, (known[typeof(KnownSession)] as KnownSession)?.Id, (known[typeof(KnownKey)] as KnownKey)?.Id);
        if (caller.IsAny(Triagers))
            await Groups.AddToGroupAsync(Context.ConnectionId, Inbox);
        if (caller.Actor.UserId is { } user)
            await Groups.AddToGroupAsync(Context.ConnectionId, Person(user));
        if (caller.SeesAll)
            await Groups.AddToGroupAsync(Context.ConnectionId, Everything);
        else if (caller.Directorate is { } unit)
            await Groups.AddToGroupAsync(Context.ConnectionId, Unit(unit));
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        there.Went(Context.ConnectionId);
        if (there.Leave(Context.ConnectionId) is { } what)
            await Tell(what);
    }

    /// <summary>
    /// Somebody looks at a conversation (<c>c:12</c>) or a ticket (<c>t:KMS-2026-000123</c>); null when they look away. Who may not see it is not told who does, and
    /// nobody is told of them.
    /// </summary>
    public async Task Look(string? what)
    {
        if (there.Leave(Context.ConnectionId) is { } before)
        {
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, before);
            await Tell(before);
        }

        if (what is not { Length: > 2 and < 40 } || Context.GetHttpContext()?.FindCaller() is not { } caller || !await MaySee(caller, what))
            return;
        await Groups.AddToGroupAsync(Context.ConnectionId, what);
        there.Look(Context.ConnectionId, what, caller.Actor.Name);
        await Tell(what);
    }

    private async Task<bool> MaySee(Caller caller, string what) =>
        what[..2] switch
        {
            "c:" => caller.IsAny(Triagers),
            "t:" => caller.IsAny(Readers) && await SeesTicket(caller, what[2..]),
            _ => false,
        };

    private async Task<bool> SeesTicket(Caller caller, string number) =>
        await db.Tickets.Where(t => t.Number == number).Select(t => new { t.Directorate }).SingleOrDefaultAsync(Context.ConnectionAborted) is { } ticket && caller.Sees(ticket.Directorate);

    private Task Tell(string what) => Clients.Group(what).SendAsync("present", new { what, who = there.At(what) });
}

/// <summary>Who looks at what in this process.</summary>
internal sealed class WhoIsThere
{
    private readonly ConcurrentDictionary<string, (string What, string Name)> looking = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Line> lines = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int connected;
    private Written? since;

    /// <summary>What was written when the first of those who watch came: they asked for that themselves, and must be told of all that came after. Null while nobody watches.</summary>
    public Written? Since
    {
        get
        {
            lock (gate)
                return connected > 0 ? since : null;
        }
    }

    public void Came(Written now)
    {
        lock (gate)
            since = connected++ == 0 ? now : since;
    }

    /// <summary>Everybody who is connected to this process.</summary>
    public ICollection<Line> Lines => lines.Values;

    public void Holds(HubCallerContext connection, Caller caller, long? session, long? key) => lines[connection.ConnectionId] = new Line(connection, caller, session, key);

    public void Went(string connection)
    {
        lines.TryRemove(connection, out _);
        lock (gate)
            connected--;
    }

    public void Look(string connection, string what, string name) => looking[connection] = (what, name);

    public string? Leave(string connection) => looking.TryRemove(connection, out var was) ? was.What : null;

    public IReadOnlyList<string> At(string what) => [.. looking.Values.Where(l => l.What == what).Select(l => l.Name).Distinct().Order()];
}

/// <summary>One connection, with the rights it was opened with.</summary>
/// <param name="Connection">What ends it.</param>
/// <param name="Caller">Who opened it.</param>
/// <param name="Session">Key of the session by which they did; null for an API key.</param>
/// <param name="Key">Key within the database of the API key by which they did; null for a session.</param>
internal sealed record Line(HubCallerContext Connection, Caller Caller, long? Session, long? Key);
