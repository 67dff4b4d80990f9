using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tickets.Domain.WorkingTime;

/// <summary>
/// The JSON of a calendar. Written by hand because each way to get it wrong has its own named refusal, which attributes cannot give.
/// </summary>
internal sealed class WorkingCalendarJson : JsonConverter<WorkingCalendarDefinition>
{
    public override WorkingCalendarDefinition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadCalendar(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, WorkingCalendarDefinition value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("timeZone", value.TimeZone);
        WriteWeek(writer, value.Hours);
        writer.WriteStartArray("seasons");
        foreach (var season in value.Seasons)
            WriteSeason(writer, season);
        writer.WriteEndArray();
        writer.WriteStartArray("closures");
        foreach (var closure in value.Closures)
            WriteClosure(writer, closure);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static WorkingCalendarDefinition ReadCalendar(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw CalendarRefused.NotACalendar();
        try
        {
            return ReadFields(json);
        }
        catch (InvalidOperationException)
        {
            // Well-formed JSON can hold an escape that is half a character ("\ud800"), which no string can.
            throw CalendarRefused.NotACalendar();
        }
    }

    private static WorkingCalendarDefinition ReadFields(JsonElement json)
    {
        var fields = new Fields(json, "", "timeZone", "hours", "seasons", "closures");
        return new()
        {
            TimeZone = fields.Text("timeZone") ?? throw CalendarRefused.FieldMissing("timeZone"),
            Hours = fields.Find("hours", out var hours) ? ReadWeek(hours, "hours") : new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>>(),
            Seasons = fields.Find("seasons", out var seasons) ? ReadList(seasons, "seasons", ReadSeason) : [],
            Closures = fields.Find("closures", out var closures) ? ReadList(closures, "closures", ReadClosure) : [],
        };
    }

    private static CalendarSeason ReadSeason(JsonElement json, string path)
    {
        var fields = new Fields(json, path, "name", "from", "to", "hours");
        var from = Dates.Read(fields.Text("from") ?? throw CalendarRefused.FieldMissing($"{path}.from"));
        var to = Dates.Read(fields.Text("to") ?? throw CalendarRefused.FieldMissing($"{path}.to"));
        if (!fields.Find("hours", out var hours))
            throw CalendarRefused.FieldMissing($"{path}.hours");
        return new(from, to, ReadWeek(hours, $"{path}.hours"), fields.Text("name"));
    }

    private static CalendarClosure ReadClosure(JsonElement json, string path)
    {
        var fields = new Fields(json, path, "date", "name", "from", "to");
        var date = Dates.Read(fields.Text("date") ?? throw CalendarRefused.FieldMissing($"{path}.date"));
        TimeSpan? from = fields.Text("from") is { } opening ? TimesOfDay.Read(opening) : null;
        TimeSpan? to = fields.Text("to") is { } closing ? TimesOfDay.Read(closing) : null;
        return new(date, from, to, fields.Text("name"));
    }

    private static Dictionary<DayOfWeek, IReadOnlyList<HourSpan>> ReadWeek(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw CalendarRefused.WrongType(path, "an object of weekdays", "objek berisi nama hari");
        var week = new Dictionary<DayOfWeek, IReadOnlyList<HourSpan>>();
        foreach (var day in json.EnumerateObject())
        {
            if (!week.TryAdd(Weekdays.Read(day.Name), ReadList(day.Value, $"{path}.{day.Name}", ReadSpan)))
                throw CalendarRefused.FieldGivenTwice($"{path}.{day.Name}");
        }
        return week;
    }

    private static HourSpan ReadSpan(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != 2 || json[0].ValueKind != JsonValueKind.String || json[1].ValueKind != JsonValueKind.String)
            throw CalendarRefused.WrongType(path, "two times such as [\"07:30\",\"12:00\"]", "dua jam seperti [\"07:30\",\"12:00\"]");
        return HourSpan.Between(json[0].GetString()!, json[1].GetString()!);
    }

    private static List<T> ReadList<T>(JsonElement json, string path, Func<JsonElement, string, T> readItem)
    {
        if (json.ValueKind != JsonValueKind.Array)
            throw CalendarRefused.WrongType(path, "a list", "daftar");
        var items = new List<T>(json.GetArrayLength());
        foreach (var item in json.EnumerateArray())
            items.Add(readItem(item, $"{path}[{items.Count}]"));
        return items;
    }

    private static void WriteWeek(Utf8JsonWriter writer, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<HourSpan>> week)
    {
        writer.WriteStartObject("hours");
        // People read a week from Monday.
        for (var i = 1; i <= 7; i++)
        {
            var day = (DayOfWeek)(i % 7);
            if (!week.TryGetValue(day, out var spans))
                continue;
            writer.WriteStartArray(Weekdays.English(day));
            foreach (var span in spans)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(TimesOfDay.Write(span.From));
                writer.WriteStringValue(TimesOfDay.Write(span.To));
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void WriteSeason(Utf8JsonWriter writer, CalendarSeason season)
    {
        writer.WriteStartObject();
        if (season.Name is not null)
            writer.WriteString("name", season.Name);
        writer.WriteString("from", Dates.Write(season.From));
        writer.WriteString("to", Dates.Write(season.To));
        WriteWeek(writer, season.Hours);
        writer.WriteEndObject();
    }

    private static void WriteClosure(Utf8JsonWriter writer, CalendarClosure closure)
    {
        writer.WriteStartObject();
        writer.WriteString("date", Dates.Write(closure.Date));
        if (closure.From is { } from)
            writer.WriteString("from", TimesOfDay.Write(from));
        if (closure.To is { } to)
            writer.WriteString("to", TimesOfDay.Write(to));
        if (closure.Name is not null)
            writer.WriteString("name", closure.Name);
        writer.WriteEndObject();
    }

    /// <summary>The fields of one object, each known and given once; null counts as left out.</summary>
    private readonly struct Fields
    {
        private readonly Dictionary<string, JsonElement> values = [];
        private readonly string prefix;

        public Fields(JsonElement json, string path, params ReadOnlySpan<string> known)
        {
            if (json.ValueKind != JsonValueKind.Object)
                throw CalendarRefused.WrongType(path, "an object", "objek");
            prefix = path.Length == 0 ? "" : path + ".";
            foreach (var field in json.EnumerateObject())
            {
                if (!known.Contains(field.Name))
                    throw CalendarRefused.UnknownField(prefix + Quoted.Short(field.Name));
                if (!values.TryAdd(field.Name, field.Value))
                    throw CalendarRefused.FieldGivenTwice(prefix + field.Name);
            }
        }

        public bool Find(string name, out JsonElement value) => values.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;

        public string? Text(string name)
        {
            if (!Find(name, out var value))
                return null;
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw CalendarRefused.WrongType(prefix + name, "a text", "teks");
        }
    }
}
