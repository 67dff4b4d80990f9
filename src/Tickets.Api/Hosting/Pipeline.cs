using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tickets.Api.Access;
using Tickets.Api.Citizen;
using Tickets.Api.Endpoints;
using Tickets.Api.Live;
using Tickets.Api.Simulator;
using Tickets.Api.Webhooks;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Workers.Hosting;

namespace Tickets.Api.Hosting;

internal static class Pipeline
{
    /// <summary>In the order in which a request passes.</summary>
    public static void UseTicketsApi(this WebApplication app)
    {
        // First, since what short-circuits (the webhooks) ends here and pays for nothing below.
        app.UseRouting();
        app.UseToldAddresses();
        app.UseForwardedHeaders();
        app.UseSecureHeaders();
        // Problems logs what was not meant, without the sentences of a database.
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Problems.Handle, AllowStatusCode404Response = true, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(c => Problems.HandleStatus(c.HttpContext));
        app.UseStaffAppFiles();
        app.Use(NotSetWhenEmpty);
        app.RefuseTooMuch();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.RefuseCrossSite();
        app.UseAuthorization();
        app.UseTicketsSwagger();

        app.MapHealth(e => e.ForAnybody("tells only whether the service is up"));
        app.MapMetaWebhooks();
        app.MapXWebhook();
        app.MapConnections();
        app.MapSimulator();
        app.MapStaffApp();
        app.MapHub<LiveHub>("/live").NeedsRole(RoleNames.Every);
        app.MapSingleSignOn();
        app.MapRazorPages().ForAnybody("citizen pages: a code or link is needed to see anything, rate-limited").RequireRateLimiting("public");
        var api = app.MapGroup("/api/v1");
        api.MapSession();
        api.MapInbox();
        api.MapDesk();
        api.MapTickets();
        api.MapMedia();
        api.MapMediaErrands();
        api.MapViews();
        api.MapReports();
        api.MapUnderstanding();
        api.MapSla();
        api.MapOrganisation();
        api.MapAccess();
        api.MapNotices();
        api.MapDeliveries();
        api.MapAudit();
        api.MapRetention();
    }

    // A form that leaves a field empty sends its name all the same: limit= is no limit and not a bad one.
    private static Task NotSetWhenEmpty(HttpContext http, RequestDelegate next)
    {
        if (http.Request.QueryString.HasValue && http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && http.Request.Query.Any(q => string.IsNullOrEmpty(q.Value)))
            http.Request.Query = new QueryCollection(http.Request.Query.Where(q => !string.IsNullOrEmpty(q.Value)).ToDictionary(q => q.Key, q => q.Value));
        return next(http);
    }
}
