using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>
/// A decree changes a working calendar as of a date: dates before it are counted by the version before, dates from it on by the new one, for new clocks at
/// once and for those that run as the workers reach them. A preview says what would move and changes nothing.
/// </summary>
/// <param name="Code">The calendar.</param>
/// <param name="Name">As people call it from now on; null for as before.</param>
/// <param name="Definition">Hours, seasons and closures, in the form in which the calculator takes a calendar inline.</param>
/// <param name="EffectiveFrom">The first date that it counts, in the calendar's zone: <c>2026-12-24</c>.</param>
/// <param name="Reason">The decree; citizens read it when a promise moves.</param>
/// <param name="Preview">True to be told only.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>; <see cref="Refusal.SomebodyWasFaster"/>.</exception>
/// <exception cref="CalendarRefused">The definition is no calendar, is in another zone, or has no time for what a policy promises by it; the date is none.</exception>
public sealed record DecreeCalendar(
    string Code,
    string? Name,
    JsonElement Definition,
    string? EffectiveFrom,
    string Reason,
    bool Preview,
    Caller By,
    DateTimeOffset At,
    Seen? Version = null
) : IRequest<DecreedCalendar>;

/// <summary>What a decree makes, or would make.</summary>
/// <param name="Version">The version, as entered or as it would be.</param>
/// <param name="Effect">What would move; null when the version was entered, for then the workers find out.</param>
public sealed record DecreedCalendar(ListedCalendar Version, DecreeEffect? Effect);

/// <summary>What a decree moves. Shifts are lengths of wall-clock time, ISO 8601, negative where a promise would be due sooner.</summary>
/// <param name="Clocks">Clocks that run by an earlier version.</param>
/// <param name="Tickets">Their tickets.</param>
/// <param name="ClocksMoved">Clocks that would be due at another time.</param>
/// <param name="TicketsMoved">Their tickets.</param>
/// <param name="PromisesMoved">Of the clocks that move, those of the resolution: what citizens were or will be promised.</param>
/// <param name="CitizensTold">How many citizens would be sent a corrected date: those of the promises that move who were told one before.</param>
/// <param name="Sooner">Of the clocks that move, those that would be due sooner.</param>
/// <param name="Later">Of the clocks that move, those that would be due later.</param>
/// <param name="Shift">By how much; null when none moves.</param>
/// <param name="ByDirectorate">The same by directorate, code by code; tickets at none last.</param>
/// <param name="Sample">The clocks that move the most.</param>
public sealed record DecreeEffect(
    int Clocks,
    int Tickets,
    int ClocksMoved,
    int TicketsMoved,
    int PromisesMoved,
    int CitizensTold,
    int Sooner,
    int Later,
    Shift? Shift,
    IReadOnlyList<DirectorateEffect> ByDirectorate,
    IReadOnlyList<MovedClock> Sample
);

/// <summary>By how much due times move: the least, the one in the middle, the most.</summary>
public sealed record Shift(string Min, string Median, string Max);

/// <summary>What a decree moves in one directorate.</summary>
/// <param name="Directorate">Its code; null for tickets at none.</param>
/// <param name="TicketsMoved">Tickets with a clock that moves.</param>
/// <param name="ClocksMoved">Clocks that move.</param>
/// <param name="Shift">By how much.</param>
public sealed record DirectorateEffect(string? Directorate, int TicketsMoved, int ClocksMoved, Shift Shift);

/// <summary>A clock that moves.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Cycle">Which round.</param>
/// <param name="Directorate">Who has it.</param>
/// <param name="WasDueAt">When it is due now, UTC.</param>
/// <param name="DueAt">When it would be due, UTC.</param>
/// <param name="Shift">The difference.</param>
public sealed record MovedClock(string Number, ClockKind Clock, int Cycle, string? Directorate, DateTimeOffset WasDueAt, DateTimeOffset DueAt, string Shift);

internal sealed class DecreeCalendarShape : AbstractValidator<DecreeCalendar>
{
    public DecreeCalendarShape()
    {
        RuleFor(r => r.Name).MaximumLength(200);
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(500);
        RuleFor(r => r.EffectiveFrom).NotEmpty();
    }
}

