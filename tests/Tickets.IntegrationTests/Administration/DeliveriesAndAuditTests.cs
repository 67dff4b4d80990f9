using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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
        Assert.Contains(all, e => e.Text == "Pengaturan Topik Banjir: dibuat." && e.Coded == "Pengaturan Topik banjir: dibuat (Banjir)." && e.Ticket is null && e.At == Now);
    }

    [Fact]
    public async Task The_audit_is_searched_by_doer_kind_subject_words_and_dates()
    {
        await Send(new SaveTopic("banjir", "Banjir \"bandang\" – café", "Floods", New: true, new Caller(Actor.User(7, "Dewi Kartika"), Roles.Administrator, null), Now));
        var number = await ATicketAt("JAMSOS");
        await Send(new SaveTopic("longsor", "Longsor", "Landslides", New: true, Admin, Now.AddDays(2)));

        Assert.Equal(["banjir"], await Topics(actor: "dewi kar"));
        Assert.Equal(["longsor", "banjir"], await Topics(kind: AuditKind.Settings, subject: "topic"));
        Assert.Equal(["longsor"], await Topics(subject: "LONGSOR"));
        Assert.Equal(["banjir"], await Topics(text: "\"bandang\" – CAFÉ"));
        Assert.Equal(["longsor"], await Topics(kind: AuditKind.Settings, from: "2026-08-19"));
        Assert.Equal(["banjir"], await Topics(kind: AuditKind.Settings, to: "2026-08-20"));
        Assert.All(await Lines(SoughtEvents.Read(null, null, number.ToLowerInvariant(), null, null, null)), l => Assert.Equal(number, l.Ticket));
        // What has a code is sought by its name too.
        Assert.Contains(await Lines(SoughtEvents.Read(null, null, null, "jaminan sosial", null, null)), l => l.Type == nameof(TicketTransferred) || l.Type == nameof(TicketRouted));
        // Part of the sentence itself, in the reader's language.
        Assert.Contains(await Lines(SoughtEvents.Read(null, null, null, "pengaturan", null, null)), l => l.Type == nameof(SettingChanged));
        Assert.Empty(await Lines(SoughtEvents.Read("nobody", null, null, null, null, null)));

        async Task<string[]> Topics(string? actor = null, AuditKind? kind = null, string? subject = null, string? text = null, string? from = null, string? to = null) =>
            [.. (await Lines(SoughtEvents.Read(actor, kind, subject, text, from, to))).Select(l => l.Coded.Contains("longsor", StringComparison.Ordinal) ? "longsor" : "banjir")];
    }

    [Theory]
    [InlineData("kemarin", null)]
    [InlineData("2026-12-01", "2026-11-01")]
    public void Dates_that_are_none_or_run_backwards_are_refused(string from, string? to) =>
        Assert.Equal(Refusal.Invalid, Assert.Throws<RefusedException>(() => SoughtEvents.Read(null, null, null, null, from, to)).Refusal);

    [Fact]
    public async Task Taking_the_audit_along_stands_in_it_and_no_cell_is_a_formula()
    {
        await Send(new SaveTopic("banjir", "Banjir", "Floods", New: true, new Caller(Actor.User(7, "=1+1"), Roles.Administrator, null), Now));
        await using var scope = Database.Services.CreateAsyncScope();
        using var written = new MemoryStream();
        var lines = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ExportEvents(SoughtEvents.Read(null, AuditKind.Settings, null, null, null, null), "id", Admin, Now));
        await AuditCsv.Write(lines, written, CancellationToken.None);

        var csv = System.Text.Encoding.UTF8.GetString(written.ToArray()).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,at,recordedAt,type,ticket,actorKind,actor,text,kind,coded", csv[0].TrimEnd());
        var row = Assert.Single(csv[1..]);
        Assert.Contains("'=1+1", row, StringComparison.Ordinal);
        Assert.Contains("2026-08-18T10:00:00+07:00", row, StringComparison.Ordinal);
        Assert.Equal("Setting Audit log: exported (Settings and access).", (await Audit())[0]);
    }

    [Fact]
    public void Every_event_is_about_something_and_each_kind_has_events() =>
        Assert.All(Enum.GetValues<AuditKind>(), kind => Assert.Contains(TicketEventNames.Known, type => SoughtEvents.KindOf(type) == kind));

    [Fact]
    public async Task What_was_refused_leaves_no_line()
    {
        var before = (await Audit()).Count;
        Assert.Equal(Refusal.MustRemain, await Refused(new DeleteDirectorate("HUMAS", Admin, Now)));
        Assert.Equal(before, (await Audit()).Count);
    }

    private async Task<IReadOnlyList<ListedEvent>> Lines(SoughtEvents sought) => (await Send(new ListEvents(new PageOf(null, null), "id", Sought: sought))).Items;

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
