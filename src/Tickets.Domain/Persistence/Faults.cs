using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Tickets.Domain.Persistence;

/// <summary>
/// What a database says when it cannot, told by its numbers. Its sentences stay inside: that of a broken unique key, for one, quotes the value, which can be a
/// citizen's name.
/// </summary>
public static class Faults
{
    // learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors; sqlite.org/rescode.html
    private const int DeadlockVictim = 1205;
    private const int SnapshotTooOld = 517;
    private static readonly HashSet<int> Twins = [2601, 2627, 2067, 1555];

    /// <summary>The number of a database's error within, SQL Server's or SQLite's extended one; 0 when there is none.</summary>
    public static int NumberOf(Exception? problem) =>
        Innermost(problem) switch
        {
            SqlException server => server.Number,
            SqliteException file => file.SqliteExtendedErrorCode,
            _ => 0,
        };

    /// <summary>The whole piece of work was undone and may be done again: two writers waited for each other, or somebody wrote since it began to read.</summary>
    public static bool MayBeDoneAgain(Exception problem) => NumberOf(problem) is DeadlockVictim or SnapshotTooOld;

    /// <summary>Something of that key is there already.</summary>
    public static bool IsTwin(Exception? problem) => Twins.Contains(NumberOf(problem));

    /// <summary>The same as it may be logged: of a database's error the number and the place, never the sentence.</summary>
    public static Exception ForTheLog(Exception problem) => Innermost(problem) is { } fault ? new DatabaseFault(fault.GetType().Name, NumberOf(fault), problem.StackTrace) : problem;

    /// <summary>The same in a few words that name nobody, for people who look for the cause: what sort of error, and the database's number where it is one of its own.</summary>
    public static string InShort(Exception problem) => Innermost(problem) is { } fault ? $"{fault.GetType().Name} {NumberOf(fault)}" : problem.GetType().Name;

    private static DbException? Innermost(Exception? problem)
    {
        DbException? found = null;
        for (var at = problem; at is not null; at = at.InnerException)
            found = at is AggregateException several ? several.InnerExceptions.Select(Innermost).FirstOrDefault(f => f is not null) ?? found : at as DbException ?? found;
        return found;
    }
}

/// <summary>An error of the database without its sentence.</summary>
/// <param name="what">What sort.</param>
/// <param name="number">Its number.</param>
/// <param name="where">Where it happened.</param>
public sealed class DatabaseFault(string what, int number, string? where) : Exception($"{what} {number}")
{
    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <inheritdoc/>
    public override string? StackTrace => where;
}
