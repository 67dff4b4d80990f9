using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;

namespace Tickets.Domain.Reporting;

/// <summary>
/// Clocks lived through once more under supposed promises, by the verbs that run real ones. What people did stays as it was, each thing at its own instant: words,
/// questions, answers, other classes, transfers, merges; and each moment is counted by the version of the calendar that was in force then, decrees included. By the promises that were in force a clock says what it said.
/// </summary>
internal sealed class Replay
{
    private static readonly string[] Changing = [nameof(TicketRouted), nameof(TicketTransferred), nameof(TicketClassified)];

    private readonly Timetable timetable;
    private readonly ILookup<long, TicketEvent> changes;
    private readonly ILookup<string, Ticket> merged;

    // Each with the labels of the versions before it: what is counted by one of them is counted again.
    private readonly (CalendarVersion Decree, HashSet<string> Former)[] decrees;

    private Replay(Timetable timetable, ILookup<long, TicketEvent> changes, ILookup<string, Ticket> merged)
    {
        (this.timetable, this.changes, this.merged) = (timetable, changes, merged);
        decrees = [.. timetable.Decrees.Select(d => (d, timetable.VersionsOf(d.Code).Where(v => v.Version < d.Version).Select(v => v.Label).ToHashSet(StringComparer.Ordinal)))];
    }

    /// <summary>Reads what happened to tickets, and to those that went into them.</summary>
    public static async Task<Replay> Of(IReadOnlyList<Ticket> tickets, TicketsDb db, Timetable timetable, CancellationToken cancellation)
    {
        List<Ticket> wentInto = [];
        for (var into = tickets; into.Count > 0;)
        {
            string[] numbers = [.. into.Select(t => t.Number)];
            into = await db.Tickets.AsNoTracking().Where(t => t.MergedInto != null && EF.Parameter(numbers).Contains(t.MergedInto)).ToListAsync(cancellation);
            wentInto.AddRange(into);
        }

        long[] ids = [.. tickets.Concat(wentInto).Select(t => t.Id)];
        var rows = await db
            .Events.AsNoTracking()
            .Where(e => e.TicketId != null && EF.Parameter(ids).Contains(e.TicketId.Value) && Changing.Contains(e.Type))
            .OrderBy(e => e.Id)
            .ToListAsync(cancellation);
        return new Replay(timetable, rows.ToLookup(r => r.TicketId!.Value, r => r.What), wentInto.ToLookup(t => t.MergedInto!, StringComparer.Ordinal));
    }

    /// <summary>What a clock would have said; null when nothing would have been promised.</summary>
    public ClockFacts? Of(Ticket ticket, Clock clock) => Lived(ticket, clock, toItsEnd: true) is { } lived ? ClockFacts.Of(lived) : null;

    private Clock? Lived(Ticket ticket, Clock clock, bool toItsEnd)
    {
        var pleas = PleasOf(ticket);
        if (Begun(ticket, clock, pleas, out var since) is not { } lived)
            return null;
        var end = clock.MetAt ?? clock.StoppedAt;
        foreach (var (at, _, happen) in Steps(ticket, clock, pleas, since, end).OrderBy(s => s.At).ThenBy(s => s.Order))
        {
            CatchUp(lived, at);
            happen(lived);
        }

        if (end is not { } ended)
            return lived;
        CatchUp(lived, ended);
        if (toItsEnd && clock.MetAt is not null)
            lived.Meet(ended, timetable);
        else if (toItsEnd)
            lived.Stop(ended, timetable);
        return lived;
    }

    // Its beginning: by the policy of that moment, or brought along by a merge.
    private Clock? Begun(Ticket ticket, Clock clock, List<(DateTimeOffset From, Plea Plea)> pleas, out DateTimeOffset since)
    {
        since = clock.StartedAt;
        if (merged[ticket.Number].FirstOrDefault(m => Brought(m, clock)) is { } from)
        {
            since = from.ClosedAt!.Value;
            return Lived(from, OwedBy(from)!, toItsEnd: false) is { } older ? new Clock(clock.Kind, clock.Cycle, older, timetable, since) : null;
        }

        var policy = timetable.PolicyFor(pleas.Last(p => p.From <= clock.StartedAt).Plea, clock.StartedAt);
        return policy.TargetFor(clock.Kind) is { } target ? new Clock(clock.Kind, clock.Cycle, policy, target, timetable, clock.StartedAt) : null;
    }

