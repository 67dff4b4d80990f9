using System.Security.Cryptography;
using Tickets.Domain;
using Tickets.Domain.Media;

namespace Tickets.UnitTests.Media;

/// <summary>Files lie below the data directory by the hash of their bytes, whole or not at all.</summary>
public sealed class KeepingFiles : IDisposable
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, .. Enumerable.Range(0, 200_000).Select(i => (byte)i)];

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("tickets-media-");
    private readonly KeepMedia media;

    public KeepingFiles() => media = new KeepMedia(new TicketsSettings { DataDirectory = data.FullName });

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public async Task A_photograph_lies_under_its_hash_and_is_read_back_as_it_came()
    {
        var kept = await media.Keep(new MemoryStream(Photo), "ktp.jpg", MediaRules.Form, CancellationToken.None);

        Assert.Equal(new KeptMedia(Convert.ToHexStringLower(SHA256.HashData(Photo)), "image/jpeg", Photo.Length, "ktp.jpg"), kept);
        Assert.Equal([Path.Combine("media", kept.Sha256[..2], kept.Sha256)], Lying());
        await using var back = media.Open(kept.Sha256)!;
        using var read = new MemoryStream();
        await back.CopyToAsync(read);
        Assert.Equal(Photo, read.ToArray());
    }

    [Fact]
    public async Task The_same_bytes_sent_by_many_at_once_lie_there_once()
    {
        var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => media.Keep(new MemoryStream(Photo), $"{i}.jpg", MediaRules.Form, CancellationToken.None)));

        Assert.Single(kept.Select(k => k.Sha256).Distinct());
        Assert.Single(Lying());
    }

    [Fact]
    public async Task What_no_row_names_any_more_goes_unless_the_same_bytes_came_within_the_last_day()
    {
        var now = new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        var kept = await media.Keep(new MemoryStream(Photo), "ktp.jpg", MediaRules.Form, CancellationToken.None);
        var file = Path.Combine(data.FullName, Lying().Single());

        File.SetLastWriteTimeUtc(file, now.AddHours(-23).UtcDateTime);
        media.Forget([kept.Sha256], now);
        Assert.Single(Lying());

        File.SetLastWriteTimeUtc(file, now.AddHours(-25).UtcDateTime);
        media.Forget([kept.Sha256, new string('0', 64)], now);
        Assert.Empty(Lying());
    }

    [Fact]
    public async Task A_file_that_comes_in_small_pieces_is_known_all_the_same()
    {
        var kept = await media.Keep(new InSmallPieces(Photo), "a.jpg", MediaRules.Form, CancellationToken.None);

        Assert.Equal(("image/jpeg", Photo.Length), (kept.ContentType, kept.Length));
    }

    [Fact]
    public async Task What_is_too_large_is_refused_and_leaves_nothing_behind()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => media.Keep(new MemoryStream(Photo), "a.jpg", MediaRules.Form with { Most = Photo.Length - 1 }, CancellationToken.None));

        Assert.Equal(Refusal.MediaTooLarge, refused.Refusal);
        Assert.Empty(Lying());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("GIF89a")]
    public async Task What_is_not_taken_is_refused_whatever_its_name_says(string content)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => media.Keep(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), "foto.jpg", MediaRules.Form, CancellationToken.None)
        );

        Assert.Equal(Refusal.MediaNotTaken, refused.Refusal);
        Assert.Empty(Lying());
    }

    [Fact]
    public async Task A_file_whose_sender_breaks_off_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<IOException>(() => media.Keep(new BrokenOff(Photo), "a.jpg", MediaRules.Form, CancellationToken.None));

        Assert.Empty(Lying());
    }

    [Fact]
    public void Bytes_that_are_not_there_are_told_as_none() => Assert.Null(media.Open(new string('0', MediaFile.HashLength)));

    [Fact]
    public void Nothing_but_a_hash_is_opened() => Assert.Throws<ArgumentException>(() => media.Open("../../tickets.db"));

    private string[] Lying() => [.. data.GetFiles("*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(data.FullName, f.FullName))];

    private class InSmallPieces(byte[] all) : MemoryStream(all)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(7, buffer.Length)], cancellationToken);
    }

    private sealed class BrokenOff(byte[] all) : InSmallPieces(all)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > 1000 ? throw new IOException("The sender is gone.") : base.ReadAsync(buffer, cancellationToken);
    }
}
