namespace Tickets.Domain;

/// <summary>Which way a file came.</summary>
public enum MediaOrigin
{
    /// <summary>With the ministry's own web form.</summary>
    Form,

    /// <summary>From the platform on which the citizen wrote.</summary>
    Platform,
}

/// <summary>
/// A file that came with a citizen's message, kept by us: what it is and of which message. Its bytes lie outside the database, by their hash; the same bytes
/// sent twice are two of these and one file. One at most for each attachment of a message.
/// </summary>
public sealed class MediaFile
{
    /// <summary>SHA-256 in small hexadecimal letters.</summary>
    public const int HashLength = 64;

    /// <summary>The longest name that is kept.</summary>
    public const int LongestName = 120;

    private MediaFile() { }

    /// <summary>A file of a message.</summary>
    /// <param name="message">With which it came.</param>
    /// <param name="position">Which of the message's attachments it is, from 0.</param>
    /// <param name="sha256">Hash of its bytes, under which they lie.</param>
    /// <param name="contentType">As its first bytes say, never as its sender says.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="name">As its sender named it, cleaned; may hold personal data.</param>
    /// <param name="origin">Which way it came.</param>
    /// <param name="at">When it was kept, UTC.</param>
    public MediaFile(Message message, int position, string sha256, string contentType, long length, string name, MediaOrigin origin, DateTimeOffset at)
    {
        Message = message;
        Position = position;
        Sha256 = sha256;
        ContentType = contentType;
        Length = length;
        Name = name;
        Origin = origin;
        At = at;
    }

    /// <summary>Key within the database, and the id under which it is served.</summary>
    public long Id { get; private set; }

    /// <summary>With which it came.</summary>
    public long MessageId { get; private set; }

    /// <summary>With which it came.</summary>
    public Message Message { get; private set; } = null!;

    /// <summary>Which of the message's attachments it is, from 0; unique with the message.</summary>
    public int Position { get; private set; }

    /// <summary>Hash of its bytes, under which they lie.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>As its first bytes say.</summary>
    public string ContentType { get; private set; } = "";

    /// <summary>Bytes.</summary>
    public long Length { get; private set; }

    /// <summary>As its sender named it, cleaned; may hold personal data and is shown masked.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Which way it came.</summary>
    public MediaOrigin Origin { get; private set; }

    /// <summary>When it was kept, UTC.</summary>
    public DateTimeOffset At { get; private set; }
}
