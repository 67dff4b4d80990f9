using System.Globalization;
using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sla;
using Tickets.Domain.WorkingTime;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.UnitTests.Sla;

/// <summary>
/// Lives that nobody would think of: questions and answers, other classes and directorates, merges and decrees in any order, each at an odd tick. Whatever a
/// clock went through, what is explained of it adds up to the tick. Seeded: a life that fails is told by its number and can be lived again.
/// </summary>
public sealed class ExplanationsAddUp
{
    private const int Lives = 150;
    private const int LongestLife = 25;
    private static readonly DateTimeOffset Beginning = Wib.At("2026-07-01 08:00");
    private static readonly string[] Directorates = ["JAMSOS", "PUSDATIN", "ANAK", "LANSIA"];

    // Leave that is added, Saturdays that are opened, a half day, and a decree that reaches back.
    private static readonly CalendarVersion[] Decrees = Decreed(
        ("2026-07-07 10:00", new(2026, 7, 9), d => d with { Closures = [.. d.Closures, .. Days(9, 10, 13)] }),
        ("2026-07-14 15:30", new(2026, 7, 18), d => d with { Hours = new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>>(d.Hours) { [DayOfWeek.Saturday] = [HourSpan.Between("08:00", "11:00")] } }),
        ("2026-07-22 09:00", new(2026, 7, 24), d => d with { Closures = [.. d.Closures, new(new(2026, 7, 24), TimeSpan.FromHours(10), TimeSpan.FromHours(24), "Setengah hari")] }),
        ("2026-07-29 11:11", new(2026, 7, 6), d => d with { Closures = [.. d.Closures, .. Days(28)] })
    );

    // A task force that was never given a longer life: amid these lives it closes for good.
    private static readonly CalendarVersion UntilTheTenth = new(
        "SATGAS",
        1,
        "Satgas",
        Beginning.AddYears(-1),
        """{"timeZone":"Asia/Makassar","seasons":[{"from":"2026-01-01","to":"2026-07-10","hours":{"monday":[["08:00","20:00"]],"tuesday":[["08:00","20:00"]],"saturday":[["22:00","03:00"]]}}]}"""
    );

    private static readonly Timetable Timetable = new(
        [.. SeedData.Policies, new SlaPolicy("anak", 1, "Anak", Beginning.AddYears(-1), [new(ClockKind.Resolution, "PT20H30M", "NASIONAL"), new(ClockKind.Custody, "P2WD", "NASIONAL")], directorate: "ANAK"),
            new SlaPolicy("lansia", 1, "Lansia", Beginning.AddYears(-1), [new(ClockKind.Resolution, "PT18H", "SATGAS"), new(ClockKind.NextResponse, "PT5H", "SATGAS"), new(ClockKind.Custody, "P3WD", "SATGAS")], directorate: "LANSIA")],
        [.. Decrees, UntilTheTenth, new(NationalCalendar.RoundTheClockCode, 1, "Sepanjang waktu", Beginning.AddYears(-1), JsonSerializer.Serialize(WorkingCalendar.RoundTheClock.Definition))]
    );

    [Fact]
    public void Whatever_a_clock_went_through()
    {
        var seen = new HashSet<string>();
        for (var number = 0; number < Lives; number++)
            new Life(number, seen).Live();

        // Nothing of what may happen was left out of all lives.
        string[] all = ["ask", "hear", "answer", "classify", "transfer", "merge", "look", "resolve", "reopen", "decree", "standing aim", "standing decree", "brought", "over", "closed"];
        Assert.Equal(all.Order(), seen.Order());
    }

