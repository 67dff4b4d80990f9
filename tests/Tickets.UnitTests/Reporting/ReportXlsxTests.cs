using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Tickets.Domain.Reporting;
using Tickets.Testing.Builders;

namespace Tickets.UnitTests.Reporting;

/// <summary>What Excel is given, read back and judged by the schemas of Office Open XML.</summary>
public sealed class ReportXlsxTests
{
    private static readonly string[] Columns = ["teks", "jumlah", "jam", "saat"];

    [Fact]
    public async Task Texts_stay_texts_numbers_are_numbers_and_instants_are_dates_of_western_Indonesia()
    {
        using var file = await Written(Rows(["=cmd|'/c calc'!A1", 7, 2.25, Wib.At("2026-11-20 16:30")], ["<Bu Siti> & \u0001 \U0001F62D\uD83D", null, null, null]));
        using var workbook = SpreadsheetDocument.Open(file, isEditable: false);

        Assert.Empty(new OpenXmlValidator().Validate(workbook).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var (name, rows) = Assert.Single(Sheets(workbook));
        Assert.Equal("uji", name);
        Assert.Equal(Columns, rows[0].Select(c => c.InnerText));
        Assert.Equal(CellValues.InlineString, rows[1][0].DataType!.Value);
        Assert.Equal(["=cmd|'/c calc'!A1", "7", "2.25"], rows[1].Take(3).Select(c => c.InnerText));
        Assert.All(rows.SelectMany(r => r), c => Assert.Null(c.CellFormula));
        Assert.Equal(new DateTime(2026, 11, 20, 16, 30, 0), DateTime.FromOADate(double.Parse(rows[1][3].InnerText, System.Globalization.CultureInfo.InvariantCulture)));
        var formats = workbook.WorkbookPart!.WorkbookStylesPart!.Stylesheet;
        var format = formats.CellFormats!.Elements<CellFormat>().ElementAt((int)rows[1][3].StyleIndex!.Value);
        Assert.Contains("yyyy", formats.NumberingFormats!.Elements<NumberingFormat>().Single(n => n.NumberFormatId!.Value == format.NumberFormatId!.Value).FormatCode!.Value!, StringComparison.Ordinal);
        // What XML cannot hold is marked, and the rest of the words stays.
        Assert.Equal("<Bu Siti> & \uFFFD \U0001F62D\uFFFD", rows[2][0].InnerText);
        Assert.Equal(["", "", ""], rows[2].Skip(1).Select(c => c.InnerText));
    }

    [Theory]
    [InlineData(0, new[] { 1 })]
    [InlineData(4, new[] { 5 })]
    [InlineData(5, new[] { 5, 2 })]
    [InlineData(8, new[] { 5, 5 })]
    public async Task What_a_sheet_cannot_hold_goes_on_in_the_next_with_its_headers(int many, int[] sheets)
    {
        using var file = await Written(Rows([.. Enumerable.Range(1, many).Select(i => new object?[] { $"baris {i}", i, null, null })]), mostRows: 5);
        using var workbook = SpreadsheetDocument.Open(file, isEditable: false);

        Assert.Empty(new OpenXmlValidator().Validate(workbook).Select(e => e.Description));
        Assert.Equal(sheets, Sheets(workbook).Select(s => s.Rows.Count));
        Assert.Equal(sheets.Select((_, i) => i == 0 ? "uji" : $"uji {i + 1}"), Sheets(workbook).Select(s => s.Name));
        Assert.Equal(Enumerable.Range(1, many).Select(i => $"{i}"), Sheets(workbook).SelectMany(s => s.Rows.Skip(1)).Select(r => r[1].InnerText));
    }

    private static async Task<MemoryStream> Written(IAsyncEnumerable<object?[]> rows, int mostRows = ReportXlsx.MostRows)
    {
        var file = new MemoryStream();
        await ReportXlsx.Write("uji", Columns, rows, file, mostRows, CancellationToken.None);
        file.Position = 0;
        return file;
    }

    private static IAsyncEnumerable<object?[]> Rows(params object?[][] rows) => rows.ToAsyncEnumerable();

    private static List<(string Name, List<List<Cell>> Rows)> Sheets(SpreadsheetDocument workbook) =>
        [
            .. workbook.WorkbookPart!.Workbook.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>()
                .Select(s => (
                    s.Name!.Value!,
                    ((WorksheetPart)workbook.WorkbookPart.GetPartById(s.Id!.Value!)).Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().ToList()).ToList()
                )),
        ];
}
