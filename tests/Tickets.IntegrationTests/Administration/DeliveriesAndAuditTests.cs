using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Audit;
using Tickets.Domain.Intake;
using Tickets.Domain.Routing;

namespace Tickets.IntegrationTests.Administration;

public sealed class DeliveriesAndAuditTests : AdministrationTest
{
    [Fact]
    public async Task Deliveries_are_listed_by_state_without_what_they_say()
    {
        var ids = await Deliveries();
        var unknown = Assert.Single((await Send(new ListDeliveries(DeliveryState.Unknown, new PageOf(null, null)))).Items);
        Assert.Equal((ids[1], "meta", 7, "entry[0]: story"), (unknown.Id, unknown.Source, unknown.Bytes, unknown.Detail));
        Assert.Equal(ids.Reverse(), (await Send(new ListDeliveries(null, new PageOf(null, null)))).Items.Select(d => d.Id));
        Assert.Equal([ids[0]], (await Send(new ListDeliveries(DeliveryState.Processed, new PageOf(null, null)))).Items.Select(d => d.Id));
    }

    [Fact]
    public async Task A_delivery_nobody_understood_is_read_again_on_demand_and_others_are_not()
    {
        var ids = await Deliveries();
        Assert.Equal(DeliveryState.Accepted, (await Send(new RetryDelivery(ids[1], Admin, Now))).State);
        Assert.Equal(Refusal.DeliveryNotFailed, await Refused(new RetryDelivery(ids[0], Admin, Now)));
        Assert.Equal(Refusal.NotFound, await Refused(new RetryDelivery(4711, Admin, Now)));
        Assert.Equal($"Setting Delivery {ids[1]}: tried again.", (await Audit())[0]);
    }

    [Fact]
    public async Task A_state_nobody_knows_is_refused() =>
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(new ListDeliveries((DeliveryState)9, new PageOf(null, null))));

    [Fact]
    public async Task The_audit_tells_who_did_what_page_by_page()
    {
        await Send(new SaveTopic("banjir", "Banjir", "Floods", New: true, Admin, Now));
        var number = await ATicketAt("JAMSOS");
        var newest = await Send(new ListEvents(new PageOf(null, 1), "id"));
        var line = Assert.Single(newest.Items);
        Assert.Equal((number, "uji", ActorKind.Key), (line.Ticket, line.Actor, line.ActorKind));
        List<ListedEvent> all = [.. newest.Items];
        for (var next = newest.Next; next is not null;)
        {
            var page = await Send(new ListEvents(new PageOf(next, 1), "id"));
            all.AddRange(page.Items);
            next = page.Next;
        }

        Assert.Equal(await Database.Look(db => db.Events.OrderByDescending(e => e.Id).Select(e => e.Id).ToListAsync()), all.Select(e => e.Id));
        Assert.Contains(all, e => e.Text == "Pengaturan Topik banjir: dibuat (Banjir)." && e.Ticket is null && e.At == Now);
    }

    [Fact]
    public async Task What_was_refused_leaves_no_line()
    {
        var before = (await Audit()).Count;
        Assert.Equal(Refusal.MustRemain, await Refused(new DeleteDirectorate("HUMAS", Admin, Now)));
        Assert.Equal(before, (await Audit()).Count);
    }

    // One that was read, one that nobody knows, one that waits.
    private Task<long[]> Deliveries() =>
        Database.Look(async db =>
        {
            Delivery[] deliveries = [new("meta", "{\"a\":1}"u8.ToArray(), Now), new("meta", "{\"b\":2}"u8.ToArray(), Now), new("meta", "{}"u8.ToArray(), Now)];
            foreach (var delivery in deliveries)
            {
                db.Add(delivery);
                await db.SaveChangesAsync();
            }

            deliveries[0].WasRead(null, Now);
            deliveries[1].WasRead("entry[0]: story", Now);
            return deliveries.Select(d => d.Id).ToArray();
        });
}
