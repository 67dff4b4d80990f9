namespace Tickets.Domain.Reporting;

/// <summary>
/// The statistics of one group of tickets. Working hours are those of each clock's own calendar: an urgent ticket's are counted round the clock.
/// </summary>
/// <remarks>
/// <para>Every ticket is counted once on each of these two lines, so both add up:</para>
/// <code>
/// received = merged + invalid + answeredInTime + answeredLate + unanswered
/// received = merged + invalid + referred + resolvedInTime + resolvedLate + unresolved
/// </code>
/// <para>
/// A ticket that is merged or invalid as it stands now has no promises to count. One that is referred was answered, but its resolution fell away. The
/// first response is judged by its last cycle (a second one begins only when a ticket is reopened that was found invalid before anybody had answered);
/// the resolution by the first cycle that did not fall away; what a reopening adds is counted in <see cref="Reopened"/> and, if it is late, in
/// <see cref="Breached"/>.
/// </para>
/// <para>
/// Percentiles are by nearest rank: of n values in ascending order the one at rank ⌈p · n⌉. It is always a value that occurred; the median of an even
/// number is the lower of the two in the middle: of 1, 2, 3 and 10 hours the median is 2 and the 90th percentile 10.
/// </para>
/// </remarks>
/// <param name="Key">The group, name by value (<c>{"directorate": "JAMSOS", "month": "2026-11"}</c>); a value is null for tickets that have none. Empty for all.</param>
/// <param name="Received">Tickets opened in the period.</param>
/// <param name="Merged">Of these, live on in another ticket.</param>
/// <param name="Invalid">Of these, found to be none.</param>
/// <param name="Referred">Of these, at another agency.</param>
/// <param name="Reopened">Reopenings of these: cycles of the resolution after the first.</param>
/// <param name="AnsweredInTime">First words of a person at the due time or before.</param>
/// <param name="AnsweredLate">First words of a person after the due time.</param>
/// <param name="Unanswered">No words of a person yet.</param>
/// <param name="UnansweredOverdue">Of the unanswered, past the due time.</param>
/// <param name="ResolvedInTime">Resolved at the due time or before.</param>
/// <param name="ResolvedLate">Resolved after the due time.</param>
/// <param name="Unresolved">Not resolved yet, those that wait on the citizen included.</param>
/// <param name="UnresolvedOverdue">Of the unresolved, past the due time.</param>
/// <param name="Breached">Tickets, neither merged nor invalid, with a broken promise to the citizen (first or next response, resolution) in any cycle.</param>
/// <param name="FirstResponseMedianHours">Working hours to the first response, 50th percentile, to a hundredth; null when nobody was answered.</param>
/// <param name="FirstResponseP90Hours">Working hours to the first response, 90th percentile.</param>
/// <param name="ResolutionMedianHours">Working hours to the resolution without waiting on the citizen, 50th percentile; null when nothing was resolved.</param>
/// <param name="ResolutionP90Hours">Working hours to the resolution, 90th percentile.</param>
/// <param name="Backlog">
/// Tickets opened at any time before the period's end and at its end neither resolved nor ended; one reopened by then is open again. In a group by month, at the
/// end of that month or of the period, whichever is sooner: backlogs of months do not add up to the whole.
/// </param>
public sealed record SlaFigures(
    IReadOnlyDictionary<string, string?> Key,
    int Received,
    int Merged,
    int Invalid,
    int Referred,
    int Reopened,
    int AnsweredInTime,
    int AnsweredLate,
    int Unanswered,
    int UnansweredOverdue,
    int ResolvedInTime,
    int ResolvedLate,
    int Unresolved,
    int UnresolvedOverdue,
    int Breached,
    double? FirstResponseMedianHours,
    double? FirstResponseP90Hours,
    double? ResolutionMedianHours,
    double? ResolutionP90Hours,
    int Backlog
);

/// <summary>Counts the tickets of one group.</summary>
internal sealed class SlaTally(IReadOnlyDictionary<string, string?> key)
{
    private readonly PromiseTally answers = new();
    private readonly PromiseTally resolutions = new();
    private int received;
    private int merged;
    private int invalid;
    private int referred;
    private int reopened;
    private int breached;
    private int backlog;

    /// <summary>A ticket that was opened in the period, with all its clocks.</summary>
    public void Count(TicketFacts ticket, IReadOnlyList<ClockFacts> clocks, DateTimeOffset now)
    {
        received++;
        reopened += clocks.Count(c => c.Kind == ClockKind.Resolution && c.Cycle > 1);
        if (ticket.Merged)
        {
            merged++;
            return;
        }

        if (ticket.Status == TicketStatus.Invalid)
        {
            invalid++;
            return;
        }

        // What the ministry promises itself, in the inbox and between directorates, no citizen was told.
        if (clocks.Any(c => c.Kind is not (ClockKind.Triage or ClockKind.Custody) && c.BrokenBy(now) is not null))
            breached++;
        answers.Count(clocks.Where(c => c.Kind == ClockKind.FirstResponse).MaxBy(c => c.Cycle), now);
        if (ticket.Status == TicketStatus.Referred)
            referred++;
        else
            resolutions.Count(clocks.Where(c => c.Kind == ClockKind.Resolution && c.StoppedAt is null).MinBy(c => c.Cycle), now);
    }

    /// <summary>A ticket that was open at the end.</summary>
    public void CountOpen() => backlog++;

    /// <summary>What came of it.</summary>
    public SlaFigures Figures() =>
        new(
            key,
            received,
            merged,
            invalid,
            referred,
            reopened,
            answers.InTime,
            answers.Late,
            answers.Open,
            answers.Overdue,
            resolutions.InTime,
            resolutions.Late,
            resolutions.Open,
            resolutions.Overdue,
            breached,
            answers.HoursAt(50),
            answers.HoursAt(90),
            resolutions.HoursAt(50),
            resolutions.HoursAt(90),
            backlog
        );
}

/// <summary>How one kind of promise was kept.</summary>
internal sealed class PromiseTally
{
    private readonly List<long> used = [];

    public int InTime { get; private set; }

    public int Late => used.Count - InTime;

    public int Open { get; private set; }

    public int Overdue { get; private set; }

    public void Count(ClockFacts? clock, DateTimeOffset now)
    {
        if (clock is { MetAt: { } met, Used: { } time })
        {
            used.Add(time.Ticks);
            InTime += met <= clock.DueAt ? 1 : 0;
        }
        else
        {
            Open++;
            Overdue += clock?.BrokenBy(now) is null ? 0 : 1;
        }
    }

    /// <summary>The percentile by nearest rank, in hours to a hundredth; whole-number arithmetic, for 0.9 × 10 must not be 10.</summary>
    public double? HoursAt(int percent)
    {
        if (used.Count == 0)
            return null;
        used.Sort();
        var rank = (int)(((long)percent * used.Count + 99) / 100);
        return Math.Round(used[rank - 1] / (double)TimeSpan.TicksPerHour, 2);
    }
}
