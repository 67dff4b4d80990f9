using System.Diagnostics;
using Tickets.Domain.WorkingTime;

namespace Tickets.Benchmarks;

/// <summary>What an answer of the working calendar costs, whatever the span: time, and memory, which must be none.</summary>
internal static class CalendarAnswers
{
    private const int Questions = 4096;
    private const int Rounds = 200;
    private const int Repeats = 7;

    public static void Run()
    {
        var national = WorkingCalendar.Compile(NationalCalendar.Definition);
        var decreed = SplicedCalendar.Compile([(default, NationalCalendar.Definition), (new(2026, 3, 1), NationalCalendar.Definition), (new(2026, 8, 1), NationalCalendar.Definition)]);
        foreach (var (name, calendar) in (ReadOnlySpan<(string, WorkingCalendar)>)[("calendar", national), ("calendar.decreed", decreed)])
            foreach (var (span, days) in (ReadOnlySpan<(string, int)>)[("60d", 60), ("10y", 3652), ("20y", 7305)])
                Measure($"{name}.{{0}}.{span}", calendar, TimeSpan.FromDays(days));
    }

    private static void Measure(string name, WorkingCalendar calendar, TimeSpan span)
    {
        // Not Random.Shared: the same questions for each calendar.
        var random = new Random(2026);
        var from = new DateTimeOffset[Questions];
        var to = new DateTimeOffset[Questions];
        var worked = new WorkingDuration[Questions];
        var days = new WorkingDuration[Questions];
        for (var i = 0; i < Questions; i++)
        {
            from[i] = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 700));
            to[i] = from[i] + span;
            worked[i] = WorkingDuration.OfTime(calendar.Elapsed(from[i], to[i]));
            days[i] = WorkingDuration.OfWorkingDays((int)(span.TotalDays * 5 / 7));
            calendar.Due(from[i], days[i]);
        }

        var sink = 0L;
        Told("due", i => sink += calendar.Due(from[i], worked[i]).UtcTicks);
        Told("days", i => sink += calendar.Due(from[i], days[i]).UtcTicks);
        Told("elapsed", i => sink += calendar.Elapsed(from[i], to[i]).Ticks);
        GC.KeepAlive(sink);

        void Told(string question, Action<int> ask)
        {
            var best = double.MaxValue;
            var allocated = 0L;
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var began = Stopwatch.GetTimestamp();
                for (var round = 0; round < Rounds; round++)
                    for (var i = 0; i < Questions; i++)
                        ask(i);
                var took = Stopwatch.GetElapsedTime(began);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                best = Math.Min(best, took.TotalNanoseconds / (Rounds * Questions));
            }

            var named = string.Format(System.Globalization.CultureInfo.InvariantCulture, name, question);
            Figures.Print(named, best, "ns/answer");
            Figures.Print($"{named}.allocated", allocated / (double)(Rounds * Questions), "bytes/answer");
        }
    }
}
