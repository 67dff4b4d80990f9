using System.Text.Json;
using Tickets.Domain;
using Tickets.Domain.Sla;
using Tickets.Domain.WorkingTime;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Sla;

/// <summary>Why is it due then? The answer adds up.</summary>
public sealed class ExplainTests : IAsyncLifetime
{
    private ADatabase database = null!;

    public async Task InitializeAsync() => database = await ADatabase.Fresh();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Closures_and_seasons_are_named_and_equal_days_are_one_line()
    {
        // Ramadan 1447, with Nyepi, Idul Fitri and their leave on the way.
        var clock = await Resolution(ATicket.Opened(Wib.At("2026-03-12 10:15")).Routed("JAMSOS"), Wib.At("2026-03-13 09:00"));

        Assert.Equal(Wib.At("2026-03-26 16:00"), clock.DueAt);
        Assert.Equal(
            ["Cuti bersama Nyepi 2026-03-18", "Nyepi 1948 2026-03-19", "Cuti bersama Idul Fitri 2026-03-20", "Cuti bersama Idul Fitri 2026-03-23", "Cuti bersama Idul Fitri 2026-03-24"],
            clock.Closures.Select(c => $"{c.Name} {c.Date:yyyy-MM-dd}")
        );
        var season = Assert.Single(clock.Seasons);
        Assert.Contains("Ramadan", season, StringComparison.Ordinal);
        Assert.Equal(
            ["03-12..03-12 1 PT4H15M", "03-13..03-13 1 PT6H30M", "03-16..03-17 2 PT6H30M", "03-25..03-26 2 PT7H30M"],
            clock.Runs.Select(r => $"{r.From:MM-dd}..{r.To:MM-dd} {r.Days} {r.Each}")
        );
        Assert.Equal(["10:15", "12:00"], clock.Runs[0].Hours[0]);
        AddsUp(clock);
    }

    [Theory]
    [InlineData("2026-07-06 09:00:00.1234567", "2026-07-07 11:11:11.7654321")]
    [InlineData("2026-07-05 03:00", "2026-07-13 16:00")]
    [InlineData("2026-07-06 09:00", "2026-07-20 10:00")]
    public async Task What_was_used_and_what_is_left_are_what_was_promised(string opened, string now) =>
        AddsUp(await Resolution(ATicket.Opened(Wib.At(opened)).Routed("JAMSOS"), Wib.At(now)));

    [Theory]
    [InlineData(Priority.Normal)]
    [InlineData(Priority.Urgent)]
    public async Task Pauses_are_left_out(Priority priority)
    {
        var ticket = ATicket.Opened(Wib.At("2026-07-06 09:00:00.0000003"), priority: priority).Routed("JAMSOS");
        ticket.Asked(Wib.At("2026-07-06 11:30:00.5")).Heard(Wib.At("2026-07-08 13:07:00.0000001")).Asked(Wib.At("2026-07-08 14:00"));
        var clock = await Resolution(ticket, Wib.At("2026-07-09 10:00"));

        Assert.Equal(2, clock.Pauses.Count);
        Assert.All(clock.Pauses, p => Assert.Equal("waiting-on-citizen", p.Cause));
        Assert.NotNull(clock.PausedSince);
        AddsUp(clock);
    }

    [Fact]
    public async Task Round_the_clock_is_told_day_by_day()
    {
        var clock = await Resolution(ATicket.Opened(Wib.At("2026-07-06 09:00"), priority: Priority.Urgent).Routed("JAMSOS"), Wib.At("2026-07-06 09:30"));

        Assert.Equal("PT24H", clock.Promised);
        AddsUp(clock);
    }

    [Fact]
    public async Task A_decree_is_explained_by_the_version_it_made()
    {
        var number = await Kept(ATicket.Opened(Wib.At("2026-07-06 09:00")).Routed("JAMSOS"));
        var leave = NationalCalendar.Definition with { Closures = [.. NationalCalendar.Definition.Closures, new(new(2026, 7, 10), TimeSpan.FromHours(11), TimeSpan.FromHours(24), "Setengah hari")] };
        await database.Send(
            new DecreeCalendar("NASIONAL", null, JsonElement.Parse(JsonSerializer.Serialize(leave)), "2026-07-08", "SKB uji", false, ADatabase.Administrator, Wib.At("2026-07-07 09:00"))
        );
        while (await database.Send(new RecountClocks(Wib.At("2026-07-07 09:00"), 10)) > 0) { }

        var clock = (await database.Send(new ExplainClocks(number, ADatabase.Administrator, Wib.At("2026-07-07 10:00")))).Single(c => c.Kind == ClockKind.Resolution);

        Assert.Equal("NASIONAL@2", clock.Calendar);
        var skipped = Assert.Single(clock.Closures);
        Assert.Equal(("Setengah hari", "11:00", "24:00", "PT4H"), (skipped.Name, skipped.From, skipped.To, skipped.Length));
        Assert.Empty(clock.Seasons);
        AddsUp(clock);
    }

    private static void AddsUp(ExplainedClock clock)
    {
        var promised = Ticks(clock.Promised);
        Assert.Equal(promised, clock.Spans.Sum(s => s.Length.Ticks));
        Assert.Equal(promised, clock.Runs.Sum(r => Ticks(r.Total)));
        Assert.All(clock.Runs, r => Assert.Equal(Ticks(r.Total), Ticks(r.Each) * r.Days));
        Assert.Equal(promised, Ticks(clock.Used) + Ticks(clock.Left!) - (clock.Over is { } over ? Ticks(over) : 0));
    }

    private static long Ticks(string duration) => WorkingDuration.Parse(duration).Ticks;

    private async Task<ExplainedClock> Resolution(ATicket ticket, DateTimeOffset now)
    {
        var number = await Kept(ticket);
        return (await database.Send(new ExplainClocks(number, ADatabase.Administrator, now))).Single(c => c.Kind == ClockKind.Resolution);
    }

    private async Task<string> Kept(ATicket ticket)
    {
        await database.Look(db => Task.FromResult(ticket.AddTo(db)));
        return ticket.Ticket.Number;
    }
}
