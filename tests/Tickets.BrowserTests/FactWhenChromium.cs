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
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Where it is; null when nowhere.</summary>
    public static string? Path =>
        Environment.GetEnvironmentVariable("TICKETS_TEST_CHROMIUM") is { Length: > 0 } named ? named : Places.FirstOrDefault(File.Exists);

    /// <summary>Why nothing can be tried; null when it can.</summary>
    public static string? Missing =>
        Path is null ? "there is no Chromium: scripts/setup installs it where it may, and TICKETS_TEST_CHROMIUM names one"
        : !File.Exists(System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot", "app", "index.html")) ? "the staff app was not built: it needs Node 20 or newer"
        : null;
}
