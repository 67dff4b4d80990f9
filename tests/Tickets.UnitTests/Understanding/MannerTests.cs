using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Understanding;

public class MannerTests
{
    [Theory]
    [InlineData("Rob Belum Surut, Warga Tambaklorok Butuh Air Bersih https://t.co/x1")]
    [InlineData("\"Kami Butuh Selimut\" Tangis Pengungsi Gempa di Bawean #gempa @siaranberita")]
    public void A_headline_is_told_by_the_capitals_of_its_words(string text) => Assert.InRange(Manner.Of(text).Headline, 0.8, 1);

    [Theory]
    [InlineData("rob belum surut, kami warga Tambaklorok butuh air bersih @pemkotsmg")]
    [InlineData("TOLONG PAK RUMAH KAMI TERENDAM SAMPAI ATAP BELUM ADA PERAHU")]
    [InlineData("Tolong Pak Bupati")]
    [InlineData("12 34 (5) :: @Satu @Dua #Tiga #Empat #Lima https://t.co/Enam")]
    [InlineData("")]
    public void Running_words_and_shouts_and_a_few_words_are_no_headline(string text) => Assert.Equal(0, Manner.Of(text).Headline);

    [Theory]
    [InlineData("Rohmah (52) warga Sayung mengungsi", true, false)]
    [InlineData("banjir pada Selasa (4/3) pagi", true, false)]
    [InlineData("kata dia “bantuan belum ada”", false, true)]
    [InlineData("(semoga) lekas surut", false, false)]
    [InlineData("( 52", false, false)]
    public void Ages_and_dates_in_brackets_and_quoted_speech_are_how_reports_are_written(string text, bool brackets, bool quotes) =>
        Assert.Equal((brackets, quotes), (Manner.Of(text).NumbersInBrackets, Manner.Of(text).Quotes));
}
