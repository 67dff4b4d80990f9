using MediatR;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Hosting;

/// <summary>What happens before the first request, and what the console says then.</summary>
internal static partial class StartUp
{
    /// <summary>Database, first key, demo people, and where to go.</summary>
    public static async Task Prepare(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var settings = app.Services.GetRequiredService<TicketsSettings>();
        var demo = settings.Demo ?? app.Environment.IsDevelopment();
        await PrepareDatabase.Run(app.Services, stopping);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            if (await mediator.Send(new BootstrapKey(settings.Access.BootstrapKey, now), stopping) == BootstrapOutcome.Revoked)
                BootstrapRevoked(app.Logger);
            await mediator.Send(new ArrangeDemo(demo, now), stopping);
        }

        if (demo)
            await DemoConversations.Plant(app.Services, now, stopping);
        app.Lifetime.ApplicationStarted.Register(() => Welcome(app, settings, demo));
    }

    private static void Welcome(WebApplication app, TicketsSettings settings, bool demo)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? ApiServices.DefaultUrl;
        settings.PublicUrl ??= new Uri(address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        if (!demo)
            return;
        var page = new System.Text.StringBuilder()
            .AppendLine()
            .AppendLine($"  API       {address}/swagger")
            .AppendLine($"  Citizens  {address}/lacak")
            .AppendLine("  Demo keys (Authorization: Bearer <key>), in a demonstration only:");
        foreach (var person in DemoPeople.All)
            page.AppendLine($"    {person.Key, -26} {person.Name, -20} {string.Join(", ", RoleNames.Of(person.Roles))}{(person.Directorate is { } unit ? " " + unit : "")}");
        Console.WriteLine(page);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The configured bootstrap key was revoked and stays refused; configure a fresh one")]
    private static partial void BootstrapRevoked(ILogger logger);
}
