namespace Tickets.Testing;

/// <summary>The system's own browser, as tests and benchmarks start it.</summary>
public static class SystemChromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Why nothing can be tried without one.</summary>
    public const string Missing = "there is no Chromium: scripts/setup installs it where it may, and TICKETS_TEST_CHROMIUM names one";

    /// <summary>What it is started with: no sandbox for root, and nothing asked of anybody else.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Where it is; null when nowhere.</summary>
    public static string? Path => Environment.GetEnvironmentVariable("TICKETS_TEST_CHROMIUM") is { Length: > 0 } named ? named : Places.FirstOrDefault(File.Exists);
}
