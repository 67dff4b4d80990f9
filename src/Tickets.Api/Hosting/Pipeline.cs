using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tickets.Api.Access;
using Tickets.Api.Endpoints;
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
        app.UseForwardedHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Problems.Handle, AllowStatusCode404Response = true, SuppressDiagnosticsCallback = c => Problems.IsAnswer(c.Exception) });
        app.UseStatusCodePages(c => Problems.HandleStatus(c.HttpContext));
        app.UseStaticFiles();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseTicketsSwagger();

        app.MapHealth(e => e.ForAnybody("tells only whether the service is up"));
        app.MapMetaWebhook();
        app.MapRazorPages().ForAnybody("citizen pages: a code is needed, rate-limited").RequireRateLimiting("public");
        var api = app.MapGroup("/api/v1");
        api.MapInbox();
        api.MapTickets();
        api.MapUnderstanding();
    }

    /// <summary>Database, first key, demo, and where to go.</summary>
    public static async Task Prepare(this WebApplication app)
    {
        await PrepareDatabase.Run(app.Services, app.Lifetime.ApplicationStopping);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var settings = app.Services.GetRequiredService<TicketsSettings>();
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? ApiServices.DefaultUrl;
            settings.PublicUrl ??= new Uri(address);
        });
    }
}
