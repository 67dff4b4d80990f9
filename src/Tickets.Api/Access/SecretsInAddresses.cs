using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Tickets.Api.Access;

/// <summary>On an endpoint whose path holds a secret: whoever knows the address is let in, so nobody else is told it. A test looks.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SecretInPathAttribute : Attribute;

/// <summary>
/// What logs, traces and problems may say of the address of a request: its path, of a secret one only as far as the secret, and never its query, where codes, states
/// and citizens' words stand.
/// </summary>
internal sealed class ToldAddresses(EndpointDataSource endpoints)
{
    private const string Kept = "/***";

    // Asked for once everything is mapped.
    private readonly Lazy<string[]> secret = new(() =>
        [
            .. endpoints
                .Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<SecretInPathAttribute>() is not null)
                .Select(e => '/' + e.RoutePattern.RawText!.Split('{')[0].Trim('/'))
                .Distinct(),
        ]
    );

    /// <summary>
    /// The path as it may be told. Looked for within the path and not by the endpoint: a link with something before or behind it leads nowhere, and holds the secret
    /// all the same.
    /// </summary>
    public string Of(PathString path)
    {
        var whole = path.Value ?? "";
        foreach (var start in secret.Value)
            if (whole.IndexOf(start, StringComparison.OrdinalIgnoreCase) is var at and >= 0 && at + start.Length < whole.Length)
                return whole[..(at + start.Length)] + Kept;
        return whole;
    }
}

internal static class SecretsInAddresses
{
    // Named as the framework names them, for whoever looks for them in logs.
    private static readonly Func<ILogger, string, string, IDisposable?> Request = LoggerMessage.DefineScope<string, string>("RequestId:{RequestId} RequestPath:{RequestPath}");

    /// <summary>
    /// Tells logs and traces whose request they speak of, in place of the framework's own scope, which names the whole path and is turned off: see
    /// <see cref="Workers.Hosting.Operation"/>.
    /// </summary>
    public static void UseToldAddresses(this WebApplication app)
    {
        var told = app.Services.GetRequiredService<ToldAddresses>();
        app.Use(
            async (http, next) =>
            {
                var path = told.Of(http.Request.Path);
                // Written at the start of the request by the framework, and read at its end by whoever sends traces on.
                if (http.Features.Get<IHttpActivityFeature>()?.Activity is { } trace && trace.GetTagItem("url.path") is not null)
                    trace.SetTag("url.path", path);
                using (Request(app.Logger, http.TraceIdentifier, path))
                    await next(http);
            }
        );
    }

    /// <summary>The path of a request as its problem may tell it.</summary>
    public static string ToldPath(this HttpContext http) => http.RequestServices.GetRequiredService<ToldAddresses>().Of(http.Request.Path);
}
