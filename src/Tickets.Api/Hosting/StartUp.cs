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
        // Known before anything runs: what a crash left unsaid is said right after the start, and names this address.
        settings.PublicUrl ??= Reached((app.Configuration["urls"] ?? ApiServices.DefaultUrl).Split(';')[0]);
        await PrepareDatabase.Run(app.Services, stopping);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            if (await mediator.Send(new IssueBootstrapKey(settings.Access.BootstrapKey, now), stopping) == BootstrapOutcome.Revoked)
                BootstrapRevoked(app.Logger);
            await mediator.Send(new ArrangeDemo(demo, now), stopping);
        }

        await DemoAccounts.Arrange(app.Services, demo, now, stopping);
        if (demo)
            await DemoConversations.Plant(app.Services, now, stopping);
        app.Lifetime.ApplicationStarted.Register(() => Welcome(app, settings, demo));
    }

    private static void Welcome(WebApplication app, TicketsSettings settings, bool demo)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? ApiServices.DefaultUrl;
        settings.PublicUrl ??= Reached(address);
        if (settings.WhatMisleads(demo, app.Environment.IsProduction()) is { } misleading)
            Misleads(app.Logger, misleading);
        if (!demo)
            return;
        var page = new System.Text.StringBuilder()
            .AppendLine()
            .AppendLine($"  Staff     {address}/")
            .AppendLine($"  Citizens  {address}/lapor and {address}/lacak")
            .AppendLine($"  API       {address}/swagger")
            .AppendLine($"  Simulator {address}/simulator")
            .AppendLine($"  In a demonstration only: sign in by login with the password {DemoAccounts.Password}, or send Authorization: Bearer <key>.")
            .AppendLine($"    {"login",-14} {"key",-26} who");
        foreach (var person in DemoPeople.All)
            page.AppendLine($"    {person.Login,-14} {person.Key,-26} {person.Name}, {string.Join(", ", RoleNames.Of(person.Roles))}{(person.Directorate is { } unit ? " " + unit : "")}");
        Console.WriteLine(page);
    }

    // From this machine; who is reached from elsewhere says so by Tickets:PublicUrl. Null while the system is still to choose the port.
    private static Uri? Reached(string address)
    {
        foreach (var any in (string[])["[::]", "0.0.0.0", "//+", "//*"])
            address = address.Replace(any, any.StartsWith('/') ? "//127.0.0.1" : "127.0.0.1", StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out var known) && known.Port != 0 ? known : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Misleading}")]
    private static partial void Misleads(ILogger logger, string misleading);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The configured bootstrap key was revoked and stays refused; configure a fresh one")]
    private static partial void BootstrapRevoked(ILogger logger);
}
