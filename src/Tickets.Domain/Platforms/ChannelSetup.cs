namespace Tickets.Domain.Platforms;

/// <summary>The part of a connector by which an administrator connects a channel at the platform's own page, keeps its token young, and asks for its events.</summary>
public interface IChannelSetup
{
    /// <summary>The platform it connects.</summary>
    Platform Platform { get; }

    /// <summary>
    /// Where the administrator says yes (OAuth 2, authorization code); or why there is no such page: the platform has none, or the app's id or secret is missing.
    /// </summary>
    SetupOutcome<Uri> ConsentPage(Consent consent);

    /// <summary>What the platform's code stands for: the pages, accounts or channels that may be connected. Never throws for what a platform or the network does.</summary>
    Task<SetupOutcome<IReadOnlyList<Connectable>>> Redeem(string code, Consent consent, CancellationToken cancellation);

    /// <summary>A new access token. Never throws for what a platform or the network does.</summary>
    /// <param name="refreshToken">As it was given last.</param>
    /// <param name="cancellation">Gives up before the call leaves the house.</param>
    Task<SetupOutcome<YoungToken>> Renew(string refreshToken, CancellationToken cancellation);

    /// <summary>Asks the platform to tell of what happens, at this address. Twice is once. Never throws for what a platform or the network does.</summary>
    Task<SetupOutcome<string>> Subscribe(Uri webhook, CancellationToken cancellation);
}

/// <summary>One question to the administrator, at the platform's page.</summary>
/// <param name="Back">Where the platform sends the browser after it; registered with the platform.</param>
/// <param name="State">Comes back as it went, and proves that it is the answer to this question.</param>
/// <param name="Verifier">Known to us alone until the code is redeemed (PKCE, RFC 7636).</param>
public sealed record Consent(Uri Back, string State, string Verifier);

/// <summary>A page, account or channel that the administrator may connect.</summary>
/// <param name="Id">The platform's id of it.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Detail">What comes with it, as the Instagram account of a page; null when nothing does.</param>
/// <param name="Settings">By configuration key; secrets among them.</param>
public sealed record Connectable(string Id, string Name, string? Detail, IReadOnlyDictionary<string, string> Settings);

/// <summary>An access token that begins to live.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="RefreshToken">What gets the next one; null when the one before goes on.</param>
/// <param name="LastsFor">How long it lives; null when the platform did not say.</param>
/// <param name="Scopes">What it may do, with spaces between (RFC 6749, 3.3); null when the platform did not say.</param>
public sealed record YoungToken(string AccessToken, string? RefreshToken, TimeSpan? LastsFor, string? Scopes = null);

/// <summary>What was asked for, or why it cannot be had. The reason names codes only, never what was sent.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">It; null beside a fault.</param>
/// <param name="Fault">Why not; null when it was had.</param>
/// <param name="ForGood">True when asking again will not help: a person must do something.</param>
public sealed record SetupOutcome<T>(T? Value, string? Fault, bool ForGood = false)
    where T : class
{
    /// <summary>It was had.</summary>
    public static implicit operator SetupOutcome<T>(T value) => new(value, null);
}
