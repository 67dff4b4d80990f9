using System.Text;

namespace Tickets.Domain.WorkingTime;

/// <summary>Files of text as people send them: UTF-8 with or without its mark, or UTF-16 with it, as spreadsheets save "Unicode text".</summary>
internal static class TextFiles
{
    /// <summary>The same words in UTF-8 without a mark. What is no UTF-8 stays as it is.</summary>
    public static ReadOnlySpan<byte> InUtf8(ReadOnlySpan<byte> file) =>
        file.StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..]
        : file.StartsWith(Encoding.Unicode.Preamble) ? FromUtf16(Encoding.Unicode, file)
        : file.StartsWith(Encoding.BigEndianUnicode.Preamble) ? FromUtf16(Encoding.BigEndianUnicode, file)
        : file;

    private static byte[] FromUtf16(Encoding encoding, ReadOnlySpan<byte> file) => Encoding.UTF8.GetBytes(encoding.GetString(file[encoding.Preamble.Length..]));
}