    private static CalendarVersion[] Decreed(params (string Entered, DateOnly From, Func<WorkingCalendarDefinition, WorkingCalendarDefinition> Change)[] changes)
    {
        List<CalendarVersion> versions = [new(NationalCalendar.Code, 1, "Nasional", Beginning.AddYears(-1), JsonSerializer.Serialize(NationalCalendar.Definition))];
        foreach (var (entered, from, change) in changes)
        {
            var definition = change(WorkingCalendarDefinition.Parse(versions[^1].Definition));
            versions.Add(CalendarVersion.ByDecree(versions[^1], "Nasional", from, $"SKB {versions.Count}", JsonSerializer.Serialize(definition), 0, Wib.At(entered)));
        }

        return [.. versions];
    }

    private static IEnumerable<CalendarClosure> Days(params int[] days) => days.Select(d => new CalendarClosure(new DateOnly(2026, 7, d), Name: "Cuti bersama uji"));

    private sealed class Life(int number, HashSet<string> seen)
    {
        private readonly Random random = new(number);
        private readonly Citizen citizen = ATicket.SomeCitizen(Domain.Platforms.Platform.Facebook, Beginning);
        private readonly List<string> story = [];
        private DateTimeOffset now = Beginning;

        public void Live()
        {
            now = Later(TimeSpan.FromDays(5));
            var ticket = Opened();
            var other = random.Next(2) == 0 ? Opened() : null;
            for (var step = 0; step < LongestLife; step++)
            {
                var (before, next) = (now, Later(random.Next(4) switch { 0 => TimeSpan.FromMinutes(5), 1 => TimeSpan.FromHours(8), _ => TimeSpan.FromDays(3) }));
                foreach (var decree in Decrees.Where(d => d.EnteredAt > before && d.EnteredAt <= next))
                    foreach (var one in (Ticket?[])[ticket, other])
                        Reach(one, decree);
                now = next;
                if (other is { HasEnded: false } && random.Next(4) == 0)
                    DoSomething(other, null);
                if (DoSomething(ticket, other))
                    other = null;
                AllAddsUp(ticket);
                if (other is not null)
                    AllAddsUp(other);
            }
        }

        private Ticket Opened()
        {
            var ticket = ATicket.Opened(now, priority: random.Next(5) == 0 ? Priority.Urgent : Priority.Normal, citizen: citizen, timetable: Timetable).Ticket;
            ticket.Route(Any(Directorates), null, "rule", Timetable, Actor.System, now);
            story.Add($"opened {now:O}");
            return ticket;
        }

        private void Reach(Ticket? ticket, CalendarVersion decree)
        {
            foreach (var clock in ticket?.Clocks.Where(c => c.Runs && c.Calendar.StartsWith("NASIONAL@", StringComparison.Ordinal)) ?? [])
            {
                seen.Add("decree");
                if (clock.PausedSince is not null)
                    seen.Add("standing decree");
                clock.Recount(Timetable, decree.Label, decree.EnteredAt, decree.Reason!);
            }

            story.Add($"{decree.Label} {decree.EnteredAt:O}");
        }

        // Says whether the other went into it.
        private bool DoSomething(Ticket ticket, Ticket? other)
        {
            var counted = ticket.Clocks.Where(c => c.Runs).ToDictionary(c => c, c => c.UsedBy(now, Timetable));
            var what = Any(Possible(ticket, other));
            seen.Add(what);
            story.Add($"{what} {now:O}");
            switch (what)
            {
                case "ask":
                    ticket.Ask(false, Timetable, ATicket.Staff, now);
                    break;
                case "hear":
                    ticket.Hear(random.Next(2) == 0, Timetable, Actor.Citizen(citizen), now);
                    break;
                case "answer":
                    ticket.AnswerCitizen(false, Timetable, ATicket.Staff, now);
                    break;
                case "classify":
                    if (ticket.Clocks.Any(c => c is { Runs: true, PausedSince: not null }))
                        seen.Add("standing aim");
                    ticket.Classify(null, ticket.Priority == Priority.Urgent ? Priority.Normal : Priority.Urgent, Any([.. Enum.GetValues<Sp4nClass>()]), null, Timetable, ATicket.Staff, now);
                    break;
                case "transfer":
                    ticket.Transfer(Any([.. Directorates.Where(d => d != ticket.Directorate)]), null, "Mohon ditindaklanjuti", Timetable, ATicket.Staff, now);
                    break;
                case "resolve":
                    ticket.Resolve("Sudah cair", Timetable, ATicket.Staff, now);
                    break;
                case "reopen":
                    ticket.Reopen("Belum cair", Timetable, ATicket.Staff, now);
                    break;
                case "merge":
                    other!.MergeInto(ticket, Timetable, ATicket.Staff, now);
                    return true;
                default:
                    ticket.Climb(Timetable, now);
                    break;
            }

            // What has been used is used, whatever somebody does.
            foreach (var (clock, used) in counted)
                Assert.True(used == clock.UsedBy(now, Timetable), Told(clock, $"{used} were used before, {clock.UsedBy(now, Timetable)} after"));
            return false;
        }

