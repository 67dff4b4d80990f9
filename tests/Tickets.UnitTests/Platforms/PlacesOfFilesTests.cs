using System.Net;
using Tickets.Domain.Platforms;
using Tickets.Workers.Platforms.Files;

namespace Tickets.UnitTests.Platforms;

/// <summary>An address comes from outside: only the places where a platform really keeps files are called.</summary>
public class PlacesOfFilesTests
{
    [Theory]
    [InlineData(Platform.Facebook, "https://scontent-cgk1-1.xx.fbcdn.net/v/t1.jpg?oh=1", true)]
    [InlineData(Platform.Facebook, "https://cdn.fbsbx.com/v/t59/berkas.pdf", true)]
    [InlineData(Platform.Instagram, "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1", true)]
    [InlineData(Platform.Instagram, "https://scontent.cdninstagram.com/v/1.jpg", true)]
    [InlineData(Platform.WhatsApp, "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", true)]
    [InlineData(Platform.X, "https://pbs.twimg.com/media/1.jpg", true)]
    [InlineData(Platform.X, "https://lookaside.fbsbx.com/1", false)]
    [InlineData(Platform.Facebook, "http://scontent.xx.fbcdn.net/1.jpg", false)]
    [InlineData(Platform.Facebook, "https://scontent.xx.fbcdn.net:8443/1.jpg", false)]
    [InlineData(Platform.Facebook, "https://scontent.xx.fbcdn.net@127.0.0.1/1.jpg", false)]
    [InlineData(Platform.Facebook, "https://user:pass@scontent.xx.fbcdn.net/1.jpg", false)]
    [InlineData(Platform.Facebook, "https://fbcdn.net.penipu.example/1.jpg", false)]
    [InlineData(Platform.Facebook, "https://bukanfbcdn.net/1.jpg", false)]
    [InlineData(Platform.Facebook, "https://127.0.0.1/1.jpg", false)]
    [InlineData(Platform.Facebook, "https://[::1]/1.jpg", false)]
    [InlineData(Platform.Facebook, "https://2130706433/1.jpg", false)]
    [InlineData(Platform.Facebook, "file:///etc/passwd", false)]
    [InlineData(Platform.YouTube, "https://scontent.xx.fbcdn.net/1.jpg", false)]
    public void Only_the_platforms_own_hosts_are_called(Platform platform, string address, bool called) =>
        Assert.Equal(called, PlacesOfFiles.IsOne(platform, new Uri(address), new PlacesOptions()));

    [Fact]
    public void A_trusted_host_is_trusted_at_its_port_alone()
    {
        var options = new PlacesOptions { TrustedHosts = "127.0.0.1:5123, [::1]:80" };

        Assert.True(PlacesOfFiles.IsOne(Platform.Facebook, new Uri("http://127.0.0.1:5123/1.jpg"), options));
        Assert.False(PlacesOfFiles.IsOne(Platform.Facebook, new Uri("http://127.0.0.1:5124/1.jpg"), options));
    }

    [Theory]
    [InlineData("157.240.208.35", true)]
    [InlineData("2a03:2880:f10c:283:face:b00c:0:25de", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2002:7f00:1::1", false)]
    public void Nobody_is_connected_to_an_inner_address(string address, bool isPublic) => Assert.Equal(isPublic, PlacesOfFiles.IsPublic(IPAddress.Parse(address)));
}
