using Microsoft.Playwright;

namespace Tickets.BrowserTests;

/// <summary>What all stories rely on.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class NothingFromElsewhere(TheStaffApp app)
{
    [FactWhenChromium]
    public async Task A_window_that_asks_another_host_is_closed_and_says_so()
    {
        var page = await app.Window();
        await page.GotoAsync("/masuk");

        // The call itself may fail by its own reason first; whatever is done next fails by ours.
        await Assert.ThrowsAnyAsync<PlaywrightException>(() => page.GotoAsync("http://elsewhere.invalid/"));
        var gone = await Assert.ThrowsAnyAsync<PlaywrightException>(() => page.WaitForURLAsync("**/never"));

        Assert.Contains("another host: http://elsewhere.invalid/", gone.Message, StringComparison.Ordinal);
    }
}
