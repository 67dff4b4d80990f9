using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Api.Hosting;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;

namespace Tickets.IntegrationTests.Contract;

/// <summary>The real Api with all its endpoints, on an empty SQLite file of its own and the bus in memory.</summary>
public class ApiUnderTest : WebApplicationFactory<ApiMarker>
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("tickets-contract-");

    /// <summary>Everything that answers a request.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints => [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>A client without a key.</summary>
    public HttpClient Stranger() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    /// <summary>A client with a fresh key of these roles, bound to no directorate.</summary>
    public async Task<HttpClient> With(Roles roles)
    {
        var key = Keys.Fresh();
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        await db.Change(
            () =>
            {
                db.Add(new ApiKey($"test {roles}", Keys.Hash(key), roles, directorate: null, userId: null, now));
                return Task.CompletedTask;
            },
            CancellationToken.None
        );
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseContentRoot(directory.FullName);
        builder.UseSetting("Tickets:DataDirectory", directory.FullName);
        builder.UseSetting("Tickets:Database", nameof(DatabaseKind.Sqlite));
        builder.UseSetting("Tickets:Bus", nameof(BusKind.InMemory));
        builder.UseSetting("Tickets:Workers", nameof(WorkersKind.Embedded));
        builder.UseSetting("Tickets:Demo", "false");
        // This server has no limit of bodies to set, and says so at every request.
        builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore.Routing.EndpointRoutingMiddleware", "Error");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);
    }
}
