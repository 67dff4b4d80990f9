using System.Text;

namespace Tickets.Domain.Media;

/// <summary>Sorts of files that we know by their first bytes.</summary>
/// <param name="ContentType">Media type (RFC 6838), as it is served.</param>
/// <param name="Extension">With the dot, as it is named when somebody takes it along.</param>
/// <param name="Shown">True for images that every browser draws; all else is taken along and never opened in our pages.</param>
public sealed record MediaKind(string ContentType, string Extension, bool Shown);

/// <summary>What is taken, and how much of it.</summary>
/// <param name="ContentTypes">Which sorts.</param>
/// <param name="Most">The largest file, in bytes.</param>
/// <param name="Files">How many at once.</param>
public sealed record MediaRules(IReadOnlyList<string> ContentTypes, long Most, int Files)
{
    /// <summary>With the web form: photographs and papers. A telephone's photograph has 2 to 5 MB.</summary>
    public static readonly MediaRules Form = new(["image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"], 5 << 20, 3);

    /// <summary>From platforms: all that we know. The largest video WhatsApp takes has 16 MB.</summary>
    public static readonly MediaRules Platform = new([.. WhatMediaIs.Known.Select(k => k.ContentType)], 32 << 20, 20);

    /// <summary>The picture of a post: what every browser draws. The largest photograph Instagram takes has 8 MB.</summary>
    public static readonly MediaRules Picture = new([.. WhatMediaIs.Known.Where(k => k.Shown).Select(k => k.ContentType)], 8 << 20, 1);
}

/// <summary>
/// Tells what a file is by its first bytes. What its sender calls it is never believed: a page that is called a picture stays a page, and is not taken. SVG and
/// HTML are known to nobody here, since they can carry script.
/// </summary>
public static class WhatMediaIs
{
    /// <summary>So many first bytes are enough.</summary>
    public const int Head = 32;

    /// <summary>Every sort that can be told.</summary>
    public static readonly IReadOnlyList<MediaKind> Known =
    [
        new("image/jpeg", ".jpg", Shown: true),
        new("image/png", ".png", Shown: true),
        new("image/webp", ".webp", Shown: true),
        new("image/gif", ".gif", Shown: true),
        new("image/heic", ".heic", Shown: false),
        new("application/pdf", ".pdf", Shown: false),
        new("audio/ogg", ".ogg", Shown: false),
        new("audio/mpeg", ".mp3", Shown: false),
        new("audio/aac", ".aac", Shown: false),
        new("audio/amr", ".amr", Shown: false),
        new("audio/mp4", ".m4a", Shown: false),
        new("video/mp4", ".mp4", Shown: false),
        new("video/quicktime", ".mov", Shown: false),
        new("video/3gpp", ".3gp", Shown: false),
        new("video/webm", ".webm", Shown: false),
    ];

    /// <summary>The sort of a file; null for one that nobody knows.</summary>
    /// <param name="head">Its first bytes: <see cref="Head"/> of them, or all there are.</param>
    public static MediaKind? Of(ReadOnlySpan<byte> head) => TypeOf(head) is { } type ? Named(type) : null;

    /// <summary>The sort by its media type; null for one that nobody knows.</summary>
    public static MediaKind? Named(string contentType) => Known.FirstOrDefault(k => k.ContentType == contentType);

    /// <summary>
    /// A name to show: without folders, without signs that turn the reading direction or cannot be seen, with the ending that its bytes deserve, at most
    /// <see cref="MediaFile.LongestName"/> long.
    /// </summary>
    public static string Clean(string? name, MediaKind kind)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var seen = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '-' or '_' or '.' or '(' or ')')
                seen.Append(rune);
        var stem = Path.GetFileNameWithoutExtension(seen.ToString()).Trim(' ', '.');
        if (stem.Length == 0)
            stem = "lampiran";
        var most = MediaFile.LongestName - kind.Extension.Length;
        if (stem.Length > most)
            stem = stem[..(char.IsHighSurrogate(stem[most - 1]) ? most - 1 : most)];
        return stem + kind.Extension;
    }

    private static string? TypeOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return "image/jpeg";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return "image/png";
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return "image/gif";
        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8))
            return "image/webp";
        if (head.StartsWith("%PDF-"u8))
            return "application/pdf";
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
            return OfBrand(head[8..12]);
        return SoundOf(head);
    }

    private static string? SoundOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("OggS"u8))
            return "audio/ogg";
        if (head.StartsWith("#!AMR"u8))
            return "audio/amr";
        if (head.StartsWith("ID3"u8))
            return "audio/mpeg";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return "video/webm";
        // Eleven bits of sync, then the version and the layer: layer 0 is AAC's ADTS, layer 1 is MP3 (ISO 11172-3, 13818-7).
        if (head.Length < 2 || head[0] != 0xFF || (head[1] & 0xE0) != 0xE0)
            return null;
        return (head[1] & 0x06) switch
        {
            0x00 when (head[1] & 0xF0) == 0xF0 => "audio/aac",
            0x02 => "audio/mpeg",
            _ => null,
        };
    }

    // ISO base media files say their brand (ISO 14496-12, 4.3).
    private static string? OfBrand(ReadOnlySpan<byte> brand) =>
        Encoding.ASCII.GetString(brand) switch
        {
            "heic" or "heix" or "heim" or "heis" or "mif1" or "msf1" => "image/heic",
            "M4A " or "M4B " => "audio/mp4",
            "qt  " => "video/quicktime",
            "3gp4" or "3gp5" or "3gp6" or "3g2a" => "video/3gpp",
            "isom" or "iso2" or "iso4" or "iso5" or "iso6" or "mp41" or "mp42" or "avc1" or "M4V " or "dash" => "video/mp4",
            _ => null,
        };
}
