using System.Diagnostics;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Understanding;

[Collection(nameof(AloneInTheProcess))]
public class AssessingHostileText
{
    private const int Megabyte = 1 << 20;

    // Far above what it takes (under a tenth of a second for most): what grows with the square of the length takes minutes.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private static readonly UnderstandByModel Understanding = new();

    public static TheoryData<string, string> Pieces => new()
    {
        { "one letter", "a" },
        { "one emoji", "😭" },
        { "zero-width characters", "\u200B" },
        { "digits and zero-width characters", "1\u200B" },
        { "high surrogates without low ones", "\uD83D" },
        { "low surrogates without high ones", "\uDE2D" },
        { "one digit", "1" },
        { "digits apart", "1 " },
        { "digits that begin telephone numbers", "8 1 " },
        { "NIK after NIK", "3303990101900007 " },
        { "clues", "kk " },
        { "clues and beginnings", "wa 08 " },
        { "slashes and beginnings", "0812/" },
        { "brackets and letters for zeros", "(O8OO/" },
        { "digits made emoji", "0\uFE0F\u20E3" },
        { "at signs", "@" },
        { "addresses that never end", "@a." },
        { "names before no address", "a.b-c_" },
        { "words that phrases go through", "tidak juga pernah lagi " },
        { "di", "di " },
        { "spaced letters", "s l o t " },
        { "links without end", "http" },
        { "links that open chats", "wa.me/6281200001234/" },
        { "marks on letters", "a\u0301\u0302\u0303" },
        { "HTML", "<script>alert('x')</script><b>" },
        { "SQL", "'; DROP TABLE Tickets; -- " },
        { "null characters", "\0" },
        { "right-to-left marks and mixed scripts", "\u202Eтоlоng ١٢٣ 帮助 " },
    };

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_megabyte_of_anything_is_assessed_and_masked_in_bounded_time(string what, string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Megabyte / piece.Length));
        var watch = Stopwatch.StartNew();

        var assessment = Understanding.Assess(text, Platform.Facebook);
        var masked = PersonalData.Mask(text, assessment.PersonalData);

        Assert.True(watch.Elapsed < Bound, $"{what}: {watch.Elapsed}");
        Assert.InRange(assessment.NeedsHelp, 0, 1);
        Assert.InRange(assessment.TopicConfidence, 0, 1);
        Assert.Contains(assessment.Topic, Topics.All);
        Assert.InRange(masked.Length, 1, 2 * text.Length);
    }

    [Fact]
    public void Random_text_of_every_kind_never_throws_and_its_spans_lie_in_it_in_order()
    {
        var random = new Random(20261121);
        string[] pieces = ["NIK ", "0812", "3303990101900007", "\uD83D", "\uDE2D", "\u200B", "@", ".", "-", " ", "+62", "rek ", "a", "😂", "(", "O", "Rp ", "7", "contoh.id", "https://", "#", "\n"];
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));

            var assessment = Understanding.Assess(text, Platform.WhatsApp);

            var at = 0;
            foreach (var span in assessment.PersonalData)
            {
                Assert.True(span.Start >= at && span.Length > 0 && span.Start + span.Length <= text.Length, text);
                at = span.Start + span.Length;
            }

            PersonalData.Mask(text, assessment.PersonalData);
        }
    }

    [Fact]
    public void Only_the_first_four_thousand_units_weigh()
    {
        var plea = "tolong PKH saya belum cair ";
        var filler = new string('.', UnderstandByModel.WeighedLength);

        Assert.Equal(Understanding.Assess("", Platform.Web).NeedsHelp, Understanding.Assess(filler + plea, Platform.Web).NeedsHelp);
        Assert.InRange(Understanding.Assess(plea + filler, Platform.Web).NeedsHelp, 0.9, 1);
    }
}
