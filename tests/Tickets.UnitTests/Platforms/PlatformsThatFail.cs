using Tickets.Domain.Platforms;
using Tickets.Testing;

namespace Tickets.UnitTests.Platforms;

/// <summary>The circuit breaker before each platform: it spares the platform, and what is not called surely did not arrive.</summary>
public sealed class PlatformsThatFail : Connections
{
    [Fact]
    public async Task One_that_fails_nearly_every_call_is_left_alone_for_a_moment_others_are_not_and_it_closes_by_itself()
    {
        Fakes.Graph.Outage = true;
        List<SendOutcome> outcomes = [];
        for (var call = 0; call < 80; call++)
            outcomes.Add(await Sender(Platform.Facebook).Send(Comment(Platform.Facebook, $"4_{call}"), default));

        Assert.InRange(Fakes.Graph.Calls, 40, 60);
        Assert.IsType<SendOutcome.Uncertain>(outcomes[0]);
        // Nobody was called: nothing to read back, and no reason to try others of the channel.
        Assert.True(Assert.IsType<SendOutcome.Delayed>(outcomes[^1]).WholeChannel);
        Fakes.Write(Platform.WhatsApp, "628123", "halo", Now);
        Assert.IsType<SendOutcome.Sent>(await Sender(Platform.WhatsApp).Send(Direct(Platform.WhatsApp, "628123"), default));

        Fakes.Graph.Mend();
        await Eventually.Holds("the circuit closes", TimeSpan.FromSeconds(20), async () => await Sender(Platform.Facebook).Send(Comment(Platform.Facebook, "4_99"), default) is SendOutcome.Sent);
        Assert.Single(Fakes.Graph.Sent);
    }
}
