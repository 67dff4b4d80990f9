using System.Diagnostics;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;
using Xunit.Abstractions;

namespace Tickets.IntegrationTests.Intake;

/// <summary>A megabyte holds thousands of comments: they are read in portions, between which others write.</summary>
public sealed class ACrowdInOneDelivery(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Comments = 5000;
    private const int Portions = Comments / 100;
    private ADatabase database = null!;

    public async Task InitializeAsync() =>
        database = await ADatabase.Fresh(add: services => services.AddMeta(new ConfigurationBuilder().Build()));

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task While_it_is_read_others_have_their_turns()
    {
        var id = await Delivered();
        var longest = TimeSpan.Zero;
        var turns = 0;
        var began = Stopwatch.GetTimestamp();

        // SQLite answers without ever letting its thread go.
        var reading = Task.Run(() => database.Send(new ReadDeliveries([id])));
        while (!reading.IsCompleted)
        {
            var asked = Stopwatch.GetTimestamp();
            await database.Look(db => db.Channels.CountAsync());
            turns++;
            longest = longest > Stopwatch.GetElapsedTime(asked) ? longest : Stopwatch.GetElapsedTime(asked);
        }

        await reading;
        output.WriteLine($"{Comments} comments in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s; {turns} turns of others meanwhile, the longest wait {longest.TotalMilliseconds:0} ms");
        Assert.InRange(turns, Portions / 2, int.MaxValue);
        Assert.Equal((Comments, DeliveryState.Processed), await ReadSoFar(id));
    }

    [Fact]
    public async Task Read_again_after_it_was_cut_in_the_middle_each_comment_is_there_once()
    {
        var id = await Delivered();
        using var cut = new CancellationTokenSource();
        var reading = Task.Run(() => Read(id, cut.Token), CancellationToken.None);
        await Eventually.Holds("the first portions are there", TimeSpan.FromSeconds(60), async () => (await ReadSoFar(id)).Messages > 0);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(DeliveryState.Accepted, (await ReadSoFar(id)).State);

        await database.Send(new ReadDeliveries([id]));

        Assert.Equal((Comments, DeliveryState.Processed), await ReadSoFar(id));
        Assert.Equal(Comments, await database.Look(db => db.Messages.Select(m => m.PlatformMessageId).Distinct().CountAsync()));
    }

    private async Task Read(long id, CancellationToken cut)
    {
        await using var scope = database.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReadDeliveries([id]), cut);
    }

    private Task<(int Messages, DeliveryState State)> ReadSoFar(long id) =>
        database.Look(async db => (await db.Messages.CountAsync(), (await db.Deliveries.SingleAsync(d => d.Id == id)).State));

    private Task<long> Delivered()
    {
        var now = TimeProvider.System.GetUtcNow();
        var changes = Enumerable
            .Range(0, Comments)
            .Select(i => new
            {
                field = "feed",
                value = new { item = "comment", verb = "add", post_id = "9_1", comment_id = $"1_{i}", from = new { id = $"w{i}", name = "A" }, created_time = now.ToUnixTimeSeconds(), message = i % 20 == 0 ? "min tolong PKH saya belum cair" : "semangat" },
            });
        var body = JsonSerializer.SerializeToUtf8Bytes(new { @object = "page", entry = new[] { new { id = "9", time = now.ToUnixTimeSeconds(), changes } } });
        Assert.InRange(body.Length, 600_000, 1 << 20);
        return database.Look(async db =>
        {
            var delivery = new Delivery("meta", body, now);
            db.Add(delivery);
            await db.SaveChangesAsync();
            return delivery.Id;
        });
    }
}
