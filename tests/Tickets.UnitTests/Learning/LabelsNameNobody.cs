using Tickets.Domain;
using Tickets.Domain.Learning;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Learning;

/// <summary>Words that leave the house as labels name nobody. All sentences are written for these tests.</summary>
public sealed class LabelsNameNobody : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tickets-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("NIK saya 3303 0141 0780 0001 tolong dicek", "NIK saya ••• tolong dicek")]
    [InlineData("hubungi 081234567890 atau siti@contoh.id", "hubungi ••• atau •••")]
    [InlineData("hubungi https://wa.me/6281234567890?text=halo ya", "hubungi ••• ya")]
    [InlineData("@budi_santoso min\n@kemensos tolong\tya", "@warga min @warga tolong ya")]
    [InlineData("PKH belum cair", "PKH belum cair")]
    public void Numbers_addresses_and_names_after_an_at_sign_are_replaced(string text, string nameless) => Assert.Equal(nameless, ExportDecisionsHandler.Nameless(text));

    [Theory]
    [InlineData("min tolong PKH ibu saya belum cair dari bulan Juli, WA0812/3456/7890 NIK 3303.0141.0780.0001")]
    [InlineData("KIS bapak mati padahal harus cuci darah, hubungi (0812) 3456-7890 atau siti@contoh.id ya")]
    [InlineData("minta tolong min https://api.whatsapp.com/send?phone=6281234567890&text=Halo anak saya putus sekolah")]
    public void A_label_is_understood_as_the_words_were_that_it_was_made_of(string text)
    {
        var understanding = new UnderstandByModel();
        var (said, label) = (understanding.Assess(text, Platform.Facebook), understanding.Assess(ExportDecisionsHandler.Nameless(text), Platform.Facebook));

        Assert.Equal((said.NeedsHelp, said.Topic, said.TopicConfidence, said.Urgent), (label.NeedsHelp, label.Topic, label.TopicConfidence, label.Urgent));
    }

    [Fact]
    public void A_mark_is_the_same_for_every_way_to_write_a_number_and_for_every_process_and_another_in_another_house()
    {
        var mark = new MarkKey(folder).Of(PersonalDataType.Phone, "0812-3456-7890");

        Assert.Equal(mark, new MarkKey(folder).Of(PersonalDataType.Phone, "+62 812 3456 7890"));
        Assert.NotEqual(mark, new MarkKey(folder).Of(PersonalDataType.Phone, "0812-3456-7891"));
        Assert.NotEqual(mark, new MarkKey(Path.Combine(folder, "lain")).Of(PersonalDataType.Phone, "0812-3456-7890"));
        Assert.Null(new MarkKey(folder).Of(PersonalDataType.Nik, "12"));
        Assert.Null(new MarkKey(null).Of(PersonalDataType.Phone, "0812-3456-7890"));
        Assert.DoesNotContain("0812", mark!, StringComparison.Ordinal);
    }
}
