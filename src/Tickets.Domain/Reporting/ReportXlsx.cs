using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Tickets.Domain.Reporting;

/// <summary>
/// Reports as XLSX (Office Open XML, ECMA-376): the columns of <see cref="ReportRows"/> in one sheet, numbers as numbers and instants as dates by the wall clock of
/// western Indonesia. A text stays a text, whatever it begins with: nothing in it is run as a formula. Written as the rows come; what a sheet cannot hold goes on in
/// the next.
/// </summary>
public static class ReportXlsx
{
    /// <summary>The rows that a sheet holds, the headers among them.</summary>
    public const int MostRows = 1_048_576;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + "\n";

    // So much of a sheet is written at once.
    private const int Together = 32 * 1024;

    // Styles of cells, by their place in the style sheet.
    private const int AsDate = 1;
    private const int AsHeader = 2;

    /// <summary>Writes statistics; the stream stays open.</summary>
    public static Task Write(SlaStatistics statistics, Stream to, CancellationToken cancellation) =>
        Write("sla", ReportRows.StatisticsColumns, ReportRows.Of(statistics).ToAsyncEnumerable(), to, MostRows, cancellation);

    /// <summary>Writes cases as they come; the stream stays open.</summary>
    public static Task Write(IAsyncEnumerable<CaseRow> cases, Stream to, CancellationToken cancellation) =>
        Write("cases", ReportRows.CaseColumns, cases.Select(ReportRows.Of), to, MostRows, cancellation);

    internal static async Task Write(string name, IReadOnlyList<string> columns, IAsyncEnumerable<object?[]> rows, Stream to, int mostRows, CancellationToken cancellation)
    {
        await using var outgoing = new Outgoing(to);
        await using (var zip = await ZipArchive.CreateAsync(outgoing, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation))
        {
            var sheets = await Sheets(zip, outgoing, columns, rows, mostRows, cancellation);
            foreach (var (path, content) in Around(name, sheets))
                await Part(zip, path, content, cancellation);
        }

        await outgoing.Send(cancellation);
    }

    // Answers how many it took.
    private static async Task<int> Sheets(ZipArchive zip, Outgoing outgoing, IReadOnlyList<string> columns, IAsyncEnumerable<object?[]> rows, int mostRows, CancellationToken cancellation)
    {
        var sheets = 0;
        await using var row = rows.GetAsyncEnumerator(cancellation);
        var more = await row.MoveNextAsync();
        do
        {
            await using var sheet = await Sheet.Begin(zip, ++sheets, columns, cancellation);
            for (var written = 1; more && written < mostRows; written++)
            {
                await sheet.Add(row.Current, cancellation);
                await outgoing.SendWhatIsMuch(cancellation);
                more = await row.MoveNextAsync();
            }

            await sheet.End(cancellation);
        } while (more);
        return sheets;
    }

