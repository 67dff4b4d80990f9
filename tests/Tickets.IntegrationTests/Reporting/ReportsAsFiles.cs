using System.IO.Compression;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Reporting;
using Tickets.IntegrationTests.Contract;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Reporting;

/// <summary>Reports as people download them.</summary>
public sealed class ReportsAsFiles(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Theory]
    [InlineData("sla", 2)]
    [InlineData("cases", 4)]
    public async Task Excel_is_given_the_same_table_as_everybody(string report, int rows)
    {
        await ATicketOf(Wib.At("2026-07-06 09:00"));
        using var client = await api.With(Roles.Reporting);
        var asked = $"api/v1/reports/{report}?from=2026-07-01&to=2026-08-01&format=";
        using var answer = await client.GetAsync(new Uri(asked + "xlsx", UriKind.Relative));
        var lines = (await client.GetStringAsync(new Uri(asked + "csv", UriKind.Relative))).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal((Excel, $"{report}.xlsx"), (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.FileName));
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        await using var sheet = await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync();
        var table = (await XDocument.LoadAsync(sheet, LoadOptions.None, CancellationToken.None)).Descendants(Main + "row").Select(r => r.Elements(Main + "c").Select(c => c.Value).ToList()).ToList();
        Assert.Equal(report == "sla" ? ReportRows.StatisticsColumns : ReportRows.CaseColumns, table[0]);
        Assert.Equal((rows, rows), (table.Count, lines.Length));
        Assert.All(table, r => Assert.Equal(table[0].Count, r.Count));
    }

    // Once for both: one that was opened in a month in which no other test of this product opens any.
    private async Task ATicketOf(DateTimeOffset openedAt)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        if (!db.Tickets.Any(t => t.OpenedAt == openedAt))
            await db.Change(() => Task.FromResult(ATicket.Opened(openedAt).Routed("JAMSOS").AddTo(db)), CancellationToken.None);
    }
}
