using Tickets.Domain.Learning;
using Tickets.Domain.Understanding;
using Tickets.Domain;

namespace Tickets.UnitTests.Learning;

/// <summary>Words that leave the house as labels name nobody. All sentences are written for these tests.</summary>
public sealed class LabelsNameNobody : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tickets-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("NIK saya 3303 0141 0780 0001 tolong dicek", "NIK saya nomor tolong dicek")]
    [InlineData("hubungi 081234567890 atau siti@contoh.id", "hubungi nomor atau surel")]
    [InlineData("@budi_santoso min\n@kemensos tolong\tya", "@warga min @warga tolong ya")]
    [InlineData("PKH belum cair", "PKH belum cair")]
    public void Numbers_addresses_and_names_after_an_at_sign_are_replaced(string text, string nameless) => Assert.Equal(nameless, ExportDecisionsHandler.Nameless(text));

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
