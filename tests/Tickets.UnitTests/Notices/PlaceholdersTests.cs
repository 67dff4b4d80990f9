using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Words;

namespace Tickets.UnitTests.Notices;

public sealed class PlaceholdersTests
{
    public static TheoryData<string, string> BuiltIn()
    {
        var all = new TheoryData<string, string>();
        foreach (var code in Placeholders.Codes)
            foreach (var language in Sentences.Languages)
                all.Add(code, language);
        return all;
    }

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void Built_in_words_keep_the_rules_themselves(string code, string language) => Placeholders.Check(code, Sentences.Say(language, code));

    [Theory]
    [InlineData("ack.private", "Laporan {nomor}, paling lambat {tenggat}, pantau di {lacak}.", "{kode}")]
    [InlineData("closure.private", "Selesai: {jawaban}", "{nomor}")]
    public void A_text_that_lacks_what_the_citizen_needs_is_refused(string code, string text, string placeholder)
    {
        var refused = Assert.Throws<RefusedException>(() => Placeholders.Check(code, text));
        Assert.Equal((Refusal.PlaceholderMissing, placeholder), (refused.Refusal, refused.Facts["placeholder"]));
    }

    [Theory]
    [InlineData("ack.public", "{nomor} {tenggat} {lacak} {kode}")]
    [InlineData("closure.public", "{nomor} {lacak} {jawaban}")]
    [InlineData("referral.public", "{nomor} {instansi} {alasan}")]
    public void In_public_nothing_is_told_that_belongs_to_the_citizen(string code, string text) =>
        Assert.Equal(Refusal.PlaceholderUnknown, Assert.Throws<RefusedException>(() => Placeholders.Check(code, text)).Refusal);

    [Theory]
    [InlineData("{nomor} {tenggat} {lacak} {nama}")]
    [InlineData("{nomor} {tenggat} {lacak} {}")]
    [InlineData("{nomor} {tenggat} {lacak")]
    [InlineData("{nomor} {tenggat} {lacak}}")]
    [InlineData("{{nomor} {tenggat} {lacak}")]
    [InlineData("{Nomor} {nomor} {tenggat} {lacak}")]
    public void A_placeholder_that_nothing_fills_is_refused(string text) =>
        Assert.Equal(Refusal.PlaceholderUnknown, Assert.Throws<RefusedException>(() => Placeholders.Check("ack.public", text)).Refusal);

    [Fact]
    public void Words_that_nobody_says_are_not_found() => Assert.Equal(Refusal.NotFound, Assert.Throws<RefusedException>(() => Placeholders.Check("ack.secret", "x")).Refusal);
}
