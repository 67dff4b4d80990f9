using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

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

    // A large body holds thousands of comments: it is read alone.
    private const int MostBytesTogether = 1 << 17;

    public async Task<Unit> Handle(ReadDeliveries request, CancellationToken cancellationToken)
    {
        foreach (var some in request.Ids.Chunk(Together))
        {
            try
            {
                for (long[] left = some; left.Length > 0;)
                    left = await ReadThem(left, cancellationToken);
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

    // Answers which are left for another turn.
    private async Task<long[]> ReadThem(long[] ids, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        return await db.Change(
            async () =>
            {
                var deliveries = await db.Deliveries.Where(d => ids.Contains(d.Id) && d.State == DeliveryState.Accepted).OrderBy(d => d.Id).ToListAsync(cancellation);
                var bytes = 0;
                var now = deliveries.TakeWhile((d, i) => (bytes += d.Body.Length) <= MostBytesTogether || i == 0).ToList();
                var read = now.ConvertAll(d => (Delivery: d, Happenings: readers.Single(r => r.Source == d.Source).Read(d.Body)));
                await takeIn.LookUp([.. read.SelectMany(r => r.Happenings)], cancellation);
                foreach (var (delivery, happenings) in read)
                    await TakeAllIn(delivery, happenings, cancellation);
                foreach (var platform in heard.News(read.SelectMany(r => r.Happenings).OfType<MessageArrived>().Select(m => m.Platform), time.GetUtcNow()))
                    (await db.Channels.SingleAsync(c => c.Platform == platform, cancellation)).Heard(time.GetUtcNow());
                return deliveries.Skip(now.Count).Select(d => d.Id).ToArray();
            },
            cancellation
        );
    }

    private async Task ReadIt(long id, CancellationToken cancellation)
    {
        try
        {
            await ReadThem([id], cancellation);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            NotRead(log, id, problem);
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
        List<string> unknown = [];
        foreach (var happening in happenings)
            if (await takeIn.It(happening, delivery.ReceivedAt, cancellation) is { } why)
                unknown.Add(why);
        var told = unknown.Count == 0 ? null : string.Join("; ", unknown);
        delivery.WasRead(told is { Length: > 1000 } ? told[..1000] : told, time.GetUtcNow());
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
