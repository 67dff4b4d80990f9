using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Tickets.Workers.Platforms;

/// <summary>What platforms tell of their limits in the headers of any answer.</summary>
internal static class LimitHeaders
{
    private const int Deepest = 3;

    private static readonly string[] UsageHeaders = ["x-business-use-case-usage", "x-app-usage", "x-page-usage"];

    /// <summary>X: when the window starts anew, UTC, if nothing is left of it.</summary>
    public static DateTimeOffset? Reset(HttpResponseHeaders headers) =>
        Number(headers, "x-rate-limit-remaining") is <= 0 && Number(headers, "x-rate-limit-reset") is > 0 and < 4_000_000_000 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>X: how many calls are left of the window, and when it starts anew; null when it is not told.</summary>
    public static (long Left, DateTimeOffset Until)? Left(HttpResponseHeaders headers) =>
        Number(headers, "x-rate-limit-remaining") is { } left && Number(headers, "x-rate-limit-reset") is > 0 and < 4_000_000_000 and var seconds
            ? (left, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;

    /// <summary>Meta: the highest share of a limit that is used, in percent; null when it is not told.</summary>
    public static double? Used(HttpResponseHeaders headers)
    {
        double? most = null;
        foreach (var value in Usages(headers))
        {
            using var usage = LenientJson.Parse(Encoding.UTF8.GetBytes(value));
            if (usage is not null)
                most = Highest(usage.RootElement, most, 0);
        }

        return most;
    }

    /// <summary>
    /// Meta: the longest <c>estimated_time_to_regain_access</c>, which it gives in minutes (developers.facebook.com/docs/graph-api/overview/rate-limiting); zero when it
    /// is not told.
    /// </summary>
    public static TimeSpan Regained(HttpResponseHeaders headers)
    {
        var longest = TimeSpan.Zero;
        foreach (var value in Usages(headers))
        {
            using var usage = LenientJson.Parse(Encoding.UTF8.GetBytes(value));
            if (usage is not null)
                longest = Longest(longest, Regained(usage.RootElement, depth: 0));
        }

        return longest;
    }

    private static IEnumerable<string> Usages(HttpResponseHeaders headers)
    {
        foreach (var name in UsageHeaders)
            if (headers.TryGetValues(name, out var values))
                foreach (var value in values)
                    yield return value;
    }

    /// <summary>The business header keeps one list of usages per business object; the others are the usage itself.</summary>
    private static TimeSpan Regained(JsonElement usage, int depth)
    {
        var longest = TimeSpan.Zero;
        if (
            double.TryParse(usage.Text("estimated_time_to_regain_access"), NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes)
            && minutes is > 0 and < 100_000
        )
            longest = TimeSpan.FromMinutes(minutes);
        if (depth == Deepest)
            return longest;
        if (usage.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in usage.EnumerateObject())
                longest = Longest(longest, Regained(property.Value, depth + 1));
        }
        else if (usage.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in usage.EnumerateArray())
                longest = Longest(longest, Regained(one, depth + 1));
        }

        return longest;
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static double? Highest(JsonElement usage, double? most, int depth)
    {
        foreach (var name in (string[])["call_count", "total_time", "total_cputime"])
            if (double.TryParse(usage.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and < 10_000 && !(percent <= most))
                most = percent;
        if (depth == Deepest)
            return most;
        if (usage.ValueKind == JsonValueKind.Object)
            foreach (var property in usage.EnumerateObject())
                most = Highest(property.Value, most, depth + 1);
        else if (usage.ValueKind == JsonValueKind.Array)
            foreach (var one in usage.EnumerateArray())
                most = Highest(one, most, depth + 1);
        return most;
    }

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
