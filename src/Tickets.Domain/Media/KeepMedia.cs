using System.Globalization;
using System.Security.Cryptography;

namespace Tickets.Domain.Media;

/// <summary>Bytes that lie with us.</summary>
/// <param name="Sha256">Hash of them, under which they lie.</param>
/// <param name="ContentType">What they are.</param>
/// <param name="Length">How many.</param>
/// <param name="Name">What their sender called them, cleaned.</param>
public sealed record KeptMedia(string Sha256, string ContentType, long Length, string Name)
{
    /// <summary>The row that says of which message they are.</summary>
    /// <param name="message">With which they came.</param>
    /// <param name="position">Which of the message's attachments they are, from 0.</param>
    /// <param name="origin">Which way they came.</param>
    /// <param name="at">When they were kept.</param>
    public MediaFile Of(Message message, int position, MediaOrigin origin, DateTimeOffset at) => new(message, position, Sha256, ContentType, Length, Name, origin, at);
}

/// <summary>
/// Keeps files of citizens below the data directory, by the hash of their bytes: <c>media/ab/abcd…</c>. The same bytes lie there once. A file is there whole or
/// not at all, and is never changed. All processes of one service share the directory.
/// </summary>
public sealed class KeepMedia(TicketsSettings settings)
{
    private readonly string place = Path.GetFullPath(settings.MediaDirectory ?? Path.Combine(settings.DataDirectory, "media"));

    /// <summary>Checks and keeps a file. Do it before the transaction that writes its row: bytes cannot be rolled back, and lie there harmlessly.</summary>
    /// <param name="content">Its bytes, read once, to their end at most.</param>
    /// <param name="name">What its sender calls it.</param>
    /// <param name="rules">What is taken.</param>
    /// <param name="cancellation">Stops it; nothing is left behind.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.MediaTooLarge"/>; <see cref="Refusal.MediaNotTaken"/> for a sort that is not taken, and for an empty file.</exception>
    public async Task<KeptMedia> Keep(Stream content, string? name, MediaRules rules, CancellationToken cancellation)
    {
        var coming = Path.Combine(place, "coming");
        Directory.CreateDirectory(coming);
        var half = Path.Combine(coming, Guid.CreateVersion7().ToString("N"));
        try
        {
            var (kind, length, hash) = await Copy(content, half, rules, cancellation);
            var whole = PathOf(hash);
            Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
            // Who comes second brings the same bytes.
            File.Move(half, whole, overwrite: true);
            return new KeptMedia(hash, kind.ContentType, length, WhatMediaIs.Clean(name, kind));
        }
        finally
        {
            File.Delete(half);
        }
    }

    /// <summary>The bytes; null when they are not there.</summary>
    public Stream? Open(string sha256)
    {
        try
        {
            return new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 64 * 1024, useAsync: true);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// Takes away the bytes of files that no row names any more. What came within the last day stays: the same bytes may just be on their way to a row of their own.
    /// Best effort: a process that dies in between leaves bytes that nobody can open.
    /// </summary>
    /// <param name="hashes">Their hashes.</param>
    /// <param name="now">The present.</param>
    public void Forget(IEnumerable<string> hashes, DateTimeOffset now)
    {
        foreach (var path in hashes.Select(PathOf))
            try
            {
                if (File.Exists(path) && now.UtcDateTime - File.GetLastWriteTimeUtc(path) > TimeSpan.FromDays(1))
                    File.Delete(path);
            }
            catch (IOException)
            {
                // Somebody reads it; it stays, and nobody can find it.
            }
    }

    private string PathOf(string sha256) =>
        sha256.Length == MediaFile.HashLength && sha256.All(char.IsAsciiHexDigitLower)
            ? Path.Combine(place, sha256[..2], sha256)
            : throw new ArgumentException("No hash of ours.", nameof(sha256));

    private static async Task<(MediaKind Kind, long Length, string Hash)> Copy(Stream content, string to, MediaRules rules, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        var some = new byte[64 * 1024];
        var read = await content.ReadAtLeastAsync(some, WhatMediaIs.Head, throwOnEndOfStream: false, cancellation);
        var kind = WhatMediaIs.Of(some.AsSpan(0, Math.Min(read, WhatMediaIs.Head)));
        if (kind is null || !rules.ContentTypes.Contains(kind.ContentType))
            throw new RefusedException(Refusal.MediaNotTaken);
        long length = 0;
        for (; read > 0; read = await content.ReadAsync(some, cancellation))
        {
            length += read;
            if (length > rules.Most)
                throw new RefusedException(Refusal.MediaTooLarge, ("most", (rules.Most >> 20).ToString(CultureInfo.InvariantCulture)));
            hash.AppendData(some, 0, read);
            await file.WriteAsync(some.AsMemory(0, read), cancellation);
        }

        file.Flush(flushToDisk: true);
        return (kind, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
