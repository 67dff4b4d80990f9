using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Understanding;

public class TheTrainedModel
{
    private static readonly UnderstandByModel Understanding = new();

    [Theory]
    [InlineData("")]
    [InlineData("KMSU")]
    [InlineData("no model at all, only some text that somebody put there")]
    public void A_file_that_is_no_model_is_refused(string content) =>
        Assert.Throws<InvalidDataException>(() => LearnedModel.Read(System.Text.Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData(Topics.Pkh, "saya dikeluarkan dari pkh tanpa alasan, mohon penjelasannya")]
    [InlineData(Topics.Sembako, "kks ibu sy keblokir gmn cara bukanya")]
    [InlineData(Topics.Dtsen, "kenapa nama saya dihapus dari DTSEN")]
    [InlineData(Topics.Disability, "anak saya tuna rungu butuh alat bantu dengar, bagaimana cara mengajukan")]
    [InlineData(Topics.Child, "anak yatim di kampung saya belum pernah dapat bantuan")]
    [InlineData(Topics.Disaster, "rumah saya hancur kena gempa, kapan dapat bantuan")]
    [InlineData(Topics.Empowerment, "mau mengajukan bantuan modal usaha warung kecil, caranya gimana")]
    [InlineData(Topics.SekolahRakyat, "anak saya putus sekolah, bisa masuk sekolah rakyat gak?")]
    [InlineData(Topics.OtherAgency, "jalan di desa kami rusak parah belum pernah diperbaiki")]
    public void A_plain_plea_is_a_plea_on_its_topic(string topic, string text)
    {
        var assessment = Understanding.Assess(text, Platform.Facebook);

        Assert.InRange(assessment.NeedsHelp, 0.5, 1);
        Assert.Equal(topic, assessment.Topic);
    }

    [Theory]
    [InlineData("sudah dua hari kami tidak makan, tolong")]
    [InlineData("desa kami terisolasi longsor, stok makanan habis, tolong")]
    public void Hunger_and_being_cut_off_are_urgent(string text) => Assert.True(Understanding.Assess(text, Platform.Facebook).Urgent);

    [Theory]
    [InlineData("Mantap pak mensos, sukses selalu")]
    [InlineData("Alhamdulillah PKH sudah cair, terima kasih kemensos")]
    [InlineData("wkwk bansosnya buat beli skin ml aja 😂")]
    [InlineData("Pemerintah cuma pencitraan, bansos buat pemilu doang")]
    public void Praise_thanks_jokes_and_opinion_are_no_plea(string text) => Assert.InRange(Understanding.Assess(text, Platform.Facebook).NeedsHelp, 0, 0.5);

    [Fact]
    public void A_short_reply_takes_its_topic_from_the_post_above()
    {
        var context = new AssessmentContext(Post: "Pendaftaran siswa Sekolah Rakyat tahun ini, asrama dan seragam gratis");

        Assert.Equal(Topics.SekolahRakyat, Understanding.Assess("anak saya mau min, caranya gimana", Platform.Facebook, context).Topic);
    }

    [Fact]
    public void A_short_reply_after_a_plea_is_surer_than_alone()
    {
        var context = new AssessmentContext(Earlier: ["tolong min, PKH ibu saya belum cair dari bulan Juli, mohon solusinya"]);

        Assert.True(Understanding.Assess("gimana ya", Platform.Facebook, context).NeedsHelp > Understanding.Assess("gimana ya", Platform.Facebook).NeedsHelp);
    }

    [Fact]
    public void Blank_words_around_a_message_say_nothing()
    {
        const string text = "KIS ibu belum aktif";
        var alone = Understanding.Assess(text, Platform.Facebook);
        var context = new AssessmentContext(Post: " \n", Earlier: ["", " ", "\t"]);

        var assessment = Understanding.Assess(text, Platform.Facebook, context);

        Assert.Equal((alone.NeedsHelp, alone.Topic, alone.TopicConfidence), (assessment.NeedsHelp, assessment.Topic, assessment.TopicConfidence));
    }

    [Theory]
    [InlineData("min")]
    [InlineData("halo kak")]
    [InlineData("permisi pak")]
    public void A_greeting_alone_asks_for_nothing_yet(string text) => Assert.InRange(Understanding.Assess(text, Platform.Facebook).NeedsHelp, 0, 0.5);

    [Theory]
    [InlineData("tolong")]
    [InlineData("tolong min")]
    public void A_word_of_asking_alone_tells_of_no_danger(string text) => Assert.False(Understanding.Assess(text, Platform.Facebook).Urgent);

    [Theory]
    [InlineData("min tolong PKH belum cair, hp 0812-3456-7890, NIK 3303 9901 0190 0007")]
    [InlineData("WA saya +62 812 3456 7890")]
    [InlineData("tulis ke siti.warga@contoh.id atau rek bri 1234 5678 9012 345")]
    public void A_number_in_groups_does_not_come_back_group_by_group_in_the_reasons(string text)
    {
        foreach (IUnderstanding understanding in new IUnderstanding[] { Understanding, new UnderstandByRules() })
        {
            var assessment = understanding.Assess(text, Platform.Facebook);

            Assert.NotEmpty(assessment.PersonalData);
            Assert.DoesNotContain(assessment.Reasons, r => r.Any(char.IsDigit) || r.Contains("siti", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("jv", "kulo nyuwun tulung, griyo kulo ambruk")]
    [InlineData("su", "punten, abdi teu acan nampi bantosan")]
    [InlineData("id", "tolong bantuan saya belum cair")]
    [InlineData("und", "😭😭😭")]
    public void The_language_is_told(string language, string text) => Assert.Equal(language, Understanding.Assess(text, Platform.Facebook).Language);

    [Fact]
    public void Who_poses_as_the_ministry_to_lure_people_is_a_scam() =>
        Assert.True(Understanding.Assess("Selamat anda mendapatkan dana bantuan Kemensos, klik link berikut https://bansos.contoh.id dan isi data", Platform.Facebook) is { Scam: true, Spam: true });

    [Fact]
    public void A_question_whether_news_is_true_is_a_rumour_to_clear_up() =>
        Assert.True(Understanding.Assess("min apa benar ada bansos 2 juta lewat whatsapp?", Platform.Facebook) is { Hoax: true, Scam: false });
}
