using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.UnitTests.Platforms;

/// <summary>Between asking a platform for a young token and hearing of it an administrator enters something else: what they entered counts.</summary>
public sealed class RenewingWhileConnecting : Connections
{
    private Func<HttpContext, Task> meanwhile = _ => Task.CompletedTask;

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""")]
    [InlineData(200, """{"access_token":"milik-akun-lama","expires_in":3600,"token_type":"Bearer"}""")]
    public async Task An_account_that_is_connected_while_the_one_before_is_renewed_is_left_alone(int status, string answer)
    {
        meanwhile = async http =>
        {
            await Enter(("accessToken", "akun-baru"), ("refreshToken", "kunci-akun-baru"));
            await Say(http, status, answer);
        };

        var told = await Database.Send(new RenewToken(Platform.YouTube, EvenIfYoung: true, Actor.System, Now));

        Assert.Equal(new ChannelTest(false, "the channel was connected anew meanwhile"), told);
        Assert.False((await Look(Platform.YouTube)).Broken);
        Assert.Equal("akun-baru", await Kept("AccessToken"));
        Assert.Equal("kunci-akun-baru", await Kept("RefreshToken"));
    }

    [Fact]
    public async Task A_token_that_is_entered_while_ours_is_renewed_counts_and_the_key_to_the_next_is_kept()
    {
        meanwhile = async http =>
        {
            await Enter(("accessToken", "dari-tangan"));
            await Say(http, 200, """{"access_token":"hasil-perbaruan","refresh_token":"kunci-berikut","expires_in":3600,"token_type":"Bearer"}""");
        };

        await Database.Send(new RenewToken(Platform.YouTube, EvenIfYoung: true, Actor.System, Now));

        Assert.Equal("dari-tangan", await Kept("AccessToken"));
        Assert.Equal("kunci-berikut", await Kept("RefreshToken"));
    }

    protected override void Configure(Dictionary<string, string?> settings)
    {
        settings["Tickets:Platforms:YouTube:ClientId"] = FakeLogins.ClientId;
        settings["Tickets:Platforms:YouTube:ClientSecret"] = FakeLogins.ClientSecret;
        settings["Tickets:Platforms:YouTube:RefreshToken"] = "kunci-akun-lama";
        settings["Tickets:Platforms:YouTube:TokenUrl"] = new FakeFiles(Fakes.Graph).Answer("token", http => meanwhile(http));
    }

    private Task<MediatR.Unit> Enter(params (string Name, string Value)[] settings) =>
        Database.Send(new ConnectChannel(Platform.YouTube, settings.ToDictionary(s => s.Name, s => (string?)s.Value), ADatabase.Administrator, Now));

    private static Task Say(HttpContext http, int status, string answer)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(answer);
    }

    private async Task<string?> Kept(string setting) =>
        Database.Services.GetRequiredService<SealedSettings>().Open(Platform.YouTube, (await Look(Platform.YouTube)).Sealed).Single(s => s.Key.EndsWith(":" + setting, StringComparison.Ordinal)).Value;
}
