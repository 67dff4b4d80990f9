using Microsoft.EntityFrameworkCore;

namespace Tickets.Domain.Persistence;

/// <summary>
/// Finds tickets by words of their subject. On SQLite by an index of every three letters (FTS5's trigrams), which triggers keep in step whoever writes; it stands beside the
/// model, since migrations know no such tables. Elsewhere, and for fewer letters than three, each subject is looked at.
/// </summary>
internal static class WordsOfTickets
{
    private const int Letters = 3;

    // It keeps a copy of the words: a row that it lacks is then no damage, and no writer is ever stopped by it.
    private static readonly (string Name, string Drop, string Create)[] Parts =
    [
        ("TicketWords", """DROP TABLE "TicketWords" """, """CREATE VIRTUAL TABLE "TicketWords" USING fts5("Subject", tokenize = 'trigram')"""),
        ("TicketWords_Added", """DROP TRIGGER "TicketWords_Added" """, $"""CREATE TRIGGER "TicketWords_Added" AFTER INSERT ON "Tickets" BEGIN {Adds} END"""),
        ("TicketWords_Removed", """DROP TRIGGER "TicketWords_Removed" """, $"""CREATE TRIGGER "TicketWords_Removed" AFTER DELETE ON "Tickets" BEGIN {Removes} END"""),
        (
            "TicketWords_Changed",
            """DROP TRIGGER "TicketWords_Changed" """,
            $"""CREATE TRIGGER "TicketWords_Changed" AFTER UPDATE OF "Subject" ON "Tickets" WHEN old."Subject" IS NOT new."Subject" BEGIN {Removes} {Adds} END"""
        ),
    ];

    private const string Adds = """INSERT OR REPLACE INTO "TicketWords" (rowid, "Subject") VALUES (new."Id", new."Subject");""";

    private const string Removes = """DELETE FROM "TicketWords" WHERE rowid = old."Id";""";

    /// <summary>Makes the index where it is missing in whole or in part: in a new file, and after a migration that made the table anew, which takes its triggers away.</summary>
    public static async Task Prepare(TicketsDb db, CancellationToken cancellation)
    {
        var there = await db.Database.SqlQuery<string>($"""SELECT name AS "Value" FROM sqlite_master WHERE name LIKE 'TicketWords%'""").ToListAsync(cancellation);
        if (Parts.All(p => there.Contains(p.Name)))
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var (name, drop, create) in Parts)
        {
            if (there.Contains(name))
                await db.Database.ExecuteSqlRawAsync(drop, cancellation);
            await db.Database.ExecuteSqlRawAsync(create, cancellation);
        }

        await db.Database.ExecuteSqlRawAsync("""INSERT INTO "TicketWords" (rowid, "Subject") SELECT "Id", "Subject" FROM "Tickets" """, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Those whose subject has these words in it, in capitals or not.</summary>
    public static IQueryable<Ticket> About(this IQueryable<Ticket> tickets, TicketsDb db, string words)
    {
        if (!db.Database.IsSqlite() || words.EnumerateRunes().Count() < Letters || words.Contains('\0', StringComparison.Ordinal))
        {
            var lower = words.ToLowerInvariant();
            return tickets.Where(t => TicketsDb.Lower(t.Subject).Contains(lower));
        }

        // One phrase, whatever stands in it.
        var phrase = "\"" + words.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        var found = db.Database.SqlQuery<long>($"""SELECT rowid AS "Value" FROM "TicketWords" WHERE "TicketWords" MATCH {phrase}""");
        return tickets.Where(t => found.Contains(t.Id));
    }
}
