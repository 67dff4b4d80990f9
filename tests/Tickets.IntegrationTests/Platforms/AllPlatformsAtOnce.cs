using Tickets.Testing;
using Xunit.Abstractions;

namespace Tickets.IntegrationTests.Platforms;

/// <summary>A short soak; the long one is <c>scripts/bench soak</c>.</summary>
public sealed class AllPlatformsAtOnce(ITestOutputHelper output)
{
    [Fact]
    public async Task With_troubles_on_nothing_is_lost_and_nothing_is_said_twice()
    {
        List<string> told = [];
        var sums = await new Soak(20261121, told.Add).Run(TimeSpan.FromSeconds(12), perSecond: 25);
        told.ForEach(output.WriteLine);

        output.WriteLine(sums.ToString());
        Assert.True(sums.Balance, sums.ToString());
        Assert.True(sums.Sent > 50, sums.ToString());
        Assert.True(sums.Reported > 10, sums.ToString());
        // Tokens expired, the administrators were alarmed, and nothing that waited for a new one was lost.
        // Whoever asks for the form writes nothing into the log.
        Assert.DoesNotContain(told, line => line.Contains("Antiforgery", StringComparison.Ordinal));
        Assert.True(sums is { Expired: >= 4, Broke: > 0 }, sums.ToString());
    }
}
