using System.Globalization;
using Microsoft.Net.Http.Headers;
using Tickets.Domain;

namespace Tickets.Api.Endpoints;

/// <summary>What endpoints have in common in how they answer.</summary>
internal static class Answers
{
    /// <summary>The one row of a list that was asked for by its key.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NotFound"/> when the list is empty.</exception>
    public static T Only<T>(this Page<T> page, string what, object key) =>
        page.Items.Count > 0 ? page.Items[0] : throw new RefusedException(Refusal.NotFound, ("what", what), ("key", key.ToString()!));

    /// <summary>A value of a query by its name, whatever its case; null when none was asked for.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for a name that is none, with those there are.</exception>
    public static T? Choice<T>(string parameter, string? name)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(name))
            return null;
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(value.ToString(), name, StringComparison.OrdinalIgnoreCase))
                return value;
        throw new RefusedException(Refusal.Invalid, ("detail", "request.choice"), ("parameter", parameter), ("known", string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()));
    }

    /// <summary>Keys by comma; null when none were asked for.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for what is no number.</exception>
    public static IReadOnlyList<long>? Keys(string parameter, string? list)
    {
        if (string.IsNullOrEmpty(list))
            return null;
        List<long> keys = [];
        foreach (var one in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            keys.Add(long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : throw new RefusedException(Refusal.Invalid, ("detail", "request.parameter"), ("name", parameter)));
        return keys;
    }

    /// <summary>
    /// Which version the caller saw: by <c>If-Match</c> (RFC 9110, 13.1.1: any of a list, compared strongly, so that a weak tag matches nothing; <c>*</c> is whatever
    /// there is), else by the body. A bare number, as people type it, is taken for the tag of that version. Null when they do not say.
    /// </summary>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for a header that is no list of entity tags.</exception>
    public static Seen? Seen(this HttpContext http, int? inBody)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0)
            return inBody;
        if (int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var bare))
            return bare;
        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags) || tags.Count == 0)
            throw new RefusedException(Refusal.Invalid, ("detail", "request.ifMatch"));
        if (tags.Any(t => t.Equals(EntityTagHeaderValue.Any)))
            return inBody;
        return new Seen([.. tags.Where(t => !t.IsWeak).Select(t => int.TryParse(t.Tag.AsSpan().Trim('"'), out var version) ? version : -1).Where(v => v >= 0)]);
    }

    /// <summary>Tells the API's description that a request without a body heeds <c>If-Match</c>.</summary>
    public static RouteHandlerBuilder HeedsVersion(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new HeedsVersion());

    /// <summary>Tells the API's description how it may refuse, besides 401 and 403.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in (int[])[StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, .. statuses])
            endpoint.ProducesProblem(status);
        return endpoint;
    }
}

/// <summary>On an endpoint that is done only while the thing has the version that <c>If-Match</c> names.</summary>
internal sealed record HeedsVersion;
