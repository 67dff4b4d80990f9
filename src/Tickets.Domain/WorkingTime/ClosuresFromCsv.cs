using System.Globalization;
using System.Text;

namespace Tickets.Domain.WorkingTime;

/// <summary>
/// Reads whole days off from a table with the columns <c>date,name,kind</c>, in any order, the kind left out or empty where it does not matter; with commas or, as
/// Excel writes it in Indonesia, semicolons.
/// </summary>
/// <remarks>The kinds are <c>libur nasional</c> (or <c>national</c>) and <c>cuti bersama</c> (or <c>collective-leave</c>); collective leave is named so.</remarks>
public static class ClosuresFromCsv
{
    private const string CollectiveLeave = "Cuti bersama";

    /// <summary>The dates in order.</summary>
    /// <param name="file">The file as it came, UTF-8, or UTF-16 with its byte order mark.</param>
    /// <exception cref="CalendarRefused">
    /// <see cref="CalendarRefusal.NotACsvFile"/>, <see cref="CalendarRefusal.FieldMissing"/>, <see cref="CalendarRefusal.BadDate"/>,
    /// <see cref="CalendarRefusal.UnknownKind"/>, <see cref="CalendarRefusal.CalendarTooLarge"/>.
    /// </exception>
    public static IReadOnlyList<CalendarClosure> Read(ReadOnlySpan<byte> file)
    {
        var text = Encoding.UTF8.GetString(TextFiles.InUtf8(file));
        var separator = text.Split('\n', 2)[0].Contains(';', StringComparison.Ordinal) ? ';' : ',';
        using var rows = Rows(text, separator).GetEnumerator();
        List<string> columns = rows.MoveNext() ? rows.Current.ConvertAll(c => c.ToLowerInvariant()) : [];
        var (dates, names, kinds) = (columns.IndexOf("date"), columns.IndexOf("name"), columns.IndexOf("kind"));
        if (dates < 0 || names < 0)
            throw CalendarRefused.NotACsvFile();
        List<CalendarClosure> closures = [];
        for (var row = 2; rows.MoveNext(); row++)
        {
            // Spreadsheets write separators for rows that are empty.
            if (rows.Current.TrueForAll(f => f.Length == 0))
                continue;
            if (closures.Count == ClosuresFromIcs.MostDates)
                throw CalendarRefused.CalendarTooLarge("dates in a file", "tanggal dalam berkas", ClosuresFromIcs.MostDates);
            var at = row.ToString(CultureInfo.InvariantCulture);
            var date = Dates.Read(Field(rows.Current, dates) ?? throw CalendarRefused.FieldMissing($"date[{at}]"));
            var name = Field(rows.Current, names) ?? throw CalendarRefused.FieldMissing($"name[{at}]");
            closures.Add(new(date, Name: Named(Quoted.AtMost(name, 200), Field(rows.Current, kinds))));
        }

        return [.. closures.OrderBy(c => c.Date)];
    }

    private static string? Field(List<string> row, int column) => column >= 0 && column < row.Count && row[column].Length > 0 ? row[column] : null;

    // RFC 4180: a field in quotes may hold separators, line ends and doubled quotes.
    private static IEnumerable<List<string>> Rows(string text, char separator)
    {
        List<string> row = [];
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (quoted || (text[i] != separator && text[i] is not '\n' and not '\r'))
                field.Append(text[i]);
            else if (text[i] == separator)
                Take();
            else if (text[i] == '\n')
            {
                Take();
                yield return row;
                row = [];
            }
        }

        if (quoted)
            throw CalendarRefused.NotACsvFile();
        if (field.Length > 0 || row.Count > 0)
        {
            Take();
            yield return row;
        }

        void Take()
        {
            row.Add(field.ToString().Trim());
            field.Clear();
        }
    }

    private static string Named(string name, string? kind) =>
        kind?.ToLowerInvariant() switch
        {
            null or "libur nasional" or "libur-nasional" or "national" => name,
            "cuti bersama" or "cuti-bersama" or "collective-leave" => name.StartsWith(CollectiveLeave, StringComparison.OrdinalIgnoreCase) ? name : $"{CollectiveLeave} {name}",
            _ => throw CalendarRefused.UnknownKind(Quoted.Short(kind)),
        };
}
