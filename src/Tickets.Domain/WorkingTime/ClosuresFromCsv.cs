using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

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
    /// <exception cref="CalendarRefused">
    /// <see cref="CalendarRefusal.NotACsvFile"/>, <see cref="CalendarRefusal.FieldMissing"/>, <see cref="CalendarRefusal.BadDate"/>,
    /// <see cref="CalendarRefusal.UnknownKind"/>, <see cref="CalendarRefusal.CalendarTooLarge"/>.
    /// </exception>
    public static IReadOnlyList<CalendarClosure> Read(string text)
    {
        text = text.TrimStart('\uFEFF');
        var header = text.Split('\n', 2)[0];
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = header.Contains(';', StringComparison.Ordinal) ? ";" : ",",
            TrimOptions = TrimOptions.Trim,
            PrepareHeaderForMatch = h => h.Header.Trim().ToLowerInvariant(),
            BadDataFound = _ => throw CalendarRefused.NotACsvFile(),
            MissingFieldFound = null,
        };
        using var reader = new CsvReader(new StringReader(text), configuration);
        if (!reader.Read() || !reader.ReadHeader() || reader.HeaderRecord is not { } columns || !columns.Any(c => c.Trim().Equals("date", StringComparison.OrdinalIgnoreCase)))
            throw CalendarRefused.NotACsvFile();
        List<CalendarClosure> closures = [];
        while (reader.Read())
        {
            if (closures.Count == ClosuresFromIcs.MostDates)
                throw CalendarRefused.CalendarTooLarge("dates in a file", "tanggal dalam berkas", ClosuresFromIcs.MostDates);
            var row = reader.Parser.Row.ToString(CultureInfo.InvariantCulture);
            var date = Dates.Read(Field("date") ?? throw CalendarRefused.FieldMissing($"date[{row}]"));
            var name = Field("name") ?? throw CalendarRefused.FieldMissing($"name[{row}]");
            closures.Add(new(date, Name: Named(name.Length > 200 ? name[..200] : name, Field("kind"))));
        }

        return [.. closures.OrderBy(c => c.Date)];

        string? Field(string column) => reader.TryGetField<string>(column, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;
    }

    private static string Named(string name, string? kind) =>
        kind?.ToLowerInvariant() switch
        {
            null or "libur nasional" or "libur-nasional" or "national" => name,
            "cuti bersama" or "cuti-bersama" or "collective-leave" => name.StartsWith(CollectiveLeave, StringComparison.OrdinalIgnoreCase) ? name : $"{CollectiveLeave} {name}",
            _ => throw CalendarRefused.UnknownKind(Quoted.Short(kind)),
        };
}
