using System.Data.Common;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Hosting;
using Tickets.Domain.Persistence;

namespace Tickets.Testing;

/// <summary>
/// A real database of its own, prepared as every process prepares it, with the use cases around it: a SQLite file in a temporary directory, or, when
/// <c>TICKETS_TEST_SQLSERVER</c> holds a connection string, a fresh database on that server. Gone when disposed.
/// </summary>
public sealed class ADatabase : IAsyncDisposable
{
    /// <summary>The environment variable with the connection string of a SQL Server to use instead of SQLite.</summary>
    public const string SqlServerVariable = "TICKETS_TEST_SQLSERVER";

    private readonly string? directory;
    private readonly ServiceProvider services;

    private ADatabase(string? directory, ServiceProvider services) => (this.directory, this.services) = (directory, services);

    /// <summary>Somebody with every role.</summary>
    public static Caller Administrator { get; } = new(Actor.Key(0, "uji"), RoleNames.Every, Directorate: null);

    /// <summary>The services around it.</summary>
    public IServiceProvider Services => services;

    /// <summary>A fresh one.</summary>
    /// <param name="settings">More configuration, as <c>Tickets:Demo</c>.</param>
    /// <param name="add">More services, as a clock that stands.</param>
    public static async Task<ADatabase> Fresh(IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? add = null)
    {
        var server = Environment.GetEnvironmentVariable(SqlServerVariable);
        var folder = string.IsNullOrEmpty(server) ? Directory.CreateTempSubdirectory("tickets-").FullName : null;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Place(folder, server)).AddInMemoryCollection(settings).Build();
        var collection = new ServiceCollection().AddLogging();
        add?.Invoke(collection);
        collection.AddTicketsDomain(configuration);
        var database = new ADatabase(folder, collection.BuildServiceProvider(validateScopes: true));
        await database.Prepare();
        return database;
    }

    /// <summary>Sends a request as the edges do, in a scope of its own.</summary>
    public async Task<T> Send<T>(IRequest<T> request)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>Looks into the database, or puts rows there, in a transaction of its own.</summary>
    public async Task<T> Look<T>(Func<TicketsDb, Task<T>> look)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        return await db.Change(() => look(db), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
            if (directory is null)
                await db.Database.EnsureDeletedAsync();
            else
                SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        await services.DisposeAsync();
        if (directory is not null)
            Directory.Delete(directory, recursive: true);
    }

    private static Dictionary<string, string?> Place(string? folder, string? server)
    {
        if (folder is not null)
            return new() { ["Tickets:DataDirectory"] = folder };
        var connection = new DbConnectionStringBuilder { ConnectionString = server };
        connection.Remove("Database");
        connection["Initial Catalog"] = "tickets-" + Guid.CreateVersion7().ToString("N");
        return new() { ["Tickets:Database"] = nameof(DatabaseKind.SqlServer), ["ConnectionStrings:Tickets"] = connection.ConnectionString };
    }

    private async Task Prepare()
    {
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
            // A model that has no migrations yet is made as it is.
            if (!db.Database.GetMigrations().Any())
                await db.Database.EnsureCreatedAsync();
        }

        await PrepareDatabase.Run(services, CancellationToken.None);
    }
}
