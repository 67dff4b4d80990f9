using Tickets.Testing;

namespace Tickets.BrowserTests;

/// <summary>A fact that needs a Chromium and a built staff app; shown as skipped, with the reason, without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWhenChromium : FactAttribute
{
    public FactWhenChromium() => Skip = Chromium.Missing;
}

/// <summary>The same for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryWhenChromium : TheoryAttribute
{
    public TheoryWhenChromium() => Skip = Chromium.Missing;
}

internal static class Chromium
{
    /// <summary>Why nothing can be tried; null when it can.</summary>
    public static string? Missing =>
        SystemChromium.Path is null ? SystemChromium.Missing
        : !File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "app", "index.html")) ? "the staff app was not built: it needs Node 20 or newer"
        : null;
}
