using System.Globalization;
using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Meta;

/// <summary>
/// What a refusal of the Graph API means for the words it refused
/// (developers.facebook.com/docs/graph-api/guides/error-handling, .../messenger-platform/error-codes).
/// </summary>
/// <remarks>
/// The platform's own sentence is read but never passed on: "Malformed access token" quotes the token. Details name codes and the trace only.
/// </remarks>
internal static class GraphRefusal
{
    public static SendOutcome Judge(PlatformAnswer answer)
    {
        if (answer.WhenLost is { } lost)
            return lost;

        var error = answer.Body.Find("error");
        if (error.ValueKind != JsonValueKind.Object)
            return answer.WithoutReason();

        var message = error.Text("message") ?? "";
        var code = CodeOf(error, message);
        var subcode = error.Count("error_subcode") ?? 0;
        var detail = Detail(answer, error, code, subcode);

        SendOutcome Delayed(bool wholeChannel) => new SendOutcome.Delayed(detail, answer.RetryAfter, wholeChannel);
        SendOutcome Refused(RefusedBecause because) => new SendOutcome.Refused(because, detail);

        return (code, subcode) switch
        {
            // The subcodes that speak of the recipient or the conversation come first: their codes alone mean other things.
            (_, 2018278 or 2018065 or 2534022) => Refused(RefusedBecause.WindowClosed),
            (_, 2018001 or 2018108 or 1545041 or 2534014) => Refused(RefusedBecause.RecipientUnreachable),
            // Another app holds the conversation just now (hand-over protocol).
            (_, 2018300 or 2534037) => Delayed(wholeChannel: false),
            (4 or 17 or 32 or 341 or 613, _) => Delayed(wholeChannel: true),
            ( >= 80000 and <= 80014, _) => Delayed(wholeChannel: true),
            (190 or 102 or 3 or 10, _) => new SendOutcome.ChannelBroken(detail),
            ( >= 200 and <= 299, _) => new SendOutcome.ChannelBroken(detail),
            (368, _) => Refused(RefusedBecause.TakenForAbuse),
            // "Duplicate status message": most likely our own, of an attempt whose answer was lost.
            (506, _) => new SendOutcome.Uncertain(detail),
            (551, _) => Refused(RefusedBecause.RecipientUnreachable),
            (10900 or 10903, _) => Refused(RefusedBecause.AlreadyReplied),
            (10901, _) => Refused(RefusedBecause.WindowClosed),
            (803, _) or (100, 33) => Refused(RefusedBecause.TargetGone),
            // "Unknown error", "service temporarily unavailable" and their like say that something broke, not where: before or after the words were taken. They
            // have been seen on calls that had succeeded.
            (1 or 2 or 9 or 1200, _) => new SendOutcome.Uncertain(detail),
            _ when answer.Status is 429 => Delayed(wholeChannel: true),
            _ when error.Flag("is_transient") || answer.Status >= 500 => new SendOutcome.Uncertain(detail),
            _ when Says(message, "already replied", "already been replied") => Refused(RefusedBecause.AlreadyReplied),
            _ when Says(message, "app secret proof", "appsecret_proof") => new SendOutcome.ChannelBroken(detail),
            _ when Says(message, "does not exist") => Refused(RefusedBecause.TargetGone),
            _ when Says(message, "too long", "Length of param", "must be less than or equal to") => Refused(RefusedBecause.TooLong),
            _ => Refused(RefusedBecause.Invalid),
        };
    }

    /// <summary>Some answers carry the code only in their sentence: "(#230) Requires …".</summary>
    private static int CodeOf(JsonElement error, string message)
    {
        if (error.Count("code") is { } code)
            return code;
        var end = message.IndexOf(')', StringComparison.Ordinal);
        return message.StartsWith("(#", StringComparison.Ordinal)
            && end > 2
            && int.TryParse(message.AsSpan(2, end - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var said)
            ? said
            : 0;
    }

    private static bool Says(string message, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            if (message.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string Detail(PlatformAnswer answer, JsonElement error, int code, int subcode)
    {
        var trace = error.Text("fbtrace_id");
        var shown = trace is null ? "" : $", trace {Findings.Shown(trace)}";
        return subcode == 0 ? $"Graph {code} (HTTP {answer.Status}{shown})" : $"Graph {code}/{subcode} (HTTP {answer.Status}{shown})";
    }
}
