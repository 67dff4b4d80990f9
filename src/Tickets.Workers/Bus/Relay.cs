using System.Text.Json;
using System.Threading.Channels;
using MassTransit;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;
using Tickets.Domain.Sweeping;

namespace Tickets.Workers.Bus;

/// <summary>
/// Brings committed events to the bus, at once after the commit, and strikes them off when the bus has them. A crash between the two publishes them again; what
/// never got here (a crash right after the commit, a broker that is away) the sweep finds in the table.
/// </summary>
public sealed partial class Relay(Commits commits, AcceptDeliveries deliveries, IBus bus, IServiceScopeFactory scopes, ILogger<Relay> log) : BackgroundService
{
    private const int MostAtOnce = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Striking off is a write of its own: once for all that were published in this time. The sweep leaves rows this young alone.
    private static readonly TimeSpan StrikesOffEvery = TimeSpan.FromMilliseconds(200);

    // A hint for all that were accepted in this time: a crowd's deliveries are read together anyway.
    private static readonly TimeSpan HintsEvery = TimeSpan.FromMilliseconds(10);

    private readonly Channel<long> published = System.Threading.Channels.Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Channel<IReadOnlyList<long>> accepted = System.Threading.Channels.Channel.CreateBounded<IReadOnlyList<long>>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        deliveries.Accepted = ids => accepted.Writer.TryWrite(ids);
        await Task.WhenAll(RelayEvents(stoppingToken), StrikeOff(stoppingToken), HintAtDeliveries(stoppingToken));
    }

    private async Task RelayEvents(CancellationToken stopping)
    {
        var batch = new List<EventRow>();
        while (await More(commits.News, stopping))
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && commits.News.TryRead(out var rows))
                batch.AddRange(rows);
            await Publish(batch, stopping);
        }
    }

    /// <summary>Publishes events, each for itself, to be struck off soon; what the bus does not take stays for the sweep, what cannot be read is put aside.</summary>
    public async Task Publish(IReadOnlyList<EventRow> rows, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        var readable = rows.Where(row => WhatOf(row) is not null).ToList();
        var problems = await Task.WhenAll(readable.Select(row => Publish(row, patience.Token)));
        // Asked to stop: the sweep of the next process finds them.
        if (problems.OfType<Exception>().FirstOrDefault() is { } problem && !stopping.IsCancellationRequested)
            NotPublished(log, problems.Count(p => p is not null), problem.GetType().Name);
        if (readable.Count < rows.Count)
            await PutAside([.. rows.Except(readable).Select(row => new UnknownEvent(row.Id, row.Type))]);
    }

    /// <summary>Publishes hints, behind which no event stands. False when the bus did not take them in time: nobody else will bring them.</summary>
    public async Task<bool> Hint(IReadOnlyList<object> hints, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            await Task.WhenAll(hints.Select(hint => bus.Publish(hint, hint.GetType(), patience.Token)));
            return true;
        }
        catch (Exception problem)
        {
            // Asked to stop: the sweep of the next process asks again.
            if (!stopping.IsCancellationRequested)
                NotPublished(log, hints.Count, problem.GetType().Name);
            return false;
        }
    }

    /// <summary>Lets nobody wait for what this version cannot read.</summary>
    public async Task PutAside(IReadOnlyList<UnknownEvent> events)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new PutEventsAside([.. events.Select(e => e.Id)]), CancellationToken.None);
            Measures.PutAside(events.Count);
            foreach (var some in events.GroupBy(e => e.Type))
                WerePutAside(log, some.Count(), some.Key, some.First().Id);
        }
        catch (Exception problem)
        {
            NotPutAside(log, events.Count, problem.GetType().Name);
        }
    }

    private async Task<Exception?> Publish(EventRow row, CancellationToken patience)
    {
        try
        {
            await bus.Publish(row.What, row.What.GetType(), c => c.MessageId = MessageIds.Of(row.Id, row.RecordedAt), patience);
            published.Writer.TryWrite(row.Id);
            return null;
        }
        catch (Exception problem)
        {
            return problem;
        }
    }

    // Null for what a newer version wrote, or what is damaged.
    private static TicketEvent? WhatOf(EventRow row)
    {
        try
        {
            return row.What;
        }
        catch (Exception problem) when (problem is KeyNotFoundException or JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private async Task StrikeOff(CancellationToken stopping)
    {
        while (await More(published.Reader, stopping))
        {
            await Task.Delay(StrikesOffEvery, CancellationToken.None);
            await StrikeOffWhatWasPublished();
        }

        await StrikeOffWhatWasPublished();
    }

    private async Task StrikeOffWhatWasPublished()
    {
        var ids = new List<long>();
        while (ids.Count < MostAtOnce && published.Reader.TryRead(out var id))
            ids.Add(id);
        if (ids.Count == 0)
            return;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new MarkPublished(ids), CancellationToken.None);
        }
        catch (Exception problem)
        {
            NotStruckOff(log, ids.Count, problem.GetType().Name);
        }
    }

    private async Task HintAtDeliveries(CancellationToken stopping)
    {
        var ids = new List<long>();
        while (await More(accepted.Reader, stopping))
        {
            await Task.Delay(HintsEvery, CancellationToken.None);
            ids.Clear();
            while (ids.Count < MostAtOnce && accepted.Reader.TryRead(out var some))
                ids.AddRange(some);
            await Hint([new DeliveriesAccepted([.. ids])], stopping);
        }
    }

    private static async Task<bool> More<T>(ChannelReader<T> reader, CancellationToken stopping)
    {
        try
        {
            return await reader.WaitToReadAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} published messages were not struck off ({Problem}); the sweep will publish them again")]
    private static partial void NotStruckOff(ILogger logger, int count, string problem);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Count} events {Type} (the first is {Id}) cannot be read by this version and were put aside; the audit lists them, and a newer version publishes them when it starts"
    )]
    private static partial void WerePutAside(ILogger logger, int count, string type, long id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events that cannot be read were not put aside ({Problem}); the sweep will")]
    private static partial void NotPutAside(ILogger logger, int count, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages were not published ({Problem}); the sweep will")]
    private static partial void NotPublished(ILogger logger, int count, string problem);
}

/// <summary>Ids of messages.</summary>
internal static class MessageIds
{
    /// <summary>The same row always gets the same id, and rows of another database another one: receivers can drop repeats.</summary>
    public static Guid Of(long row, DateTimeOffset recordedAt)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, recordedAt.UtcTicks);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes[8..], row);
        return new Guid(bytes, bigEndian: true);
    }
}
