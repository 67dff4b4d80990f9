using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Tickets.BrowserTests;

/// <summary>
/// Axe, by the criteria of WCAG 2.2 AA. It is brought into a page once and asked in it as often as the page changes: what its package does for every question, to bring it
/// anew and to open a page of its own for the sums, takes several times as long as the question.
/// </summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();
    private static readonly string[] Criteria = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    /// <summary>What bars somebody's way: rule, what it asks for, and the first places.</summary>
    public static async Task<IEnumerable<string>> Barriers(IPage page)
    {
        foreach (var frame in page.Frames)
            if (!await frame.EvaluateAsync<bool>("() => 'axe' in window"))
                await frame.EvaluateAsync(Script);
        var answer = await page.EvaluateAsync<Answer>(
            """
            async criteria => {
              const found = await axe.run(document, { runOnly: { type: 'tag', values: criteria }, resultTypes: ['violations'] });
              return {
                passed: found.passes.length,
                violations: found.violations.map(v => `${v.id}: ${v.help} — ${v.nodes.slice(0, 3).map(n => n.html).join(' | ')}`),
              };
            }
            """,
            Criteria
        );
        // A page of which no rule holds was not looked at.
        Assert.InRange(answer.Passed, 5, 1000);
        return answer.Violations;
    }

    private sealed class Answer
    {
        public int Passed { get; set; }

        public string[] Violations { get; set; } = [];
    }
}
