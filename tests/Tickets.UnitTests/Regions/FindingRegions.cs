using Tickets.Domain.Regions;

namespace Tickets.UnitTests.Regions;

/// <summary>Places in the words of citizens. All sentences are written for these tests.</summary>
public class FindingRegions
{
    [Fact]
    public void The_list_has_all_provinces_regencies_and_cities_each_once()
    {
        Assert.Equal(38, AllRegions.List.Count(r => r.IsProvince));
        Assert.Equal(416, AllRegions.List.Count(r => r is { IsProvince: false, IsCity: false }));
        Assert.Equal(98, AllRegions.List.Count(r => r.IsCity));
        Assert.Equal(AllRegions.List.Count, AllRegions.List.Select(r => r.Code).Distinct().Count());
        Assert.Equal("Kabupaten Purbalingga, Jawa Tengah", AllRegions.Title("33.03"));
        Assert.Equal("Kota Administrasi Jakarta Pusat", AllRegions.Find("31.71")!.Name);
        Assert.Null(AllRegions.Find("99"));
    }

    [Theory]
    [InlineData("33.03", "min, saya dari Purbalingga, PKH belum cair")]
    [InlineData("33.03", "tolong warga kab. purbalingga jateng")]
    [InlineData("32.17", "kami di Bandung Barat belum dapat bantuan")]
    [InlineData("32.73", "Kota Bandung pak, ibu saya lansia")]
    [InlineData("32.04", "kabupaten bandung pak")]
    [InlineData("32", "kami di Bandung belum dapat apa-apa")]
    [InlineData("34.03", "saya orang gunung kidul")]
    [InlineData("33.72", "Solo min, KIS saya mati")]
    [InlineData("36.74", "tangsel belum ada pencairan")]
    [InlineData("31.74", "banjir di jaksel, tolong")]
    [InlineData("11", "korban banjir di Aceh butuh bantuan")]
    [InlineData("11.16", "desa kami di Aceh Tamiang terisolasi")]
    [InlineData("63.03", "Kabupaten Banjar, Kalimantan Selatan")]
    [InlineData("32.79", "kota Banjar Jawa Barat")]
    [InlineData("35", "warga Malang belum terima BPNT")]
    [InlineData("35.73", "kota malang pak")]
    [InlineData("53.09", "kab ngada NTT")]
    [InlineData("16.01", "Wilayah: OKU")]
    public void A_place_is_found_as_exactly_as_it_is_named(string code, string text) => Assert.Equal(code, RegionInWords.Find(text));

    [Theory]
    [InlineData("malang sekali nasib kami min")]
    [InlineData("ngada bantuan sama sekali")]
    [InlineData("rumah kami dari batu, bukan kayu")]
    [InlineData("saya jual santan pati buat hidup")]
    [InlineData("banjar banjar belum surut")]
    [InlineData("tolong min, PKH ibu saya belum cair dari bulan Juli")]
    [InlineData("")]
    [InlineData(null)]
    public void A_word_that_is_no_place_there_is_none(string? text) => Assert.Null(RegionInWords.Find(text));

    [Fact]
    public void A_province_beside_a_shared_name_tells_which_is_meant()
    {
        Assert.Equal("63.03", RegionInWords.Find("saya di Banjar Kalsel"));
        Assert.Equal("32.79", RegionInWords.Find("saya di Banjar Jabar"));
        Assert.Null(RegionInWords.Find("saya di Banjar"));
    }

    [Theory]
    [InlineData("33.03", "3303014107800001")]
    [InlineData("32.73", "3273-0141-0780-0001")]
    [InlineData("33.03", "33O3990101900007")]
    [InlineData("33.03", "３３０３９９０１０１９００００７")]
    [InlineData(null, "9901014107800001")]
    [InlineData(null, "33")]
    public void The_first_digits_of_a_NIK_tell_where_it_was_given_out(string? code, string nik) => Assert.Equal(code, AllRegions.OfNik(nik));

    [Fact]
    public void Hostile_text_is_read_in_bounded_time()
    {
        foreach (var text in new[] { new string('a', 1_000_000), string.Concat(Enumerable.Repeat("kab ", 200_000)), string.Concat(Enumerable.Repeat("\u200b🙏", 100_000)), "<script>Bandung</script>" })
            _ = RegionInWords.Find(text);
        Assert.Equal("32", RegionInWords.Find("<script>Bandung</script>"));
    }
}
