using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Tickets.Workers.Platforms;

/// <summary>
/// Reads JSON as platforms really send it: numbers as strings, ids as numbers, one object where a list was promised, missing
/// fields. Nothing here throws, and nothing takes more than a walk over the properties of the object it is asked of.
/// </summary>
internal static class LenientJson
{
    /// <summary>Longer than any id that a platform gives; what exceeds it is no id.</summary>
    private const int LongestId = 512;

    /// <summary>Deeper than any documented delivery, shallow enough for the stack.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowTrailingCommas = false };

    private static readonly DateTimeOffset Earliest = new(2004, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null when the body is not JSON or is nested deeper than any platform nests.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(Mend(body), Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Why <see cref="Parse"/> gave nothing, for the administrator who looks at the delivery.</summary>
    public static string WhyNot(ReadOnlyMemory<byte> body) => IsTooDeep(body) ? $"nested deeper than {Options.MaxDepth}" : "not JSON";

    // It is JSON, but nested deeper than is read.
    private static bool IsTooDeep(ReadOnlyMemory<byte> body)
    {
        var mended = Mend(body);
        var reader = new Utf8JsonReader(mended.Span, new JsonReaderOptions { MaxDepth = mended.Length + 1 });
        try
        {
            var deepest = 0;
            while (reader.Read())
                deepest = Math.Max(deepest, reader.CurrentDepth);
            return deepest >= Options.MaxDepth;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The first of these properties that is there and not null; undefined when none is or when this is no object.</summary>
    public static JsonElement Find(this JsonElement element, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return default;
        foreach (var name in names)
        {
            if (element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
                return value;
        }

        return default;
    }

    /// <summary>True when one of these properties is there and not null.</summary>
    public static bool Has(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.Find(names).ValueKind != JsonValueKind.Undefined;

    /// <summary>An id, written as a string or as a number; null when there is none.</summary>
    public static string? Id(this JsonElement element, params ReadOnlySpan<string> names)
    {
        var id = element.Text(names);
        return string.IsNullOrWhiteSpace(id) || id.Length > LongestId ? null : id;
    }

    /// <summary>A text; a number as it is written; null when there is neither.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> names)
    {
        var value = element.Find(names);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
    }

    /// <summary>A yes: <c>true</c>, <c>"true"</c>, <c>1</c>.</summary>
    public static bool Flag(this JsonElement element, params ReadOnlySpan<string> names)
    {
        var value = element.Find(names);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.String => value.ValueEquals("true") || value.ValueEquals("1"),
            JsonValueKind.Number => value.TryGetInt32(out var number) && number == 1,
            _ => false,
        };
    }

    /// <summary>A count; null when it is none.</summary>
    public static int? Count(this JsonElement element, params ReadOnlySpan<string> names) =>
        int.TryParse(element.Text(names), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>
    /// An instant, UTC: seconds, milliseconds or microseconds since 1970, told apart by their size, or ISO 8601 (without an offset it is UTC).
    /// Null when it is malformed or lies before 2004 or after 2099, as test events do.
    /// </summary>
    public static DateTimeOffset? Instant(this JsonElement element, params ReadOnlySpan<string> names)
    {
        var text = element.Text(names);
        if (text is null || text.Length > 40)
            return null;
        DateTimeOffset instant;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            // Between 2004 and 2100 the three ranges do not touch.
            var milliseconds = number switch
            {
                >= 1e14 => number / 1e3,
                >= 1e11 => number,
                _ => number * 1e3,
            };
            if (!(milliseconds >= 0 && milliseconds < Latest.ToUnixTimeMilliseconds()))
                return null;
            instant = DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
        }
        else if (
            !DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out instant
            )
        )
        {
            return null;
        }

        return instant >= Earliest && instant < Latest ? instant : null;
    }

    /// <summary>The elements of a list; the thing itself where one stands in the place of a list; nothing for anything else.</summary>
    public static IEnumerable<JsonElement> Parts(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in element.EnumerateArray())
                yield return part;
        }
        else if (element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            yield return element;
        }
    }

    /// <summary>
    /// Platforms cut texts in the middle of an emoji, which leaves half a character that no reader accepts. The rest of the message is still
    /// a plea, so each half becomes U+FFFD, as does every byte that is not UTF-8. One pass; the same memory comes back when there is nothing to mend.
    /// </summary>
    internal static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (!Utf8.IsValid(body.Span))
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
        byte[]? mended = null;
        var span = body.Span;
        for (var at = span.IndexOf((byte)'\\'); at >= 0 && at + 1 < span.Length;)
        {
            var unit = EscapedUnit(span[at..]);
            var length = unit < 0 ? 2 : 6;
            if (unit >= 0 && char.IsHighSurrogate((char)unit) && at + 6 < span.Length)
            {
                var next = EscapedUnit(span[(at + 6)..]);
                if (next >= 0 && char.IsLowSurrogate((char)next))
                {
                    length = 12;
                    unit = 0;
                }
            }

            if (unit >= 0 && char.IsSurrogate((char)unit))
            {
                mended ??= body.ToArray();
                "\\ufffd"u8.CopyTo(mended.AsSpan(at));
            }

            at += length;
            if (at >= span.Length)
                break;
            var further = span[at..].IndexOf((byte)'\\');
            at = further < 0 ? -1 : at + further;
        }

        return mended ?? body;
    }

    /// <summary>The value of <c>\uXXXX</c> at the start; -1 when something else stands there.</summary>
    private static int EscapedUnit(ReadOnlySpan<byte> span) =>
        span.Length >= 6
        && span[0] == '\\'
        && span[1] == 'u'
        && System.Buffers.Text.Utf8Parser.TryParse(span.Slice(2, 4), out ushort unit, out var read, 'x')
        && read == 4
            ? unit
            : -1;
}
