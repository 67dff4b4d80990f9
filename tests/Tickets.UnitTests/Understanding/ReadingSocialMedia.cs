using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Understanding;

/// <summary>What people type comes to the words that they mean. All sentences are written for these tests.</summary>
public class ReadingSocialMedia
{
    private static readonly UnderstandByModel Understanding = new();

    [Theory]
    [InlineData("tolooooooong banget", "tolong banget")]
    [InlineData("Maaaaf pak", "maaf pak")]
    [InlineData("bantuannyaaa mana", "bantuannya mana")]
    public void Elongation_is_undone(string written, string meant) => ReadAlike(written, meant);

    [Theory]
    [InlineData("t0l0ng b4ntu4n s4y4", "tolong bantuan saya")]
    [InlineData("b3lum c4ir", "belum cair")]
    [InlineData("b4ns0s", "bansos")]
    public void Digits_stand_for_letters(string written, string meant) => ReadAlike(written, meant);

    [Theory]
    [InlineData("gk bs masuk app nya", "tidak bisa masuk aplikasi nya")]
    [InlineData("sy blm dpt bntuan smpe skrg", "saya belum dapat bantuan sampai sekarang")]
    [InlineData("tlg dicek kpn cair", "tolong dicek kapan cair")]
    [InlineData("knp gaada", "kenapa tidak ada")]
    [InlineData("gmn cr daftar", "bagaimana cr daftar")]
    public void Abbreviations_are_written_out(string written, string meant) => ReadAlike(written, meant);

    [Theory]
    [InlineData("ToLoNg MiN", "tolong admin")]
    [InlineData("tolong\u200B sa\u200Cya", "tolong saya")]
    [InlineData("ｔｏｌｏｎｇ", "tolong")]
    [InlineData("tоlоng", "tolong")]
    [InlineData("tólöng", "tolong")]
    [InlineData("𝗺𝗮𝘅𝘄𝗶𝗻", "maxwin")]
    [InlineData("🅼🅰🆇🆆🅸🅽", "maxwin")]
    [InlineData("s l o t", "slot")]
    [InlineData("s.l.o.t", "slot")]
    [InlineData("m-a-x-w-i-n", "maxwin")]
    [InlineData("g4c0r", "gacor")]
    public void Letters_in_disguise_are_plain_letters(string written, string meant) => ReadAlike(written, meant);

    [Theory]
    [InlineData("kulo dereng angsal", "saya belum angsal")] // Javanese
    [InlineData("nyuwun tulung", "mohon tolong")]
    [InlineData("kepriwe iki, durung cair", "bagaimana iki, belum cair")]
    [InlineData("abdi teu acan", "saya tidak belum")] // Sundanese
    [InlineData("kumaha, iraha cair", "bagaimana, kapan cair")]
    [InlineData("aye kagak dapet", "aye tidak dapat")] // Betawi
    [InlineData("napa kaga cair", "kenapa tidak cair")]
    [InlineData("ambo indak dapek", "saya tidak dapek")] // Minang
    [InlineData("denai alun", "saya alun")]
    public void Function_words_of_the_regions_are_read_as_Indonesian(string written, string meant) => ReadAlike(written, meant);

    [Theory]
    [InlineData("jv", "Kulo nyuwun tulung, dereng angsal bantuan babar blas")]
    [InlineData("su", "Punten, abdi teu acan nampi bantosan, kumaha carana")]
    [InlineData("min", "Ambo indak ado dapek bantuan lai, baa caronyo")]
    [InlineData("bew", "Aye kagak pernah dapet bansos nih bang, emang kudu ngapain dah")]
    [InlineData("en", "please help my family, we have not received any aid")]
    [InlineData("id", "Mohon dibantu, bantuan saya belum cair")]
    public void The_language_of_a_sentence_is_told(string language, string text) => Assert.Equal(language, Assess(text).Language);

    [Theory]
    [InlineData("Kulo nyuwun tulung, PKH kulo dereng cair")]
    [InlineData("Punten min, bansos abdi teu acan cair, kumaha ieu")]
    [InlineData("Napa bansos aye kaga cair-cair bang, tulung dah")]
    [InlineData("Pak tolong, bantuan ambo indak cair cair, baa caronyo")]
    public void A_plea_in_a_language_of_the_regions_is_a_plea(string text) => Assert.InRange(Assess(text).NeedsHelp, 0.5, 1);

    [Theory]
    [InlineData("𝗗𝗘𝗪𝗔𝟳𝟳 g4c0r m4xw1n tiap hari", "g4c0r")]
    [InlineData("s l o t maxwin malam ini, depo 10rb", "maxwin")]
    public void Disguised_gambling_is_spam_and_says_why(string text, string reason)
    {
        var assessment = Assess(text);

        Assert.True(assessment.Spam);
        Assert.InRange(assessment.NeedsHelp, 0, 0.5);
        Assert.Contains(assessment.Reasons, r => r.Contains(reason, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Saya admin kemensos, kirim foto KTP dan transfer dulu biaya administrasi ke wa 081200001234", "kemensos")]
    [InlineData("Dana bantuan tunai langsung cair tanpa survei, klik link https://bantuan.contoh.id", "klik link")]
    public void Who_poses_as_the_ministry_is_a_scam_and_the_words_that_lure_are_the_reasons(string text, string reason)
    {
        var assessment = Assess(text);

        Assert.True(assessment is { Scam: true, Spam: true });
        Assert.Contains(assessment.Reasons, r => r.Contains(reason, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("apa benar ada bansos 5 juta lewat link di whatsapp, atau hoaks?", "apa benar")]
    [InlineData("min, pesan berantai soal bantuan BPJS ini penipuan bukan?", "penipuan bukan")]
    public void A_rumour_to_clear_up_names_the_question(string text, string reason)
    {
        var assessment = Assess(text);

        Assert.True(assessment is { Hoax: true, Scam: false });
        Assert.Contains(assessment.Reasons, r => r.Contains(reason, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("😂😂😂🔥🔥")]
    [InlineData("👍👍")]
    public void Signs_alone_are_no_plea(string text) => Assert.InRange(Assess(text).NeedsHelp, 0, 0.5);

    // Words that no list knows (Id is Unknown) count by their letters.
    private static void ReadAlike(string written, string meant) => Assert.Equal(Words(meant), Words(written));

    private static List<string> Words(string text) =>
        [.. Reading.Of(text, Lexicon.Built).Select(word => word.Id == Vocabulary.Unknown ? $"letters {word.Surface}" : $"word {word.Id}")];

    private static Assessment Assess(string text) => Understanding.Assess(text, Platform.Facebook);
}
