using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Understanding;

/// <summary>How a citizen writes a number of a person does not change what their words are understood to be. All sentences are written for these tests.</summary>
public class NumbersOfPeople
{
    private const string Late = "min tolong PKH ibu saya belum cair dari bulan Juli";

    private static readonly IUnderstanding[] Understandings = [new UnderstandByModel(), new UnderstandByRules()];

    private static readonly string[] Words =
    [
        Late,
        "KIS bapak mati padahal harus cuci darah besok",
        "banjir setinggi dada di RT 03 RW 05, kami 12 orang terjebak di atap",
        "pendamping minta potongan 50 ribu setiap pencairan",
        "Alhamdulillah PKH sudah cair, terima kasih kemensos",
        "Saya admin kemensos, kirim foto KTP dan transfer dulu biaya administrasi",
        "cek",
    ];

    public static TheoryData<string> Telephones =>
    [
        "081234567890",
        "0812 3456 7890",
        "0812-3456-7890",
        "0812.3456.7890",
        "0812_3456_7890",
        "0812/3456/7890",
        "0812–3456–7890",
        "(0812) 3456-7890",
        "(0812/3456/7890)",
        "0 8 1 2 3 4 5 6 7 8 9 0",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0) 812 3456 7890",
        "62 812 3456 7890",
        "0062 812 3456 7890",
        "O812-3456-789O",
        "０８１２３４５６７８９０",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "𝟬𝟴𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵𝟬",
        "wa.me/6281234567890",
        "https://wa.me/6281234567890",
        "https://wa.me/+6281234567890",
        "https://api.whatsapp.com/send?phone=6281234567890&text=Halo%20kak",
    ];

    public static TheoryData<string> Niks =>
    [
        "3303990101900007",
        "3303 9901 0190 0007",
        "3303-9901-0190-0007",
        "3303.9901.0190.0007",
        "3303/9901/0190/0007",
        "330399 010190 0007",
        "33 03 99 01 01 90 00 07",
        "3303 99O1 O19O OOO7",
        "３３０３９９０１０１９００００７",
        "330399010190007",
        "33039901019000077",
    ];

    [Theory]
    [MemberData(nameof(Telephones))]
    public void A_telephone_number_is_understood_alike_however_it_is_written(string number)
    {
        foreach (var words in Words)
        {
            Assert.Equal(PersonalDataType.Phone, Assert.Single(PersonalData.Find($"{words} WA {number}")).Type);
            UnderstoodAlike($"{words} WA 081234567890", $"{words} WA {number}");
            UnderstoodAlike($"WA 081234567890, {words}", $"WA {number}, {words}");
        }
    }

    [Theory]
    [MemberData(nameof(Niks))]
    public void A_NIK_or_family_card_number_is_understood_alike_however_it_is_written(string number)
    {
        foreach (var words in Words)
        {
            UnderstoodAlike($"{words} NIK 3303990101900007", $"{words} NIK {number}");
            UnderstoodAlike($"no KK 3303990101900007 {words}", $"no KK {number} {words}");
        }
    }

    [Theory]
    [MemberData(nameof(Telephones))]
    public void A_number_adds_nothing_to_the_words_beside_it(string number) =>
        Assert.All(Words.Where(w => !w.Contains("admin", StringComparison.Ordinal)), words => UnderstoodAlike($"{words} WA ya", $"{words} WA {number} ya"));

    [Fact]
    public void A_late_PKH_is_not_urgent_for_a_number_with_slashes() =>
        Assert.All(Understandings, understanding => Assert.False(understanding.Assess($"{Late} WA 0812/3456/7890", Platform.Facebook).Urgent));

    [Fact]
    public void Who_gives_all_numbers_that_an_officer_asks_for_is_understood_like_one_who_gives_none() =>
        UnderstoodAlike(
            $"{Late} NIK no KK hp rek BRI surel",
            $"{Late} NIK 3303 9901 0190 0007 no KK 3303.9901.0115.0002 hp 0812/3456/7890 rek BRI 0021-01-000123-50-7 surel siti.tolong@banjir.contoh.id");

    [Theory]
    [InlineData("WA081234567890")]
    [InlineData("WA:0812-3456-7890")]
    [InlineData("WA+62 812 3456 7890")]
    [InlineData("WA:wa.me/6281234567890")]
    [InlineData("WA (https://wa.me/6281234567890)")]
    public void A_number_glued_to_a_word_is_understood_like_one_apart(string written) => UnderstoodAlike($"{Late} WA 081234567890 ya", $"{Late} {written} ya");

    [Theory]
    [InlineData("siti.aminah@contoh.id")]
    [InlineData("tolong_banjir99@kampung.contoh.co.id")]
    [InlineData("O812OOOO1234@contoh.id")]
    public void An_address_is_understood_alike_whatever_words_are_in_it(string address) =>
        Assert.All(Words, words => UnderstoodAlike($"{words}, balas ke budi@contoh.id ya", $"{words}, balas ke {address} ya"));

    [Theory]
    [MemberData(nameof(Telephones))]
    public void A_short_reply_after_words_with_a_number_is_understood_alike_however_that_is_written(string number)
    {
        foreach (var understanding in Understandings)
        {
            Assert.Equal(After("081234567890"), After(number));

            (double, string, double, bool) After(string written)
            {
                var after = understanding.Assess("gimana ya min", Platform.Facebook, new AssessmentContext($"Pengaduan PKH WA {written}", [$"{Late} WA {written}"]));
                return (after.NeedsHelp, after.Topic, after.TopicConfidence, after.Urgent);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Telephones))]
    public void Who_poses_as_the_ministry_does_not_get_away_by_writing_the_number_otherwise(string number) =>
        Assert.All(Understandings[..1], understanding => Assert.True(understanding.Assess($"Saya admin kemensos, kirim foto KTP dan transfer dulu biaya administrasi ke {number} wa", Platform.Facebook) is { Scam: true, Spam: true }));

    [Theory]
    [MemberData(nameof(Telephones))]
    public void The_same_plea_has_the_same_print_however_its_number_is_written(string number) =>
        Assert.Equal(1, Likeness.Of($"{Late} WA 081234567890")!.To(Likeness.Of($"{Late} WA {number}")!));

    [Theory]
    [InlineData("https://wa.me/6281234567890,tolong PKH saya belum cair")]
    [InlineData("wa.me/6281234567890/tolong PKH saya belum cair")]
    [InlineData("tolong https://wa.me/6281234567890?text=Halo%20kak PKH saya belum cair")]
    public void The_words_behind_a_link_that_opens_a_chat_are_read(string text) => UnderstoodAlike("tolong PKH saya belum cair", text);

    [Fact]
    public void The_question_behind_a_link_that_opens_a_chat_is_read() => UnderstoodAlike("PKH saya kapan cair, hubungi 081234567890?", "PKH saya kapan cair, hubungi wa.me/6281234567890?");

    [Theory]
    [InlineData("RT 03 RW 05, sudah 3 bulan belum cair")]
    [InlineData("bantuan Rp 600.000 tahap 3 tahun 2026, tiket KMS-2026-000123")]
    [InlineData("lihat https://contoh.id/berita/081234567890")]
    public void Numbers_that_are_nobodys_are_read(string text) => Assert.Equal(text, Impersonal.Of(text, PersonalData.Find(text)).ToString());

    private static void UnderstoodAlike(string one, string other) => Assert.All(Understandings, understanding => Assert.Equal(Understood(understanding, one), Understood(understanding, other)));

    private static (Assessment Assessment, string Reasons) Understood(IUnderstanding understanding, string text)
    {
        var assessment = understanding.Assess(text, Platform.Facebook);
        return (assessment with { PersonalData = [], Reasons = [] }, string.Join(", ", assessment.Reasons));
    }
}
