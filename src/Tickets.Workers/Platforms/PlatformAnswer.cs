using System.Net.Http.Headers;
using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms;

/// <summary>What one call came to.</summary>
internal sealed record PlatformAnswer
{
    /// <summary>A mistaken header must not silence a channel for longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>The HTTP status; null when no answer came.</summary>
    public int? Status { get; private init; }

    /// <summary>True when no answer came and the platform may have acted all the same.</summary>
    public bool IsLost { get; private init; }

    /// <summary>Why no answer came, by name; never words of the call.</summary>
    public string Failure { get; private init; } = "";

    /// <summary>The body, when it is JSON; else undefined.</summary>
    public JsonElement Body { get; private init; }

    /// <summary>The body as it came.</summary>
    public byte[] Raw { get; private init; } = [];

    /// <summary>How long the platform asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The call was taken and the body says what became of it.</summary>
    public bool IsSuccess => IsTaken && Body.ValueKind == JsonValueKind.Object;

    /// <summary>The call was taken, whether or not the body says anything.</summary>
    public bool IsTaken => Status is >= 200 and < 300 && !Body.Has("error");

    /// <summary>What it means for words that no answer came; null when one did.</summary>
    public SendOutcome? WhenLost =>
        Status is not null ? null
        : IsLost ? new SendOutcome.Uncertain($"the call was cut ({Failure})")
        : new SendOutcome.Delayed($"not reached ({Failure})", null, WholeChannel: true);

    public static PlatformAnswer Lost(string failure) => new() { IsLost = true, Failure = failure };

    public static PlatformAnswer NotSent(string failure) => new() { Failure = failure };

    public static PlatformAnswer Of(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        using var document = LenientJson.Parse(body);
        return new PlatformAnswer
        {
            Status = (int)response.StatusCode,
            Body = document?.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : default,
            Raw = body,
            RetryAfter = Wait(response.Headers, now),
        };
    }

    /// <summary>What an answer of Meta's that is not its API's own means for words: a proxy's, a wrong address's, or one that broke off.</summary>
    public SendOutcome WithoutReason()
    {
        var detail = $"HTTP {Status} without a reason";
        return Status switch
        {
            429 => new SendOutcome.Delayed(detail, RetryAfter, WholeChannel: true),
            // Taken, it seems, but without the proof of it.
            >= 200 and < 300 or 408 or >= 500 => new SendOutcome.Uncertain(detail),
            401 or 403 or 404 or 405 or 407 or (>= 300 and < 400) => new SendOutcome.ChannelBroken(detail),
            _ when Body.Has("error_type") => new SendOutcome.ChannelBroken(detail),
            _ => new SendOutcome.Delayed(detail, RetryAfter, WholeChannel: true),
        };
    }

    // X says when its window starts anew, in seconds since 1970, and never says Retry-After; Meta says in minutes when a limit is over; others say it as HTTP does.
    private static TimeSpan? Wait(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => TimeSpan.Zero,
        };
        if (LimitHeaders.Reset(headers) is { } reset && reset - now > wait)
            wait = reset - now;
        if (LimitHeaders.Regained(headers) is var regained && regained > wait)
            wait = regained;
        return wait > TimeSpan.Zero ? wait < LongestWait ? wait : LongestWait : null;
    }
}

/// <summary>What a refusal to show a thread says of words that were looked for in it.</summary>
internal static class RefusedReading
{
    /// <param name="judged">The refusal, as it would be judged for words.</param>
    /// <param name="gone">Where nothing can stand any more, our words neither.</param>
    public static Settlement AsSettlement(this SendOutcome judged, params ReadOnlySpan<RefusedBecause> gone) =>
        judged switch
        {
            SendOutcome.Refused refused => gone.Contains(refused.Because) ? new Settlement.NotFound() : new Settlement.CannotTell(refused.Detail),
            SendOutcome.Delayed delayed => new Settlement.Unknown(delayed.Detail, delayed.RetryAfter),
            SendOutcome.ChannelBroken broken => new Settlement.ChannelBroken(broken.Detail),
            SendOutcome.Uncertain uncertain => new Settlement.Unknown(uncertain.Detail, null),
            var other => new Settlement.CannotTell(other.GetType().Name),
        };
}
