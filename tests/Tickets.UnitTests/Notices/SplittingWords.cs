using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;

namespace Tickets.UnitTests.Notices;

public sealed class SplittingWords
{
    [Theory]
    [InlineData("halo", 4)]
    [InlineData("Terima kasih 🙏🏽", 15)]
    [InlineData("👨‍👩‍👧‍👦🇮🇩", 4)]
    [InlineData("日本", 4)]
    [InlineData("é", 1)]
    [InlineData("lihat https://aduan.kemensos.go.id/lacak?nomor=KMS-2026-000123&bahasa=id ya", 32)]
    [InlineData("cekbansos.kemensos.go.id", 23)]
    public void X_counts_by_weight(string text, int weight) => Assert.Equal(weight, Lengths.Weighted(text));

    [Fact]
    public void Instagram_counts_bytes_in_messages_and_WhatsApp_characters()
    {
        Assert.Equal((1000, 8), Lengths.Of(Platform.Instagram, Door.DirectMessage, "🙏🙏"));
        Assert.Equal((4096, 4), Lengths.Of(Platform.WhatsApp, Door.DirectMessage, "🙏🙏"));
        Assert.Equal((10_000, 2), Lengths.Of(Platform.X, Door.DirectMessage, "🙏🏽👨‍👩‍👧‍👦"));
    }

    [Fact]
    public void Long_words_are_cut_at_sentences_and_numbered()
    {
        var text = string.Join(' ', Enumerable.Range(1, 12).Select(i => $"Kalimat ke-{i} menjelaskan satu langkah untuk mengurus bantuan Anda."));

        var parts = SplitWords.For(Platform.X, Door.CommentReply, text)!;

        Assert.InRange(parts.Count, 3, 4);
        Assert.All(parts, (part, i) => Assert.EndsWith($". ({i + 1}/{parts.Count})", part, StringComparison.Ordinal));
        Assert.All(parts, part => Assert.True(Lengths.Fits(Platform.X, Door.CommentReply, part)));
        Assert.Equal(text, string.Join(' ', parts.Select(p => p[..p.LastIndexOf(" (", StringComparison.Ordinal)])));
    }

    [Fact]
    public void A_link_and_a_character_are_kept_whole()
    {
        var link = "https://aduan.kemensos.go.id/lacak?nomor=KMS-2026-000123&bahasa=id";
        for (var before = 200; before < 300; before++)
        {
            var parts = SplitWords.For(Platform.X, Door.CommentReply, string.Concat(Enumerable.Repeat("kata ", before / 5)) + new string('a', before % 5) + " " + link + " " + string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 90)))!;
            Assert.Single(parts, p => p.Contains(link, StringComparison.Ordinal));
            Assert.All(parts, p => Assert.DoesNotMatch("^\u200d|\u200d \\(", p));
        }
    }

    [Fact]
    public void One_private_reply_is_one_message()
    {
        Assert.Null(SplitWords.For(Platform.Instagram, Door.PrivateReply, new string('a', 1001)));
        Assert.Null(SplitWords.For(Platform.X, Door.CommentReply, string.Concat(Enumerable.Repeat("kata yang panjang. ", 1000))));
        Assert.Single(SplitWords.For(Platform.Instagram, Door.PrivateReply, new string('a', 1000))!);
    }

    [Fact]
    public void Whatever_the_words_each_part_fits_and_nothing_is_lost()
    {
        var random = new Random(20261121);
        string[] bits = ["kata", " ", ". ", "\n", "🙏🏽", "https://kemensos.go.id/a", "日本語", "é", "?", "panjangsekalitanpajeda"];
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(_ => bits[random.Next(bits.Length)])).Trim();
            if (text.Length == 0 || SplitWords.For(Platform.X, Door.CommentReply, text) is not { } parts)
                continue;
            Assert.All(parts, p => Assert.True(Lengths.Fits(Platform.X, Door.CommentReply, p), p));
            var kept = parts.Count == 1 ? parts[0] : string.Concat(parts.Select(p => p[..p.LastIndexOf(" (", StringComparison.Ordinal)]));
            Assert.Equal(Bare(text), Bare(kept));
        }
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