        private static string[] Possible(Ticket ticket, Ticket? other) =>
            ticket.Status switch
            {
                TicketStatus.Assigned or TicketStatus.InProgress or TicketStatus.WaitingOnCitizen =>
                    ["ask", "ask", "hear", "hear", "answer", "classify", "classify", "transfer", "look", "resolve", .. other is { HasEnded: false } ? (string[])["merge", "merge"] : []],
                TicketStatus.Resolved => ["reopen", "hear"],
                _ => ["look"],
            };

        private void AllAddsUp(Ticket ticket)
        {
            foreach (var clock in ticket.Clocks)
                AddsUp(clock, Later(TimeSpan.FromDays(4)));
        }

        private void AddsUp(Clock clock, DateTimeOffset at)
        {
            var told = ExplainClocksHandler.Explain(clock, Timetable, at);
            var (promised, used) = (Ticks(told.Promised), Ticks(told.Used));
            var brought = told.Brought is { } some ? Ticks(some) : 0;
            var over = told.Over is { } more ? Ticks(more) : 0;
            if (brought > 0)
                seen.Add("brought");
            if (over > 0)
                seen.Add("over");
            if (clock.EarlierAims.Any(a => a.Reason == Clock.ClosedReason + "SATGAS@1"))
                seen.Add("closed");
            Same(promised - brought, told.Spans.Sum(s => s.Length.Ticks), "the spans");
            Same(promised - brought, told.Runs.Sum(r => Ticks(r.Total)), "the runs");
            Assert.All(told.Runs, r => Same(Ticks(r.Total), Ticks(r.Each) * r.Days, "a run"));
            Assert.All(told.Spans, s => Assert.True(s.Start < s.End, Told(clock, "a span is empty")));
            var ended = clock.MetAt ?? clock.StoppedAt;
            var left = told.Left is { } rest ? Ticks(rest) : ended < clock.DueAt ? Timetable.Calendar(clock.Calendar).Elapsed(ended.Value, clock.DueAt).Ticks : 0;
            Same(promised, used + left - over, "used and left");

            void Same(long expected, long actual, string what) =>
                Assert.True(expected == actual, Told(clock, $"{what} make {new TimeSpan(actual)} and not {new TimeSpan(expected)} of {told.Promised} at {at:O}"));
        }

        private string Told(Clock clock, string problem) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"Life {number}: {clock.Kind} {clock.Cycle} by {clock.Policy} and {clock.Calendar}, {clock.StartedAt:O} to {clock.DueAt:O}: {problem}.\n{string.Join("\n", story)}\n{string.Join("\n", clock.EarlierAims)}\n{string.Join("\n", clock.Pauses)}"
            );

        private DateTimeOffset Later(TimeSpan most) => now + TimeSpan.FromTicks(random.NextInt64(1, most.Ticks));

        private T Any<T>(T[] all) => all[random.Next(all.Length)];

        private static long Ticks(string duration) => WorkingDuration.Parse(duration).Ticks;
    }
}
