namespace Tickets.Domain.WorkingTime;

/// <summary>
/// Several versions of one calendar as the single calendar that they make together: each date is counted by the newest version whose date has come.
/// </summary>
/// <remarks>
/// <para>
/// A decree of 1 December that takes effect on 24 December changes no date before the 24th. Written as one definition: the newest version as it is from its date
/// on; before that, each older version's ordinary week as a season without a name over the dates that are its own. Seasons belong to the date on which a span
/// starts and closures to their own date, so nothing else changes, and the result is counted as fast as any other calendar.
/// </para>
/// <para>A later version may take effect on an earlier date than the one before it: it then replaces that one altogether.</para>
/// </remarks>
public static class SplicedCalendar
{
    private static readonly DateOnly FirstDate = new(1970, 1, 1);
    private static readonly DateOnly LastDate = new(2200, 12, 31);

    /// <summary>The one definition.</summary>
    /// <param name="versions">Oldest version first, with the first date that each counts; the first version counts from the beginning whatever its date.</param>
    /// <exception cref="CalendarRefused"><see cref="CalendarRefusal.TimeZoneChanged"/>: a date of one zone is not a date of another.</exception>
    public static WorkingCalendarDefinition Definition(IReadOnlyList<(DateOnly From, WorkingCalendarDefinition Definition)> versions)
    {
        var newest = versions[^1].Definition;
        if (versions.FirstOrDefault(v => v.Definition.TimeZone != newest.TimeZone) is { Definition: { } other })
            throw CalendarRefused.TimeZoneChanged(other.TimeZone, newest.TimeZone);
        List<CalendarSeason> seasons = [];
        List<CalendarClosure> closures = [];
        var until = LastDate;
        for (var i = versions.Count - 1; i >= 0; i--)
        {
            var from = i == 0 || versions[i].From < FirstDate ? FirstDate : versions[i].From;
            if (from > until)
                continue;
            Take(versions[i].Definition, from, until, ordinaryWeekIsASeason: i < versions.Count - 1, seasons, closures);
            if (from == FirstDate)
                break;
            until = from.AddDays(-1);
        }

        return newest with { Seasons = seasons, Closures = closures };
    }

    /// <summary>The calendar, ready for questions.</summary>
    /// <inheritdoc cref="Definition"/>
    public static WorkingCalendar Compile(IReadOnlyList<(DateOnly From, WorkingCalendarDefinition Definition)> versions) =>
        versions.Count == 1 ? WorkingCalendar.Compile(versions[0].Definition) : WorkingCalendar.CompileSpliced(Definition(versions));

    private static void Take(
        WorkingCalendarDefinition definition,
        DateOnly from,
        DateOnly until,
        bool ordinaryWeekIsASeason,
        List<CalendarSeason> seasons,
        List<CalendarClosure> closures
    )
    {
        var next = from;
        foreach (var season in definition.Seasons.Where(s => s.From <= until && s.To >= from).OrderBy(s => s.From))
        {
            var clipped = season with { From = season.From < from ? from : season.From, To = season.To > until ? until : season.To };
            if (ordinaryWeekIsASeason && next < clipped.From)
                seasons.Add(new(next, clipped.From.AddDays(-1), definition.Hours));
            seasons.Add(clipped);
            next = clipped.To.AddDays(1);
        }

        if (ordinaryWeekIsASeason && next <= until)
            seasons.Add(new(next, until, definition.Hours));
        closures.AddRange(definition.Closures.Where(c => c.Date >= from && c.Date <= until));
    }
}
