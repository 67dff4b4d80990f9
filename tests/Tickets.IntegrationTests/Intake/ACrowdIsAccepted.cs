using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Intake;

/// <summary>The one writer of raw deliveries, on the file and through the driver of a server, with many who wait for it at once.</summary>
public sealed class ACrowdIsAccepted
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.SqlServer)]
    public async Task Whoever_is_answered_is_there_once_under_the_key_that_was_told(DatabaseKind way)
    {
        await using var database = await ADatabase.Fresh();
        await using var accept = Writer(database, way);
        var told = new ConcurrentBag<long>();
        accept.Accepted = ids =>
        {
            foreach (var id in ids)
                told.Add(id);
        };

        await Task.WhenAll(Enumerable.Range(0, 64).Select(sender => Task.Run(() => Send(accept, sender, 20)))).WaitAsync(Patience);

        var kept = await database.Look(db => db.Deliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync());
        Assert.Equal(64 * 20, kept.Count);
        Assert.Equal(kept.Select(d => d.Id), told.Order());
        Assert.Equal(kept.Count, kept.Select(d => Encoding.UTF8.GetString(d.Body)).Distinct().Count());
        // Each sender waits for its answer: its next delivery comes after it in the table.
        Assert.All(kept.GroupBy(d => d.Source), one => Assert.Equal(Enumerable.Range(0, 20).Select(n => $"{one.Key} {n}"), one.Select(d => Encoding.UTF8.GetString(d.Body))));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.SqlServer)]
    public async Task While_the_database_cannot_take_them_everybody_is_told_and_nothing_is_kept_and_then_it_goes_on(DatabaseKind way)
    {
        await using var database = await ADatabase.Fresh();
        await using var accept = Writer(database, way);
        await accept.Accept("meta", "before"u8.ToArray());
        await Rename(database, "Deliveries", "Elsewhere");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Task.Run(() => Record.ExceptionAsync(() => accept.Accept("meta", [(byte)n]).AsTask())))).WaitAsync(Patience);

        Assert.All(answers, answer => Assert.IsAssignableFrom<DbException>(answer is DbUpdateException { InnerException: { } why } ? why : answer));
        await Rename(database, "Elsewhere", "Deliveries");
        await accept.Accept("meta", "after"u8.ToArray());
        Assert.Equal(["before", "after"], (await database.Look(db => db.Deliveries.OrderBy(d => d.Id).Select(d => d.Body).ToListAsync())).Select(Encoding.UTF8.GetString));
    }

    [Fact]
    public async Task Whoever_comes_while_the_process_ends_is_kept_or_refused_and_does_not_wait_for_ever()
    {
        await using var database = await ADatabase.Fresh();
        var accept = Writer(database, DatabaseKind.Sqlite);
        await accept.Accept("meta", "first"u8.ToArray());

        var senders = Enumerable.Range(0, 16).Select(sender => Task.Run(() => SendUntilRefused(accept, sender))).ToArray();
        await accept.Accept("meta", "last"u8.ToArray());
        await accept.DisposeAsync().AsTask().WaitAsync(Patience);
        var answered = await Task.WhenAll(senders).WaitAsync(Patience);

        Assert.Equal(answered.Sum() + 2, await database.Look(db => db.Deliveries.CountAsync()));
    }

    // The driver of a server writes to a file as well; to a server, only it.
    private static AcceptDeliveries Writer(ADatabase database, DatabaseKind way) =>
        new(
            database.Services.GetRequiredService<IServiceScopeFactory>(),
            new TicketsSettings { Database = OnServer ? DatabaseKind.SqlServer : way, DataDirectory = database.Services.GetRequiredService<TicketsSettings>().DataDirectory },
            database.Services.GetRequiredService<WriteTurns>(),
            TimeProvider.System,
            NullLogger<AcceptDeliveries>.Instance
        );

    private static bool OnServer => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ADatabase.SqlServerVariable));

    private static Task<int> Rename(ADatabase database, string from, string to) =>
        database.Look(db => db.Database.ExecuteSqlRawAsync(OnServer ? $"EXEC sp_rename '{from}', '{to}'" : $"""ALTER TABLE "{from}" RENAME TO "{to}" """));

    private static async Task Send(AcceptDeliveries accept, int sender, int count)
    {
        for (var n = 0; n < count; n++)
            await accept.Accept($"sender {sender}", Encoding.UTF8.GetBytes($"sender {sender} {n}"));
    }

    private static async Task<int> SendUntilRefused(AcceptDeliveries accept, int sender)
    {
        for (var kept = 0; ; kept++)
        {
            try
            {
                await accept.Accept("meta", Encoding.UTF8.GetBytes($"{sender} {kept}"));
            }
            catch (ObjectDisposedException)
            {
                return kept;
            }
        }
    }
}
