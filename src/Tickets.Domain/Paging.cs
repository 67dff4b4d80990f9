using System.Globalization;

namespace Tickets.Domain;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which page of a list: by cursor, so that rows that arrive meanwhile shift nothing and a late page costs as little as the first.</summary>
/// <param name="Cursor">As the page before told it; null for the first.</param>
/// <param name="Limit">1 to 200 rows; 50 unless told.</param>
public sealed record PageOf(string? Cursor, int? Limit)
{
    private const int Most = 200;

    /// <summary>How many rows.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for none or too many.</exception>
    public int Take =>
        Limit is < 1 or > Most
            ? throw new RefusedException(Refusal.Invalid, ("detail", "request.limit"), ("most", Most.ToString(CultureInfo.InvariantCulture)))
            : Limit ?? 50;

    /// <summary>The sort value and id of the last row of the page before; null for the first page.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for a cursor nobody gave.</exception>
    public (long Sort, long Id)? After
    {
        get
        {
            if (string.IsNullOrEmpty(Cursor))
                return null;
            var parts = Cursor.Split('.');
            return parts.Length == 2
                && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sort)
                && long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
                ? (sort, id)
                : throw new RefusedException(Refusal.Invalid, ("detail", "request.cursor"));
        }
    }

    /// <summary>Cuts a list that was read with one row more than <see cref="Take"/>.</summary>
    public Page<T> Cut<T>(List<T> rows, Func<T, (long Sort, long Id)> key)
    {
        if (rows.Count <= Take)
            return new Page<T>(rows, null);
        rows.RemoveRange(Take, rows.Count - Take);
        var (sort, id) = key(rows[^1]);
        return new Page<T>(rows, $"{sort.ToString(CultureInfo.InvariantCulture)}.{id.ToString(CultureInfo.InvariantCulture)}");
    }
}
