using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.UnitTests.Platforms;

/// <summary>Tokens that end by themselves, and refresh tokens that a platform does not take any more.</summary>
public sealed class RenewingTokens : Connections
{
    protected override void Configure(Dictionary<string, string?> settings)
    {
        settings["Tickets:Platforms:YouTube:ClientId"] = FakeLogins.ClientId;
        settings["Tickets:Platforms:YouTube:ClientSecret"] = FakeLogins.ClientSecret;
        settings["Tickets:Platforms:YouTube:RefreshToken"] = "dicabut";
        settings["Tickets:Platforms:YouTube:TokenUrl"] = new FakeLogins(Fakes.Graph).GoogleTokenUrl;
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""")]
    [InlineData(200, """{"access_token":"milik-akun-lama","expires_in":3600,"token_type":"Bearer"}""")]
    public async Task An_account_that_is_connected_while_the_one_before_is_renewed_is_left_alone(int status, string answer)
    {
        var logins = Fakes.Graph.Beside!;
        Fakes.Graph.Beside = async http =>
        {
            if (!http.Request.Path.Value!.EndsWith("/google/token", StringComparison.Ordinal))
                return await logins(http);
            await Database.Send(new ConnectChannel(Platform.YouTube, new Dictionary<string, string?> { ["accessToken"] = "akun-baru", ["refreshToken"] = "kunci-akun-baru" }, ADatabase.Administrator, Now));
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(answer);
            return true;
        };

        var told = await Database.Send(new RenewToken(Platform.YouTube, EvenIfYoung: true, Actor.System, Now));

        Assert.Equal(new ChannelTest(false, "the channel was connected anew meanwhile"), told);
        var channel = await Look(Platform.YouTube);
        Assert.False(channel.Broken);
        var settings = Database.Services.GetRequiredService<SealedSettings>().Open(Platform.YouTube, channel.Sealed);
        Assert.Equal(["akun-baru"], settings.Where(s => s.Key.EndsWith("AccessToken", StringComparison.Ordinal)).Select(s => s.Value));
    }

    [Fact]
    public async Task A_token_that_is_entered_while_ours_is_renewed_counts_and_the_key_to_the_next_is_kept()
    {
        Fakes.Graph.Beside = async http =>
        {
            await Database.Send(new ConnectChannel(Platform.YouTube, new Dictionary<string, string?> { ["accessToken"] = "dari-tangan" }, ADatabase.Administrator, Now));
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("""{"access_token":"hasil-perbaruan","refresh_token":"kunci-berikut","expires_in":3600,"token_type":"Bearer"}""");
            return true;
        };

        await Database.Send(new RenewToken(Platform.YouTube, EvenIfYoung: true, Actor.System, Now));

        var settings = Database.Services.GetRequiredService<SealedSettings>().Open(Platform.YouTube, (await Look(Platform.YouTube)).Sealed);
        Assert.Equal(["dari-tangan"], settings.Where(s => s.Key.EndsWith("AccessToken", StringComparison.Ordinal)).Select(s => s.Value));
        Assert.Equal(["kunci-berikut"], settings.Where(s => s.Key.EndsWith("RefreshToken", StringComparison.Ordinal)).Select(s => s.Value));
    }

    [Fact]
    public async Task A_refresh_token_that_is_refused_for_good_breaks_the_channel_and_alarms_the_administrators_once()
    {
        await Database.Look(async db =>
        {
            db.Add(new User("dewi", "Dewi", Roles.Administrator, null));
            return await db.SaveChangesAsync();
        });

        var refused = await Database.Send(new RenewToken(Platform.YouTube, EvenIfYoung: true, Actor.System, Now));
        Assert.Equal(new ChannelTest(false, "Google invalid_grant (HTTP 400)"), refused);
        Clock.Pass(TimeSpan.FromMinutes(5));
        await Database.Send(new RenewToken(Platform.YouTube, EvenIfYoung: false, Actor.System, Now));

        var channel = await Database.Look(db => db.Channels.AsNoTracking().SingleAsync(c => c.Platform == Platform.YouTube));
        Assert.Equal((true, false, "Google invalid_grant (HTTP 400)"), (channel.Broken, channel.Unreadable, channel.Detail));
        Assert.Equal(1, await Database.Look(db => db.Notifications.CountAsync(n => n.Platform == Platform.YouTube)));
        Assert.Equal(1, await Database.Look(db => db.Events.CountAsync(e => e.Type == nameof(ChannelBroke))));
    }
}
