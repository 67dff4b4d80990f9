using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Tickets.Domain;
using Tickets.IntegrationTests.Contract;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Sla;

/// <summary>Holidays and decrees as they look from outside, in November 2026.</summary>
public sealed class HolidaysByHttp : IAsyncLifetime
{
    private const string Ics =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Natal\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\n"
        + "BEGIN:VEVENT\r\nSUMMARY:Tahun Baru 2027\r\nDTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20270102\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    // The dates below are to come, whenever this runs.
    private readonly ApiInTime api = new(new AStandingClock(Wib.At("2026-11-20 10:00")));
    private HttpClient administrator = null!;

    public async Task InitializeAsync() => administrator = await api.With(Roles.Administrator);

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_file_of_holidays_is_shown_first_and_then_makes_a_version()
    {
        var (status, preview) = await Import(administrator, "format=ics&preview=true", Ics);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["2027-01-01"], preview["added"]!.AsArray().Select(c => (string?)c!["date"]));
        Assert.Equal(["2026-12-25"], preview["alreadyThere"]!.AsArray().Select(c => (string?)c!["date"]));
        Assert.Equal(0, (int)preview["effect"]!["clocksMoved"]!);
        Assert.Equal(1, (int)JsonNode.Parse(await administrator.GetStringAsync("api/v1/calendars/NASIONAL"))!["version"]!);

        (status, var imported) = await Import(administrator, "format=ics&reason=SKB%202027", Ics);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("SKB 2027", "2027-01-01"), ((string?)imported["version"]!["reason"], (string?)imported["version"]!["effectiveOn"]));

        var version = await Eventually.Finds(
            "the workers went through it",
            TimeSpan.FromSeconds(30),
            async () => JsonNode.Parse(await administrator.GetStringAsync("api/v1/calendars/NASIONAL/versions/2")) is { } now && (string?)now["state"] is "Done" or "done" ? now : null
        );
        Assert.Equal((0, 0), ((int)version["total"]!, (int)version["moved"]!));
        var due = await administrator.PostAsJsonAsync("api/v1/working-time/due", new { calendar = "NASIONAL", from = "2026-12-31T10:00:00+07:00", duration = "P1WD" });
        Assert.Equal("2027-01-04T16:00:00+07:00", (string?)JsonNode.Parse(await due.Content.ReadAsStringAsync())!["due"]);

        (status, var again) = await Import(administrator, "format=ics", Ics);
        Assert.Equal((HttpStatusCode.OK, 0), (status, again["added"]!.AsArray().Count));
        Assert.Null(again["version"]);
    }

    [Theory]
    [InlineData("format=ics", "date,name\n2027-01-01,x", 400, "NotAnIcsFile")]
    [InlineData("format=csv", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", 400, "NotACsvFile")]
    [InlineData("format=xls", "", 400, "Invalid")]
    [InlineData("format=ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART:99991230\r\nDURATION:P5D\r\nEND:VEVENT\r\nEND:VCALENDAR", 400, "DateOutOfRange")]
    [InlineData("format=csv", "date,name,kind\n2027-02-30,x,", 400, "BadDate")]
    [InlineData("format=csv&effectiveFrom=besok", "date,name,kind\n2027-02-03,x,", 400, "BadDate")]
    public async Task What_cannot_be_read_is_refused_by_name(string query, string body, int status, string refusal)
    {
        var (answered, problem) = await Import(administrator, query, body);
        Assert.Equal((status, refusal), ((int)answered, (string?)problem["refusal"]));
    }

    [Fact]
    public async Task What_is_not_allowed_or_not_there_is_refused()
    {
        using var officer = await api.With(Roles.Officer);
        Assert.Equal(HttpStatusCode.Forbidden, (await Import(officer, "format=ics", Ics)).Status);
        using var reporting = await api.With(Roles.Reporting);
        Assert.Equal(HttpStatusCode.OK, (await reporting.PostAsJsonAsync("api/v1/sla-policies/simulation", new { from = "2026-01-01", to = "2026-06-01" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.PostAsJsonAsync("api/v1/sla-policies/simulation", new { from = "2026-01-01" })).StatusCode);
        var stale = new { definition = new { timeZone = "Asia/Jakarta", hours = new { monday = new[] { new[] { "07:30", "16:00" } } } }, effectiveFrom = "2027-06-01", reason = "SKB", version = 99 };
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.PostAsJsonAsync("api/v1/calendars/NASIONAL/versions?preview=true", stale)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync(new Uri("api/v1/calendars/NASIONAL/versions/99", UriKind.Relative))).StatusCode);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> Import(HttpClient client, string query, string file)
    {
        using var content = new StringContent(file, Encoding.UTF8, "text/calendar");
        using var answer = await client.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"api/v1/calendars/NASIONAL/closures/import?{query}"), UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)! : new JsonObject());
    }
}
