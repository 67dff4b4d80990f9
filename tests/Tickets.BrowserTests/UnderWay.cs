using Microsoft.Playwright;

namespace Tickets.BrowserTests;

/// <summary>What a page asks the service for and has no answer to yet.</summary>
internal static class UnderWay
{
    /// <summary>Pages opened from now on count what they ask for.</summary>
    public static Task Count(IBrowserContext context) =>
        context.AddInitScriptAsync(
            """
            const ask = window.fetch;
            window.underWay = 0;
            window.fetch = (...what) => {
              window.underWay++;
              return ask(...what).finally(() => window.underWay--);
            };
            """
        );

    /// <summary>Waits until all is answered and drawn.</summary>
    public static Task Nothing(IPage page) =>
        page.EvaluateAsync(
            """
            () => new Promise((done, fail) => {
              const began = performance.now();
              // At rest for three pictures: what was just answered may ask for more.
              let rested = 0;
              const look = () => {
                rested = window.underWay ? 0 : rested + 1;
                if (rested === 3) done();
                else if (performance.now() - began > 15000) fail(new Error(`${window.underWay} requests have no answer after 15 s`));
                else requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            })
            """
        );
}