    // What a workbook needs besides its sheets.
    private static IEnumerable<(string Path, string Content)> Around(string name, int sheets)
    {
        int[] numbers = [.. Enumerable.Range(1, sheets)];
        yield return (
            "xl/workbook.xml",
            $"""<workbook xmlns="{Main}" xmlns:r="{Relationships}"><sheets>{string.Concat(numbers.Select(n => $"""<sheet name="{(n == 1 ? name : $"{name} {n}")}" sheetId="{n}" r:id="rId{n}"/>"""))}</sheets></workbook>"""
        );
        yield return (
            "xl/_rels/workbook.xml.rels",
            $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(numbers.Select(n => $"""<Relationship Id="rId{n}" Type="{Relationships}/worksheet" Target="worksheets/sheet{n}.xml"/>"""))}<Relationship Id="rId{sheets + 1}" Type="{Relationships}/styles" Target="styles.xml"/></Relationships>"""
        );
        yield return (
            "xl/styles.xml",
            $"""<styleSheet xmlns="{Main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>"""
        );
        yield return (
            "_rels/.rels",
            $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
        );
        const string sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        yield return (
            "[Content_Types].xml",
            $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{sheet}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{sheet}.styles+xml"/>{string.Concat(numbers.Select(n => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{sheet}.worksheet+xml"/>"""))}</Types>"""
        );
    }

    private static async Task Part(ZipArchive zip, string path, string content, CancellationToken cancellation)
    {
        await using var part = await zip.CreateEntry(path).OpenAsync(cancellation);
        await part.WriteAsync(Encoding.UTF8.GetBytes(Head + content), cancellation);
    }

    // An archive ends each of its parts with a write that does not wait, which no server's answer takes: it writes into memory, and that goes out bit by bit.
    private sealed class Outgoing(Stream to) : Stream
    {
        private readonly MemoryStream waiting = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public async ValueTask SendWhatIsMuch(CancellationToken cancellation)
        {
            if (waiting.Length >= Together)
                await Send(cancellation);
        }

        public async Task Send(CancellationToken cancellation)
        {
            await to.WriteAsync(waiting.GetBuffer().AsMemory(0, (int)waiting.Length), cancellation);
            waiting.SetLength(0);
        }

        public override void Flush()
        {
            // Sent when there is much, and at the end.
        }

        public override void Write(byte[] buffer, int offset, int count) => waiting.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => waiting.Write(buffer);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class Sheet(Stream part) : IAsyncDisposable
    {
        private readonly StringBuilder waiting = new(Together + 4096);

        public static async Task<Sheet> Begin(ZipArchive zip, int number, IReadOnlyList<string> columns, CancellationToken cancellation)
        {
            var sheet = new Sheet(await zip.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{number}.xml"), CompressionLevel.Fastest).OpenAsync(cancellation));
            // The headers stay in sight while one scrolls.
            sheet.waiting.Append(
                $"""{Head}<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="20" defaultRowHeight="15"/><sheetData><row>"""
            );
            foreach (var column in columns)
                sheet.Text(column, AsHeader);
            sheet.waiting.Append("</row>");
            return sheet;
        }

        public async Task Add(object?[] cells, CancellationToken cancellation)
        {
            waiting.Append("<row>");
            foreach (var cell in cells)
                Cell(cell);
            waiting.Append("</row>");
            if (waiting.Length >= Together)
                await Write(cancellation);
        }

        public Task End(CancellationToken cancellation)
        {
            waiting.Append("</sheetData></worksheet>");
            return Write(cancellation);
        }

        public ValueTask DisposeAsync() => part.DisposeAsync();

        private void Cell(object? cell)
        {
            switch (cell)
            {
                case null:
                    waiting.Append("<c/>");
                    break;
                case string text:
                    Text(text, style: 0);
                    break;
                case int number:
                    waiting.Append(CultureInfo.InvariantCulture, $"<c><v>{number}</v></c>");
                    break;
                case double hours:
                    waiting.Append(CultureInfo.InvariantCulture, $"<c><v>{hours:R}</v></c>");
                    break;
                case DateTimeOffset at:
                    waiting.Append(CultureInfo.InvariantCulture, $"""<c s="{AsDate}"><v>{at.ToOffset(ReportPeriod.Wib).DateTime.ToOADate():R}</v></c>""");
                    break;
                default:
                    throw new InvalidOperationException($"No cell holds {cell.GetType().Name}.");
            }
        }

        private void Text(string text, int style)
        {
            waiting.Append(CultureInfo.InvariantCulture, $"""<c s="{style}" t="inlineStr"><is><t xml:space="preserve">""");
            for (var i = 0; i < text.Length; i++)
                switch (text[i])
                {
                    case '&':
                        waiting.Append("&amp;");
                        break;
                    case '<':
                        waiting.Append("&lt;");
                        break;
                    case '>':
                        waiting.Append("&gt;");
                        break;
                    case var high when i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], high):
                        waiting.Append(high).Append(text[++i]);
                        break;
                    case var letter:
                        // What XML cannot hold at all.
                        waiting.Append(XmlConvert.IsXmlChar(letter) ? letter : '\uFFFD');
                        break;
                }

            waiting.Append("</t></is></c>");
        }

        private async Task Write(CancellationToken cancellation)
        {
            await part.WriteAsync(Encoding.UTF8.GetBytes(waiting.ToString()), cancellation);
            waiting.Clear();
        }
    }
}
