using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Understanding;

public sealed class ThanksTests
{
    [Theory]
    [InlineData("terima kasih min")]
    [InlineData("Alhamdulillah sudah cair, terima kasih banyak pak 🙏")]
    [InlineData("ok siap min")]
    [InlineData("iya")]
    [InlineData("Iya min 🙏")]
    [InlineData("sama-sama")]
    [InlineData("sama2 kak")]
    [InlineData("Makasih infonya kak, semoga sehat selalu")]
    public void Plain_thanks_are_no_objection(string text) => Assert.True(Thanks.AreAll(text));

    [Theory]
    [InlineData("belum sesuai")]
    [InlineData("terima kasih tapi belum cair")]
    [InlineData("saya keberatan dengan jawaban ini")]
    [InlineData("tidak puas")]
    [InlineData("tolong dibuka kembali")]
    [InlineData("iya saya juga")]
    [InlineData("sama min")]
    [InlineData("tidak")]
    [InlineData("belum")]
    [InlineData("🙏")]
    [InlineData("")]
    [InlineData(null)]
    public void Everything_else_may_be_one(string? text) => Assert.False(Thanks.AreAll(text));
}
