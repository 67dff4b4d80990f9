using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Understanding;

/// <summary>The word lists alone, the way back from the trained model. All sentences are written for these tests.</summary>
public class AssessingMessages
{
    // What opens a ticket by itself at the confidence that ships.
    private const double Opens = 0.85;

    private static readonly UnderstandByRules Understanding = new();

    [Fact]
    public void A_late_PKH_opens_a_ticket_by_itself()
    {
        var assessment = Assess("min tolong, PKH ibu saya belum cair dari bulan Juli");

        Assert.InRange(assessment.NeedsHelp, 0.9, 1);
        Assert.Equal(Topics.Pkh, assessment.Topic);
        Assert.InRange(assessment.TopicConfidence, 0.85, 1);
        Assert.False(assessment.Urgent);
        Assert.Empty(assessment.PersonalData);
        Assert.Contains("belum cair", assessment.Reasons);
        Assert.Contains("PKH", assessment.Reasons);
    }

    [Theory]
    [InlineData(Topics.Pkh, "pkh saya tahap 3 kok blm turun ya min, yang lain udah")]
    [InlineData(Topics.Pkh, "saya dikeluarkan dari pkh tanpa alasan, mohon penjelasannya")]
    [InlineData(Topics.Pkh, "Tolooong pak mensos PKH sy ga dpt lg, anak 3 msh kecil")]
    [InlineData(Topics.Pkh, "punten min, pkh abdi teu acan cair ti bulan juni")]
    [InlineData(Topics.Sembako, "sembako/BPNT bulan ini gak masuk")]
    [InlineData(Topics.Sembako, "saldo KKS saya kosong terus sudah 3 bulan, gimana ini min")]
    [InlineData(Topics.Sembako, "kks ibu sy keblokir gmn cara bukanya")]
    [InlineData(Topics.PbiJk, "KIS saya tiba-tiba tidak aktif, gimana cara aktifkan lagi?")]
    [InlineData(Topics.Dtsen, "kenapa nama saya dihapus dari DTSEN")]
    [InlineData(Topics.Dtsen, "usulan saya di cek bansos ditolak terus, mohon dibantu")]
    [InlineData(Topics.Dtsen, "saya orang gak mampu tapi gak pernah dapat bantuan apa-apa dari pemerintah")]
    [InlineData(Topics.Disability, "Pak, adik saya disabilitas sejak lahir belum pernah dapat bantuan")]
    [InlineData(Topics.Disability, "anak saya tuna rungu butuh alat bantu dengar, bagaimana cara mengajukan")]
    [InlineData(Topics.Elderly, "kakek saya umur 80 tahun belum pernah dapat bantuan lansia")]
    [InlineData(Topics.Child, "anak yatim di kampung saya belum pernah dapat bantuan")]
    [InlineData(Topics.Child, "tiga anak terlantar ditinggal orang tuanya di desa kami, mohon bantuan")]
    [InlineData(Topics.Disaster, "rumah saya hancur kena gempa, kapan dapat bantuan")]
    [InlineData(Topics.Empowerment, "mau mengajukan bantuan modal usaha warung kecil, caranya gimana")]
    [InlineData(Topics.Empowerment, "kelompok KUBE kami belum dapat bantuan modal")]
    [InlineData(Topics.SocialRehabilitation, "ODGJ di pasar kami meresahkan warga, tolong dijemput")]
    [InlineData(Topics.SocialRehabilitation, "adik saya kecanduan narkoba, minta tolong rehabilitasi")]
    [InlineData(Topics.Corruption, "pendamping minta potongan 50 ribu")]
    [InlineData(Topics.Corruption, "kartu KKS ibu saya dipegang pendamping dan tidak dikembalikan")]
    [InlineData(Topics.SekolahRakyat, "anak saya putus sekolah, bisa masuk sekolah rakyat gak?")]
    [InlineData(Topics.OtherAgency, "jalan di desa kami rusak parah belum pernah diperbaiki")]
    [InlineData(Topics.OtherAgency, "BSU saya kok belum cair ya")]
    public void A_plain_plea_opens_a_ticket_on_its_topic(string topic, string text)
    {
        var assessment = Assess(text);

        Assert.InRange(assessment.NeedsHelp, Opens, 1);
        Assert.Equal(topic, assessment.Topic);
        Assert.False(assessment.Urgent);
    }

    [Theory]
    [InlineData(Topics.Disability, "kursi roda untuk anak saya yang difabel")]
    [InlineData(Topics.SekolahRakyat, "mau daftar Sekolah Rakyat")]
    [InlineData(Topics.Elderly, "bagaimana cara memasukkan orang tua ke panti jompo")]
    [InlineData(Topics.OtherAgency, "jalan rusak")]
    public void A_bare_wish_is_a_plea_that_may_wait_for_an_admin(string topic, string text)
    {
        var assessment = Assess(text);

        Assert.InRange(assessment.NeedsHelp, 0.5, 1);
        Assert.Equal(topic, assessment.Topic);
    }

