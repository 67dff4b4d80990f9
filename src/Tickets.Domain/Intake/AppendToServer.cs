using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Intake;

/// <summary>Appends deliveries to a database server. Its disks are its own affair.</summary>
internal sealed class AppendToServer(IServiceScopeFactory scopes) : AppendDeliveries
{
    private List<Delivery> group = [];

    /// <inheritdoc/>
    public override void Add(Arrival arrival) => group.Add(new Delivery(arrival.Source, arrival.Body, arrival.At));

    /// <inheritdoc/>
    public override IReadOnlyList<long> Commit()
    {
        var rows = group;
        group = [];
        return Commit(rows).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override void Dispose() { }

    private async Task<IReadOnlyList<long>> Commit(List<Delivery> rows)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        db.Deliveries.AddRange(rows);
        await db.SaveChangesAsync(CancellationToken.None);
        return [.. rows.Select(r => r.Id)];
    }
}
