using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Hosting;
using Tickets.Domain.Persistence;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Reporting;

/// <summary>A real SQLite file for one test class of reports, and a count of the commands that reached it.</summary>
public sealed class ReportDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("tickets-reports-");
    private readonly CommandCount commands = new();
    private readonly ServiceProvider services;

    private ReportDatabase()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Tickets:DataDirectory", directory.FullName)]).Build();
        services = new ServiceCollection().AddLogging(l => l.AddProvider(commands)).AddTicketsDomain(configuration).BuildServiceProvider();
    }

    /// <summary>Commands sent so far.</summary>
    public int Commands => commands.Count;

    public static async Task<ReportDatabase> Prepared()
    {
        var database = new ReportDatabase();
        await PrepareDatabase.Run(database.services, CancellationToken.None);
        return database;
    }

    /// <summary>Saves tickets as their builders left them, the officers before.</summary>
    public async Task Save(params ATicket[] tickets)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        await db.Change(
            async () =>
            {
                db.AddRange(tickets.Select(t => t.Ticket.Officer).OfType<Domain.User>().Distinct());
                await db.SaveChangesAsync();
                foreach (var ticket in tickets)
                    ticket.AddTo(db);
            },
            CancellationToken.None
        );
    }

    /// <summary>Asks in a scope of its own and looks that nothing is tracked.</summary>
    public async Task<T> Ask<T>(IRequest<T> request)
    {
        await using var scope = services.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        Assert.Empty(scope.ServiceProvider.GetRequiredService<TicketsDb>().ChangeTracker.Entries());
        return answer;
    }

    /// <summary>Asks for a stream and hands it over while its scope lives.</summary>
    public async Task Stream<T>(IRequest<IAsyncEnumerable<T>> request, Func<IAsyncEnumerable<T>, Task> use)
    {
        await using var scope = services.CreateAsyncScope();
        await use(await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request));
        Assert.Empty(scope.ServiceProvider.GetRequiredService<TicketsDb>().ChangeTracker.Entries());
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);
    }

    private sealed class CommandCount : ILoggerProvider, ILogger
    {
        private int count;

        public int Count => count;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == RelationalEventId.CommandExecuted.Id)
                Interlocked.Increment(ref count);
        }

        public void Dispose() { }
    }
}
