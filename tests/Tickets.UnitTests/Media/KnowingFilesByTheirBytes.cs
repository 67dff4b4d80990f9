using System.Text;
using Tickets.Domain.Media;

namespace Tickets.UnitTests.Media;

/// <summary>What a file is, its first bytes say; nobody else is asked.</summary>
public class KnowingFilesByTheirBytes
{
    [Theory]
    [InlineData("FFD8FFE000104A464946", "image/jpeg")]
    [InlineData("89504E470D0A1A0A0000000D49484452", "image/png")]
    [InlineData("524946462400000057454250565038", "image/webp")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("00000018667479706865696300000000", "image/heic")]
    [InlineData("255044462D312E37", "application/pdf")]
    [InlineData("4F676753000200", "audio/ogg")]
    [InlineData("494433040000", "audio/mpeg")]
    [InlineData("FFFB9064", "audio/mpeg")]
    [InlineData("FFF15080", "audio/aac")]
    [InlineData("2321414D520A", "audio/amr")]
    [InlineData("000000206674797069736F6D00000200", "video/mp4")]
    [InlineData("00000020667479704D344120", "audio/mp4")]
    [InlineData("0000001466747970717420200000", "video/quicktime")]
    [InlineData("1A45DFA3", "video/webm")]
    public void A_file_is_what_its_first_bytes_say(string head, string type) => Assert.Equal(type, WhatMediaIs.Of(Convert.FromHexString(head))?.ContentType);

    [Theory]
    [InlineData("")]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("MZ a program")]
    [InlineData("PK a zip, or a document with macros")]
    [InlineData("GIF8")]
    [InlineData("RIFF....WAVE")]
    [InlineData(" %PDF-1.7")]
    public void What_can_carry_script_or_is_unknown_is_no_file_of_ours(string content) => Assert.Null(WhatMediaIs.Of(Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData(@"C:\foto\KTP ibu.png", "KTP ibu.jpg")]
    [InlineData("../../etc/passwd", "passwd.jpg")]
    [InlineData("surat.pdf.exe", "surat.pdf.jpg")]
    [InlineData("gpj\u202Eexe.foto", "gpjexe.jpg")]
    [InlineData("<img src=x>.jpg", "img srcx.jpg")]
    [InlineData("...", "lampiran.jpg")]
    [InlineData(null, "lampiran.jpg")]
    public void A_name_is_shown_without_folders_hidden_signs_or_a_false_ending(string? name, string shown) =>
        Assert.Equal(shown, WhatMediaIs.Clean(name, WhatMediaIs.Named("image/jpeg")!));

    [Fact]
    public void A_long_name_is_cut_and_keeps_its_ending()
    {
        var shown = WhatMediaIs.Clean(new string('a', 500), WhatMediaIs.Named("application/pdf")!);

        Assert.Equal(Domain.MediaFile.LongestName, shown.Length);
        Assert.EndsWith(".pdf", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_images_that_every_browser_draws_are_shown_in_our_pages() =>
        Assert.Equal(["image/jpeg", "image/png", "image/webp", "image/gif"], WhatMediaIs.Known.Where(k => k.Shown).Select(k => k.ContentType));
}