    // At one instant a wait ends before anything is aimed anew, as in a transfer, and begins after it.
    private IEnumerable<(DateTimeOffset At, int Order, Action<Clock> Happen)> Steps(
        Ticket ticket,
        Clock clock,
        List<(DateTimeOffset From, Plea Plea)> pleas,
        DateTimeOffset since,
        DateTimeOffset? end
    )
    {
        foreach (var pause in clock.Pauses.Where(p => p.From >= since && p.From != p.To))
        {
            yield return (pause.From, 3, c => c.Pause(pause.From, pause.Cause));
            // Who ends a clock that stands ends the wait as well.
            if (pause.To is { } to && to != end)
                yield return (to, 0, c => c.Resume(to, timetable));
        }

        foreach (var (at, plea) in pleas.Where(p => p.From > since && !(p.From >= end)))
            yield return (at, 1, c => AimAnew(c, plea, at));
        foreach (var other in merged[ticket.Number].Where(m => m.ClosedAt is { } at && at >= since && !(at >= end) && !Brought(m, clock)))
            if (TheSamePromise(ticket, clock, other) is { } theirs && Lived(other, theirs, toItsEnd: false) is { } older)
                yield return (other.ClosedAt!.Value, 2, c => c.KeepTheOlder(older, timetable, other.ClosedAt.Value, Clock.MergeReason + other.Number));
        foreach (var (decree, former) in decrees)
            if (Reached(clock, decree) is var at && at >= since && !(at >= end))
                yield return (at, 4, c => Recount(c, decree, former, at));
    }

    // When the workers came to it; one that did not move was reached by the time they were through.
    private static DateTimeOffset Reached(Clock clock, CalendarVersion decree) =>
        clock.EarlierAims.FirstOrDefault(a => a.At >= decree.EnteredAt && a.Reason == Clock.CalendarReason + decree.Reason)?.At ?? decree.RecountedAt ?? decree.EnteredAt;

    // As the workers do it: only what is counted by an earlier version of the same calendar.
    private void Recount(Clock clock, CalendarVersion decree, HashSet<string> former, DateTimeOffset at)
    {
        if (former.Contains(clock.Calendar))
            RecountClocksHandler.Recount(clock, timetable, decree.Label, at, decree.Reason ?? "–");
    }

    private void AimAnew(Clock clock, Plea plea, DateTimeOffset at)
    {
        var policy = timetable.PolicyFor(plea, at);
        if (!policy.IsVersionOf(clock.Policy) && policy.TargetFor(clock.Kind) is { } target)
            clock.AimAnew(policy, target, timetable, at, "replay");
    }

    // What it was about from when on; the first from ever.
    private List<(DateTimeOffset From, Plea Plea)> PleasOf(Ticket ticket)
    {
        var plea = Plea.Of(ticket);
        if (changes[ticket.Id].OfType<TicketClassified>().FirstOrDefault() is { } first)
            plea = plea with { Topic = first.EarlierTopic, Priority = first.EarlierPriority, Sp4nClass = first.EarlierSp4nClass };
        if (changes[ticket.Id].Any(e => e is TicketRouted or TicketTransferred))
            plea = plea with { Directorate = null };
        List<(DateTimeOffset, Plea)> pleas = [(DateTimeOffset.MinValue, plea)];
        foreach (var change in changes[ticket.Id])
        {
            (plea, var at) = change switch
            {
                TicketRouted routed => (plea with { Directorate = routed.Directorate }, routed.At),
                TicketTransferred transferred => (plea with { Directorate = transferred.To }, transferred.At),
                TicketClassified classified => (plea with { Topic = classified.Topic, Priority = classified.Priority, Sp4nClass = classified.Sp4nClass }, classified.At),
                _ => throw new InvalidOperationException($"{change.GetType().Name} changes no plea."),
            };
            pleas.Add((at, plea));
        }

        return pleas;
    }

    // ---- merges, as Ticket.MergeInto does them ---------------------------------------------------------------------------------------

    // The promise of the other ticket with which this one was compared.
    private Clock? TheSamePromise(Ticket ticket, Clock clock, Ticket other)
    {
        var at = other.ClosedAt!.Value;
        if (clock.Kind == ClockKind.Resolution)
            return StoppedBy(other, ClockKind.Resolution);
        return clock == (RunningAt(ticket, ClockKind.FirstResponse, at) ?? RunningAt(ticket, ClockKind.NextResponse, at)) ? OwedBy(other) : null;
    }

    // The words owed to the citizen of a ticket that went into another became words owed there.
    private static bool Brought(Ticket other, Clock clock) => clock.Kind == ClockKind.NextResponse && OwedBy(other) is { } owed && owed.StartedAt == clock.StartedAt && owed.StoppedAt == other.ClosedAt;

    private static Clock? OwedBy(Ticket other) => StoppedBy(other, ClockKind.FirstResponse) ?? StoppedBy(other, ClockKind.NextResponse);

    private static Clock? StoppedBy(Ticket other, ClockKind kind) => other.Clocks.FirstOrDefault(c => c.Kind == kind && c.StoppedAt == other.ClosedAt);

    private static Clock? RunningAt(Ticket ticket, ClockKind kind, DateTimeOffset at) =>
        ticket.Clocks.FirstOrDefault(c => c.Kind == kind && c.StartedAt <= at && !((c.MetAt ?? c.StoppedAt) <= at));

    private static void CatchUp(Clock clock, DateTimeOffset at)
    {
        foreach (var _ in clock.Pass(at))
        {
            // What passed stands in the clock itself.
        }
    }
}
