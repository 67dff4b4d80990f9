using System.Text;
using Tickets.Domain;

namespace Tickets.UnitTests;

/// <summary>docs/ticket-life.md is drawn from the table of moves. TICKETS_WRITE_SNAPSHOTS=1 draws it anew.</summary>
public sealed class TicketLifePageTests
{
    private static readonly Dictionary<TicketStatus, string> Statuses = new()
    {
        [TicketStatus.New] = "opened, at no directorate yet",
        [TicketStatus.Assigned] = "at a directorate: with an officer, or waiting in its queue",
        [TicketStatus.InProgress] = "somebody has answered and works on it",
        [TicketStatus.WaitingOnCitizen] = "the citizen was asked; the resolution clock stands",
        [TicketStatus.Resolved] = "the matter is answered; closes by itself after ten days unless the citizen objects",
        [TicketStatus.Closed] = "ended",
        [TicketStatus.Referred] = "another agency's matter; ended here",
        [TicketStatus.Invalid] = "turned out to be no complaint; ended",
    };

    private static readonly Dictionary<Move, (string Verb, string Words)> Verbs = new()
    {
        [Move.Route] = ("route", "The rules bring it to a directorate, and there to an officer if one is on duty."),
        [Move.Assign] = ("assign", "To an officer of the same directorate, or back into its queue."),
        [Move.Transfer] = ("transfer", "To another directorate with an instruction; the promise to the citizen stands."),
        [Move.Answer] = ("answer", "Words of a person to the citizen; the first meet the first response."),
        [Move.Ask] = ("ask", "A question to the citizen; the resolution clock stands until the citizen writes."),
        [Move.Classify] = ("classify", "Another topic, priority, SP4N class or region; running clocks are aimed anew where another policy judges then."),
        [Move.Hear] = ("hear", "The citizen writes. An objection to an answer also reopens the ticket."),
        [Move.HearLate] = ("hear late", "Words arrive that are no answer to the question: the citizen wrote them before it, or somebody else did. The wait goes on."),
        [Move.Resolve] = ("resolve", "The matter is answered; the citizen is told."),
        [Move.Close] = ("close", "Nobody objected in ten days, or staff closes it."),
        [Move.Reopen] = ("reopen", "By an objection of the citizen or by staff; a new cycle of the resolution clock starts and the old one is kept."),
        [Move.Refer] = ("refer", "To another agency; the citizen is told where to go."),
        [Move.Invalidate] = ("invalidate", "It was no ticket; its promises fall away."),
        [Move.Merge] = ("merge", "Into another ticket of the same citizen, where it lives on: an open one only into an open one, a resolved one into a resolved one too."),
    };

    [Fact]
    public void The_page_shows_the_table_of_moves_as_it_is()
    {
        var file = Path.Combine(Root(), "docs", "ticket-life.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("TICKETS_WRITE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, page);
        }

        Assert.True(File.Exists(file), "docs/ticket-life.md is missing: run the tests with TICKETS_WRITE_SNAPSHOTS=1.");
        Assert.True(page == File.ReadAllText(file).ReplaceLineEndings("\n"), "docs/ticket-life.md is stale: run the tests with TICKETS_WRITE_SNAPSHOTS=1 and read what changed.");
    }

    private static string Page()
    {
        var page = new StringBuilder();
        Line("# The life of a ticket");
        Line();
        Line("Drawn by a test from the table of moves in `src/Tickets.Domain/Ticket.cs`; do not edit. What is not here is refused as `MoveNotAllowed`.");
        Line();
        Line("```mermaid");
        Line("stateDiagram-v2");
        Line("    [*] --> New: open");
        foreach (var (from, to, moves) in Arrows())
            Line($"    {from} --> {to}: {string.Join(", ", moves.Select(m => Verbs[m].Verb))}");
        foreach (var ended in Statuses.Keys.Where(s => s is TicketStatus.Closed or TicketStatus.Referred or TicketStatus.Invalid))
            Line($"    {ended} --> [*]");
        Line("```");
        Line();
        Line("| status | means |");
        Line("|---|---|");
        foreach (var (status, means) in Statuses)
            Line($"| {status} | {means} |");
        Line();
        Line("| move | from | to | what happens |");
        Line("|---|---|---|---|");
        foreach (var (move, from, to) in Ticket.Moves)
            Line($"| {Verbs[move].Verb} | {string.Join(", ", from)} | {to?.ToString() ?? "stays"} | {Verbs[move].Words} |");
        Line();
        Line("A merged ticket is `Closed` and allows no move at all, not even reopening: every one is refused as `TicketWasMerged`, which names the ticket it");
        Line("lives on in. Notes that no citizen sees can be written in every status. An objection of the citizen to a resolved ticket is heard and reopens it");
        Line("in one step. Before any move the clocks write down what has passed, each warning and breach at its own instant; a refused move changes nothing.");
        return page.ToString();

        void Line(string text = "") => page.Append(text).Append('\n');
    }

    // One arrow for all moves between the same two statuses, in the order of the table.
    private static IEnumerable<(TicketStatus From, TicketStatus To, IEnumerable<Move> Moves)> Arrows() =>
        from status in Statuses.Keys
        from arrow in Ticket.Moves.Where(m => m.From.Contains(status)).GroupBy(m => m.To ?? status)
        select (status, arrow.Key, arrow.Select(m => m.Move));

    private static string Root()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Tickets.sln")))
                return directory.FullName;
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
