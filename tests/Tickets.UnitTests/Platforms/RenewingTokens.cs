using Microsoft.EntityFrameworkCore;
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