internal sealed class DecreeCalendarHandler(TicketsDb db, Timetables timetables) : IRequestHandler<DecreeCalendar, DecreedCalendar>
{
    public async Task<DecreedCalendar> Handle(DecreeCalendar request, CancellationToken cancellationToken)
    {
        var definition = WorkingCalendarDefinition.Parse(request.Definition);
        WorkingCalendar.Compile(definition);
        var date = Dates.Read(request.EffectiveFrom!);
        // Counting a million clocks takes its time, and nobody should wait for it to write.
        var running = await RunningBy(request.Code, await db.Calendars.Where(c => c.Code == request.Code).MaxAsync(c => (int?)c.Version, cancellationToken) ?? 0)
            .CountAsync(cancellationToken);
        if (request.Preview)
        {
            var would = await Next(request, definition, date, running, cancellationToken);
            return new(ListedCalendar.From(would.Version), await Effect(would.Version, would.Known, request.At, cancellationToken));
        }

        return await db.Change(
            async () =>
            {
                await db.OneAtATime(cancellationToken);
                var (version, _) = await Next(request, definition, date, running, cancellationToken);
                db.Add(version);
                db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Calendar, version.Label, Was.Changed, request.Reason));
                db.AfterCommit(timetables.Forget);
                return new DecreedCalendar(ListedCalendar.From(version), Effect: null);
            },
            cancellationToken
        );
    }

    private async Task<(CalendarVersion Version, List<CalendarVersion> Known)> Next(
        DecreeCalendar request,
        WorkingCalendarDefinition definition,
        DateOnly date,
        int running,
        CancellationToken cancellation
    )
    {
        var known = await db.Calendars.AsNoTracking().Where(c => c.Code == request.Code).OrderBy(c => c.Version).ToListAsync(cancellation);
        if (known.Count == 0)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Calendar), ("key", request.Code));
        request.Version.MustBe(known[^1].Version, request.Code);
        if (date.Year is < 1970 or > 2200)
            throw CalendarRefused.DateOutOfRange(Dates.Write(date));
        var name = string.IsNullOrWhiteSpace(request.Name) ? known[^1].Name : request.Name.Trim();
        var version = CalendarVersion.ByDecree(known[^1], name, date, request.Reason.Trim(), JsonSerializer.Serialize(definition), running, request.At);
        known.Add(version);
        var spliced = new Timetable([], known).Calendar(version.Label);
        await db.RefuseUnlessCountable(request.Code, spliced, request.At, cancellation);
        return (version, known);
    }

    private IQueryable<Clock> RunningBy(string code, int upTo)
    {
        string[] labels = [.. Enumerable.Range(1, upTo).Select(v => $"{code}@{v}")];
        return db.Clocks.AsNoTracking().Where(c => c.MetAt == null && c.StoppedAt == null && labels.Contains(c.Calendar));
    }

    private async Task<DecreeEffect> Effect(CalendarVersion version, List<CalendarVersion> known, DateTimeOffset at, CancellationToken cancellation)
    {
        var table = new Timetable([], known);
        var tally = new EffectTally();
        var rows =
            from clock in RunningBy(version.Code, version.Version - 1)
            join ticket in db.Tickets.IgnoreAutoIncludes() on clock.TicketId equals ticket.Id
            select new
            {
                Clock = clock,
                ticket.Number,
                ticket.Directorate,
                WasTold = clock.Kind == ClockKind.Resolution
                    && db.Notices.Any(n =>
                        n.TicketId == ticket.Id
                        && (n.Kind == NoticeKind.Acknowledgement || n.Kind == NoticeKind.DeadlineCorrection)
                        && (n.State == NoticeState.Sent || n.State == NoticeState.Sending)
                    ),
            };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var was = row.Clock.DueAt;
            RecountClocksHandler.Recount(row.Clock, table, version.Label, at, version.Reason ?? "–");
            tally.Count(row.Clock, was, row.Number, row.Directorate, row.WasTold);
        }

        return tally.Effect();
    }

    private sealed class EffectTally
    {
        private const int MostShown = 20;

        private readonly HashSet<long> tickets = [];
        private readonly Shifts all = new();
        private readonly Dictionary<string, Shifts> byDirectorate = new(StringComparer.Ordinal);
        private readonly PriorityQueue<MovedClock, long> sample = new();
        private int clocks;
        private int promises;
        private int told;

        public void Count(Clock clock, DateTimeOffset was, string number, string? directorate, bool wasTold)
        {
            clocks++;
            var ticket = clock.TicketId!.Value;
            tickets.Add(ticket);
            var shift = (clock.DueAt - was).Ticks;
            if (shift == 0)
                return;
            promises += clock.Kind == ClockKind.Resolution ? 1 : 0;
            told += wasTold ? 1 : 0;
            all.Add(ticket, shift);
            if (!byDirectorate.TryGetValue(directorate ?? "", out var own))
                byDirectorate[directorate ?? ""] = own = new Shifts();
            own.Add(ticket, shift);
            if (sample.Count < MostShown || Math.Abs(shift) > Math.Abs((sample.Peek().DueAt - sample.Peek().WasDueAt).Ticks))
                sample.Enqueue(new(number, clock.Kind, clock.Cycle, directorate, was, clock.DueAt, Signed(shift)), Math.Abs(shift));
            if (sample.Count > MostShown)
                sample.Dequeue();
        }

        public DecreeEffect Effect() =>
            new(
                clocks,
                tickets.Count,
                all.Clocks,
                all.Tickets,
                promises,
                told,
                all.Sooner,
                all.Clocks - all.Sooner,
                all.Clocks == 0 ? null : all.Told(),
                [
                    .. byDirectorate
                        .OrderBy(d => d.Key.Length == 0)
                        .ThenBy(d => d.Key, StringComparer.Ordinal)
                        .Select(d => new DirectorateEffect(d.Key.Length == 0 ? null : d.Key, d.Value.Tickets, d.Value.Clocks, d.Value.Told())),
                ],
                [.. sample.UnorderedItems.OrderByDescending(s => s.Priority).ThenBy(s => s.Element.Number, StringComparer.Ordinal).Select(s => s.Element)]
            );

        private static string Signed(long ticks) => WorkingDuration.Write(new TimeSpan(ticks));

        private sealed class Shifts
        {
            private readonly HashSet<long> tickets = [];
            private readonly List<long> ticks = [];

            public int Tickets => tickets.Count;

            public int Clocks => ticks.Count;

            public int Sooner { get; private set; }

            public void Add(long ticket, long shift)
            {
                tickets.Add(ticket);
                ticks.Add(shift);
                Sooner += shift < 0 ? 1 : 0;
            }

            // The lower of the two in the middle, as in the reports: a shift that occurs.
            public Shift Told()
            {
                ticks.Sort();
                return new(Signed(ticks[0]), Signed(ticks[(ticks.Count - 1) / 2]), Signed(ticks[^1]));
            }
        }
    }
}
