using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Intake;

/// <summary>Reads raw deliveries and makes of them what they say. Repeating it is harmless.</summary>
/// <param name="Ids">Which; those that are read already are passed over.</param>
public sealed record ReadDeliveries(IReadOnlyList<long> Ids) : IRequest<Unit>;

internal sealed partial class ReadDeliveriesHandler(
    TicketsDb db,
    IEnumerable<IDeliveryReader> readers,
    TakeIn takeIn,
    LastHeard heard,
    TimeProvider time,
    ILogger<ReadDeliveriesHandler> log
) : IRequestHandler<ReadDeliveries, Unit>
{
    // Together while it goes well, which costs one commit for many; one by one when something is wrong with one of them.
    // Few enough that nobody waits long for a turn.
    private const int Together = 25;

    // A larger body holds hundreds or thousands of comments: it is read alone, a portion in each transaction.
    private const int MostBytesTogether = 1 << 15;

    // So many in a transaction take some tenths of a second, in which nobody else writes where there is one write lock.
    private const int Portion = 100;

    // Another process may be at the same delivery; what it was faster with is found there the next time.
    private const int MostTriesOfAPortion = 5;

    public async Task<Unit> Handle(ReadDeliveries request, CancellationToken cancellationToken)
    {
        foreach (var some in request.Ids.Chunk(Together))
        {
            try
            {
                await ReadAll(some, cancellationToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                ReadOneByOne(log, some.Length, problem.GetType().Name);
                foreach (var id in some)
                    await ReadIt(id, cancellationToken);
            }
        }

        return Unit.Value;
    }

    private async Task ReadAll(long[] ids, CancellationToken cancellation)
    {
        while (ids.Length > 0)
        {
            (var large, ids) = await ReadThem(ids, cancellation);
            if (large is { } id)
                await ReadInPortions(id, cancellation);
        }
    }

    // Answers one that is too large for this, if it is the first, and which are left for another turn.
    private async Task<(long? Large, long[] Left)> ReadThem(long[] ids, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        return await db.Change(
            async () =>
            {
                var deliveries = await db.Deliveries.Where(d => ids.Contains(d.Id) && d.State == DeliveryState.Accepted).OrderBy(d => d.Id).ToListAsync(cancellation);
                if (deliveries is [{ Body.Length: > MostBytesTogether } large, ..])
                    return ((long?)large.Id, deliveries.Skip(1).Select(d => d.Id).ToArray());
                var bytes = 0;
                var now = deliveries.TakeWhile(d => (bytes += d.Body.Length) <= MostBytesTogether).ToList();
                var read = now.ConvertAll(d => (Delivery: d, Happenings: readers.Single(r => r.Source == d.Source).Read(d.Body)));
                await takeIn.LookUp([.. read.SelectMany(r => r.Happenings)], cancellation);
                foreach (var (delivery, happenings) in read)
                    await TakeAllIn(delivery, happenings, cancellation);
                foreach (var platform in heard.News(read.SelectMany(r => r.Happenings).OfType<MessageArrived>().Select(m => m.Platform), time.GetUtcNow()))
                    (await db.Channels.SingleAsync(c => c.Platform == platform, cancellation)).Heard(time.GetUtcNow());
                return ((long?)null, deliveries.Skip(now.Count).Select(d => d.Id).ToArray());
            },
            cancellation
        );
    }

    // Where it got to nobody writes down: taking a message in twice is once, and finding that it is there already is quick.
    private async Task ReadInPortions(long id, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        if (await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.State == DeliveryState.Accepted, cancellation) is not { } delivery)
            return;
        List<string> unknown = [];
        var identifies = false;
        foreach (var portion in readers.Single(r => r.Source == delivery.Source).Read(delivery.Body).Chunk(Portion))
        {
            unknown.AddRange(await TakePortionIn(portion, delivery.ReceivedAt, cancellation));
            identifies |= Identify(portion);
        }

        db.ChangeTracker.Clear();
        await db.Change(
            async () =>
            {
                if (await db.Deliveries.SingleOrDefaultAsync(d => d.Id == id && d.State == DeliveryState.Accepted, cancellation) is { } read)
                {
                    if (identifies)
                        read.Identifies();
                    read.WasRead(Told(unknown), time.GetUtcNow());
                }
            },
            cancellation
        );
    }

    private async Task<List<string>> TakePortionIn(Happening[] portion, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                db.ChangeTracker.Clear();
                return await db.Change(
                    async () =>
                    {
                        await takeIn.LookUp(portion, cancellation);
                        return await TakeThemIn(portion, receivedAt, cancellation);
                    },
                    cancellation
                );
            }
            catch (DbUpdateException problem) when (attempt < MostTriesOfAPortion && (Faults.IsTwin(problem) || problem is DbUpdateConcurrencyException))
            {
                // Somebody else took some of them in first.
            }
        }
    }

    private async Task ReadIt(long id, CancellationToken cancellation)
    {
        try
        {
            await ReadAll([id], cancellation);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            NotRead(log, id, Faults.ForTheLog(problem));
            db.ChangeTracker.Clear();
            await db.Change(
                async () =>
                {
                    if (await db.Deliveries.SingleOrDefaultAsync(d => d.Id == id && d.State == DeliveryState.Accepted, cancellation) is { } delivery)
                        delivery.CouldNotBeRead(problem.GetType().Name, time.GetUtcNow());
                },
                cancellation
            );
        }
    }

    private async Task TakeAllIn(Delivery delivery, IReadOnlyList<Happening> happenings, CancellationToken cancellation)
    {
        var unknown = await TakeThemIn(happenings, delivery.ReceivedAt, cancellation);
        if (Identify(happenings))
            delivery.Identifies();
        delivery.WasRead(Told(unknown), time.GetUtcNow());
    }

    private static bool Identify(IReadOnlyList<Happening> happenings) =>
        happenings.Any(h => ((h as MessageEdited)?.Message ?? h as MessageArrived)?.Text is { Length: > 0 } text && PersonalData.Find(text).Count > 0);

    // Answers what nobody knew.
    private async Task<List<string>> TakeThemIn(IReadOnlyList<Happening> happenings, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        List<string> unknown = [];
        foreach (var happening in happenings)
            if (await takeIn.It(happening, receivedAt, cancellation) is { } why)
                unknown.Add(why);
        return unknown;
    }

    private static string? Told(List<string> unknown)
    {
        if (unknown.Count == 0)
            return null;
        var told = string.Join("; ", unknown);
        return told.Length > 1000 ? told[..1000] : told;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} deliveries are read one by one after {Problem}")]
    private static partial void ReadOneByOne(ILogger logger, int count, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {Id} could not be read")]
    private static partial void NotRead(ILogger logger, long id, Exception problem);
}

/// <summary>Which channels were heard of in this process, so that it is written down once a minute and not for each message.</summary>
public sealed class LastHeard
{
    private static readonly TimeSpan WrittenEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Platform, DateTimeOffset> at = [];
    private readonly Lock gate = new();

    /// <summary>The platforms for which that is news.</summary>
    public IReadOnlyList<Platform> News(IEnumerable<Platform> platforms, DateTimeOffset now)
    {
        lock (gate)
        {
            List<Platform> news = [];
            foreach (var platform in platforms.Distinct())
            {
                if (at.TryGetValue(platform, out var last) && now - last < WrittenEvery && now >= last)
                    continue;
                at[platform] = now;
                news.Add(platform);
            }

            return news;
        }
    }
}
