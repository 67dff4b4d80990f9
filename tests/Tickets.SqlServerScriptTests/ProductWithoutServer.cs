using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tickets.Domain.Hosting;
using Tickets.Domain.Persistence;

namespace Tickets.SqlServerScriptTests;

/// <summary>The product's own use cases on SQL Server, with the server left out: what they would have asked is written down.</summary>
internal sealed class ProductWithoutServer : IAsyncDisposable
{
    private readonly RecordingConnection connection = new();
    private readonly ServiceProvider services;

    public ProductWithoutServer(int? together = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Tickets:Database"] = "SqlServer", ["ConnectionStrings:Tickets"] = "Server=(none)" })
            .Build();
        var registered = new ServiceCollection().AddLogging().AddTicketsDomain(configuration);
        registered.RemoveAll<IDbContextOptionsConfiguration<SqlServerTicketsDb>>();
        registered.ConfigureDbContext<SqlServerTicketsDb>(o =>
            o.UseSqlServer(
                connection,
                s =>
                {
                    if (together is { } most)
                        s.MaxBatchSize(most);
                }
            )
        );
        services = registered.BuildServiceProvider();
    }

    /// <summary>What the work would have asked. How it ends is its own matter: an empty database lets few things end well.</summary>
    public async Task<IReadOnlyList<string>> Asked(Func<IServiceProvider, Task> work)
    {
        var before = connection.Statements.Count;
        await using var scope = services.CreateAsyncScope();
        await Record.ExceptionAsync(() => work(scope.ServiceProvider));
        return [.. connection.Statements.Skip(before)];
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await connection.DisposeAsync();
    }
}
