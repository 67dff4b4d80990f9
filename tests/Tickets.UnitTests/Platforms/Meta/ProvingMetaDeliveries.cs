using System.Text;
using Tickets.Domain.Platforms;

namespace Tickets.UnitTests.Platforms.Meta;

public sealed class ProvingMetaDeliveries
{
    // GitHub's documented vector; Meta uses the same header and algorithm.
    private const string Secret = "It's a Secret to Everybody";
    private const string Value = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private static readonly byte[] Body = "Hello, World!"u8.ToArray();

    [Fact]
    public void The_documented_vector_matches()
    {
        Assert.True(MetaSignature.Matches(Body, Value, Secret));
        Assert.True(MetaSignature.Matches(Body, "sha256=" + Value[7..].ToUpperInvariant(), Secret));
        Assert.Equal(Value, MetaSignature.Of(Body, Secret));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha1=0d814d436b45c33ef664a317ff4b8dc2d3d8fe2a")]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1717")]
    [InlineData("sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    public void Any_other_value_does_not(string header)
    {
        Assert.False(MetaSignature.Matches(Body, header, Secret));
    }

    [Fact]
    public void Another_body_another_secret_or_none_does_not_match()
    {
        Assert.False(MetaSignature.Matches("Hello, World"u8, Value, Secret));
        Assert.False(MetaSignature.Matches(Body, Value, "another app's"));
        Assert.False(MetaSignature.Matches(Body, MetaSignature.Of(Body, ""), ""));
        Assert.False(MetaSignature.Matches(Body, Value, null));
        Assert.False(MetaSignature.Matches(Body, null, Secret));
    }

    [Fact]
    public void A_long_secret_and_an_empty_body_are_signed_too()
    {
        var secret = new string('s', 1000);

        Assert.True(MetaSignature.Matches([], MetaSignature.Of([], secret), secret));
    }

    [Fact]
    public void Checking_allocates_nothing()
    {
        var body = Encoding.UTF8.GetBytes(new string('x', 900));
        var header = MetaSignature.Of(body, Secret);
        for (var warm = 0; warm < 100; warm++)
            MetaSignature.Matches(body, header, Secret);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            MetaSignature.Matches(body, header, Secret);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Theory]
    [InlineData("sha256=ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789", true)]
    [InlineData("sha256=ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef012345678", false)]
    [InlineData("sha256=ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef01234567890", false)]
    [InlineData("sha256=gBCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789", false)]
    [InlineData("SHA256=ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789", false)]
    [InlineData("", false)]
    public void What_cannot_be_a_signature_is_known_without_the_body(string header, bool wellFormed) => Assert.Equal(wellFormed, MetaSignature.IsWellFormed(header));

    [Fact]
    public void The_handshake_gives_the_challenge_back_to_who_knows_the_word()
    {
        Assert.Equal("1158201444", MetaSignature.Handshake("subscribe", "kata", "1158201444", "kata"));
        Assert.Null(MetaSignature.Handshake("subscribe", "salah", "1158201444", "kata"));
        Assert.Null(MetaSignature.Handshake("unsubscribe", "kata", "1158201444", "kata"));
        Assert.Null(MetaSignature.Handshake("subscribe", "kata", null, "kata"));
        Assert.Null(MetaSignature.Handshake("subscribe", null, "1158201444", "kata"));
        Assert.Null(MetaSignature.Handshake("subscribe", "", "1158201444", ""));
        Assert.Null(MetaSignature.Handshake("subscribe", "", "1158201444", null));
    }

    [Fact]
    public void The_settings_do_not_print_their_secrets()
    {
        var options = new MetaOptions { AppSecret = "rahasia-1", VerifyToken = "rahasia-2", AccessToken = "rahasia-3", PageId = "7" };

        Assert.DoesNotContain("rahasia", options.ToString(), StringComparison.Ordinal);
    }
}
