using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Understanding;

/// <summary>Near-equal texts are told by their prints. All sentences are written for these tests.</summary>
public class LikenessTests
{
    [Theory]
    [InlineData("min PKH tahap 4 kok belum cair ya", "min pkh tahap 4 ko blm cair yaa")]
    [InlineData("kapan bantuan beras disalurkan di desa kami pak", "Kapan bantuan beras disalurkan di desa kami pak??? 🙏")]
    [InlineData("apa benar ada bantuan 600 ribu untuk semua warga", "min apa benar ada bantuan 600 ribu untuk semua warga")]
    public void The_same_matter_in_other_spelling_is_near_equal(string one, string other) =>
        Assert.InRange(Likeness.Of(one)!.To(Likeness.Of(other)!), 0.5, 1);

    [Theory]
    [InlineData("min PKH tahap 4 kok belum cair ya", "jalan di desa kami rusak parah belum diperbaiki")]
    [InlineData("KIS saya tidak aktif padahal harus kontrol", "anak saya putus sekolah, bisa masuk sekolah rakyat?")]
    public void Another_matter_is_not(string one, string other) => Assert.InRange(Likeness.Of(one)!.To(Likeness.Of(other)!), 0, 0.35);

    [Fact]
    public void A_print_that_was_kept_is_the_same_print()
    {
        var print = Likeness.Of("bantuan sembako bulan ini belum masuk ke kartu")!;

        Assert.Equal(1, Likeness.From(print.ToBytes()).To(print));
        Assert.Equal(print.Words, Likeness.From(print.ToBytes()).Words);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public void What_has_no_word_has_no_print(string? text) => Assert.Null(Likeness.Of(text));
}