    [Theory]
    [InlineData(Topics.PbiJk, "BPJS PBI saya nonaktif padahal harus cuci darah")]
    [InlineData(Topics.PbiJk, "tolong bpjs bapak saya diputus, sekarang dirawat di rumah sakit ga punya biaya")]
    [InlineData(Topics.Disaster, "banjir setinggi dada kami terjebak")]
    [InlineData(Topics.Disaster, "desa kami terisolasi longsor, stok makanan habis, tolong")]
    [InlineData(Topics.Elderly, "nenek sebatang kara lumpuh tidak ada yang urus")]
    [InlineData(Topics.Child, "tolong ada anak dipukuli bapak tirinya tiap hari di sebelah rumah saya")]
    [InlineData(Topics.SocialRehabilitation, "paman saya gangguan jiwa dipasung keluarganya, mohon bantuan")]
    [InlineData(Topics.Unclear, "sudah dua hari kami tidak makan, tolong")]
    [InlineData(Topics.Unclear, "anak saya hilang sejak kemarin tolong")]
    public void Danger_hunger_violence_and_illness_without_care_are_urgent(string topic, string text)
    {
        var assessment = Assess(text);

        Assert.InRange(assessment.NeedsHelp, Opens, 1);
        Assert.Equal(topic, assessment.Topic);
        Assert.True(assessment.Urgent);
    }

    [Theory]
    [InlineData("Mantap pak mensos, sukses selalu")]
    [InlineData("Alhamdulillah PKH sudah cair, terima kasih kemensos")]
    [InlineData("terima kasih pak, bantuannya sangat membantu")]
    [InlineData("Semoga bapak sehat selalu, amin")]
    [InlineData("❤️❤️❤️")]
    [InlineData("wkwk bansosnya buat beli skin ml aja 😂")]
    [InlineData("KAYA787 gacor malam ini, maxwin terus bosku")]
    [InlineData("𝗗𝗘𝗪𝗔𝟳𝟳 depo 10rb langsung wd jutaan")]
    [InlineData("s l o t g a c o r hari ini link di bio")]
    [InlineData("sl0t g4c0r, tolong dicoba min")]
    [InlineData("Mensos menyalurkan bantuan sosial kepada ribuan warga terdampak banjir di Bekasi https://contoh.id/berita")]
    [InlineData("Kementerian Sosial meluncurkan program Sekolah Rakyat di 100 titik")]
    [InlineData("Pemerintah cuma pencitraan, bansos buat pemilu doang")]
    [InlineData("Halo kak, silakan hubungi call center 171 untuk informasi lebih lanjut")]
    [InlineData("Open donasi untuk korban banjir Aceh, rekening di bio, yuk bantu")]
    [InlineData("info loker dong guys, butuh kerjaan")]
    [InlineData("pinjaman online cepat cair tanpa jaminan hubungi wa")]
    [InlineData("Sabar ya bu, semoga segera dapat bantuan")]
    [InlineData("Jual kursi roda bekas murah, minat hubungi wa")]
    [InlineData("Tahap 3 PKH mulai cair 10 Juli, simak jadwal selengkapnya")]
    [InlineData("pertamax")]
    [InlineData("")]
    [InlineData("   \n")]
    public void Praise_prayer_jokes_news_spam_and_the_like_are_no_pleas(string text)
    {
        var assessment = Assess(text);

        Assert.InRange(assessment.NeedsHelp, 0, 0.3);
        Assert.False(assessment.Urgent);
    }

    [Theory]
    [InlineData("tolooooong PKH saya belum cair")]
    [InlineData("TOLONG!!! PKH SAYA BELUM CAIR")]
    [InlineData("tlg pkh sy blm cair")]
    [InlineData("t0l0ng PKH s4ya b3lum cair")]
    [InlineData("tolong PKH saya b\u200Belum c\u200Bair")]
    [InlineData("tolong PKH saya belum juga cair 😭😭")]
    [InlineData("ｔｏｌｏｎｇ PKH saya belum cair")]
    [InlineData("tolong pkh saya belum di cairkan")]
    public void Spellings_of_social_media_weigh_like_the_plain_words(string text)
    {
        var assessment = Assess(text);

        Assert.InRange(assessment.NeedsHelp, 0.9, 1);
        Assert.Equal(Topics.Pkh, assessment.Topic);
    }

    [Fact]
    public void Reasons_are_the_citizens_own_words_strongest_first_and_few()
    {
        var reasons = Assess("Assalamualaikum min, tlg bgt PKH ibu sy blm cair dari bulan Juli, sdh lapor ke desa RT 03 tidak ditanggapi, mohon solusinya").Reasons;

        Assert.InRange(reasons.Count, 3, 8);
        Assert.Contains("blm cair", reasons);
        Assert.DoesNotContain(reasons, reason => reason.Contains("Assalamualaikum min, tlg", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_plea_gives_the_reasons_why_not() =>
        Assert.Contains("maxwin", Assess("min tolong, gacor maxwin di KAYA787").Reasons);

    [Fact]
    public void Reasons_show_neither_numbers_of_people_nor_the_paths_of_links()
    {
        var reasons = Assess("promo gratis ongkir hubungi wa 081200001234 https://wa.me/6281200001234 rt 3303990101900007").Reasons;

        Assert.DoesNotContain(reasons, reason => reason.Count(char.IsDigit) > 6);
    }

    [Fact]
    public void Personal_data_comes_with_the_assessment()
    {
        var span = Assert.Single(Assess("tolong cek NIK 3303990101900007 kenapa tidak terdaftar").PersonalData);

        Assert.Equal(PersonalDataType.Nik, span.Type);
    }

    [Fact]
    public void The_same_text_is_assessed_the_same_on_every_platform()
    {
        var assessments = Enum.GetValues<Platform>().Select(platform => Understanding.Assess("PKH saya belum cair", platform).NeedsHelp);

        Assert.Single(assessments.Distinct());
    }

    private static Assessment Assess(string text) => Understanding.Assess(text, Platform.Facebook);
}
