using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Domain.Routing;
using Tickets.Domain.Sla;
using Tickets.Domain.WorkingTime;
using Tickets.Testing;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Sla;

/// <summary>A citizen was told a date, and then another policy judges: they hear of the new date once, when it has settled.</summary>
public sealed class CorrectedDates : IAsyncLifetime
{
    // Due 13 July, Monday; by 14 working days 24 July.
    private static readonly DateTimeOffset Opened = Wib.At("2026-07-06 09:00");
    private static readonly DateTimeOffset Later = Wib.At("2026-07-07 10:00");

    private ADatabase database = null!;

    public async Task InitializeAsync() => database = await ADatabase.Fresh();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Another_class_moves_the_date_and_the_citizen_hears_of_it_after_a_while()
    {
        var number = await Kept();

        var effect = await database.Send(new PreviewClassification(number, null, null, Sp4nClass.NonSupervisory, null, null, ADatabase.Administrator, Later));
        Assert.True(effect.CitizenIsTold);
        Assert.Empty(await Corrections(number));
        await Classify(number, Later, Sp4nClass.NonSupervisory);

        var notice = Assert.Single(await Corrections(number));
        Assert.Equal((NoticeState.Pending, Later + WriteNotices.SettlesWithin, Door.CommentReply), (notice.State, notice.NextAttemptAt, notice.Door));
        Assert.Contains("24 Jul 2026", notice.Text, StringComparison.Ordinal);
        // Why it moved is the ministry's own affair.
        Assert.DoesNotContain("perlu diperiksa", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_takes_it_back_in_time_tells_nobody()
    {
        var number = await Kept();

        await Classify(number, Later, Sp4nClass.NonSupervisory);
        await Classify(number, Later.AddMinutes(2), Sp4nClass.Normative);

        Assert.Equal([NoticeState.Withdrawn], (await Corrections(number)).Select(n => n.State));
        Assert.Single(await database.Look(db => db.Events.AsNoTracking().Where(e => e.Type == nameof(NoticeWithdrawn)).ToListAsync()));
    }

    [Fact]
    public async Task Of_several_changes_the_citizen_hears_once_and_of_the_last()
    {
        var number = await Kept(directly: true);

        await Classify(number, Later, Sp4nClass.NonSupervisory);
        await Classify(number, Later.AddMinutes(2), Sp4nClass.Supervisory);
        await database.Send(new TransferTicket(number, "ITJEN", "Mohon diperiksa", null, ADatabase.Administrator, Later.AddMinutes(3)));

        var goesOut = Assert.Single(await Corrections(number), n => n.State == NoticeState.Pending);
        Assert.Contains("13 Jul 2026", goesOut.Text, StringComparison.Ordinal);
        Assert.Contains("30 Sep 2026", goesOut.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("24 Jul 2026", goesOut.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stays_on_its_day_is_not_told_again()
    {
        var number = await Kept();

        await Classify(number, Later, Sp4nClass.Normative);

        Assert.Empty(await Corrections(number));
    }

    [Fact]
    public async Task Who_was_told_no_date_is_not_told_another()
    {
        var number = await Kept(acknowledged: false);

        await Classify(number, Later, Sp4nClass.NonSupervisory);

        Assert.Empty(await Corrections(number));
    }

    [Fact]
    public async Task An_acknowledgement_that_still_waits_tells_the_date_as_it_is_when_it_goes_out()
    {
        var number = await Kept(acknowledged: false);
        await database.Look(async db =>
        {
            var ticket = await db.Tickets.SingleAsync(t => t.Number == number);
            var conversation = await db.Conversations.Include(c => c.Citizen).SingleAsync(c => c.TicketId == ticket.Id);
            return db.Add(new Notice($"ack:{number}", NoticeKind.Acknowledgement, ticket, conversation, Door.CommentReply, "c", "u", "Penyelesaian paling lambat 13 Jul 2026", Actor.System, Opened));
        });

        await Classify(number, Later, Sp4nClass.NonSupervisory);
        Assert.Contains("24 Jul 2026", await Waiting(), StringComparison.Ordinal);

        await Decreed(Later.AddMinutes(5));
        Assert.Contains("27 Jul 2026", await Waiting(), StringComparison.Ordinal);
        Assert.DoesNotContain("13 Jul 2026", await Waiting(), StringComparison.Ordinal);
        Assert.Empty(await Corrections(number));

        // Once it is gone, what it told is what counts.
        await database.Look(async db =>
        {
            var acknowledgement = await db.Notices.Include(n => n.Ticket).SingleAsync(n => n.Key == $"ack:{number}");
            acknowledgement.BeginCall(Later.AddMinutes(6));
            acknowledgement.Arrived("platform-1", Later.AddMinutes(6));
            return true;
        });
        await Classify(number, Later.AddMinutes(7), Sp4nClass.Normative);
        var corrected = Assert.Single(await Corrections(number));
        Assert.Contains("13 Jul 2026", corrected.Text, StringComparison.Ordinal);

        Task<string> Waiting() => database.Look(db => db.Notices.Where(n => n.Key == $"ack:{number}" && n.State == NoticeState.Pending).Select(n => n.Text).SingleAsync());
    }

    [Fact]
    public async Task A_clock_that_stands_promises_no_date_until_it_goes_on()
    {
        var number = await Kept(ticket => ticket.Asked(Later));

        await Classify(number, Later.AddHours(1), Sp4nClass.NonSupervisory);

        Assert.Empty(await Corrections(number));
    }

    [Fact]
    public async Task A_matter_that_is_answered_meanwhile_needs_no_other_date()
    {
        var number = await Kept();
        await Classify(number, Later, Sp4nClass.NonSupervisory);
        await database.Look(async db =>
        {
            (await db.Tickets.SingleAsync(t => t.Number == number)).Resolve("Sudah cair", ATimetable.Seeded, ATicket.Staff, Later.AddMinutes(5));
            return true;
        });

        await database.Send(new SendNotices([(await Corrections(number)).Single().Key]));

        Assert.Equal(NoticeState.Withdrawn, (await Corrections(number)).Single().State);
    }

    [Fact]
    public async Task A_decree_that_comes_in_between_says_it_all_at_once()
    {
        var number = await Kept();
        await Classify(number, Later, Sp4nClass.NonSupervisory);
        await Decreed(Later.AddMinutes(5));

        var goesOut = Assert.Single(await Corrections(number), n => n.State == NoticeState.Pending);
        Assert.Equal($"deadline:{number}:NASIONAL@2", goesOut.Key);
        Assert.Contains("27 Jul 2026", goesOut.Text, StringComparison.Ordinal);
        Assert.Single(await Corrections(number), n => n.State == NoticeState.Withdrawn);
    }

    [Fact]
    public async Task The_latest_round_is_what_counts_in_whatever_order_a_database_gives_the_rows()
    {
        var number = await Kept(ticket => ticket.Answered(Opened).Resolved(Opened.AddHours(1)).Reopened(Later), acknowledged: false);

        await using var scope = database.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDb>();
        await db.Clocks.OrderByDescending(c => c.Id).LoadAsync();
        var code = await db.Tickets.Where(t => t.Number == number).Select(t => t.LookupCode).SingleAsync();

        Assert.Equal(Reminding.Told, await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RemindOfTicket(number, code, Later.AddDays(30))));
    }

    // Another day off before the date, and all clocks counted again.
    private async Task Decreed(DateTimeOffset at)
    {
        var leave = NationalCalendar.Definition with { Closures = [.. NationalCalendar.Definition.Closures, new(new DateOnly(2026, 7, 22), Name: "Cuti bersama uji")] };
        await database.Send(
            new DecreeCalendar(NationalCalendar.Code, null, JsonElement.Parse(JsonSerializer.Serialize(leave)), "2026-07-22", "SKB uji", Preview: false, ADatabase.Administrator, at)
        );
        for (var batches = 0; await database.Send(new RecountClocks(at, 100)) is not null; batches++)
            Assert.InRange(batches, 0, 20);
    }

    private async Task Classify(string number, DateTimeOffset at, Sp4nClass sp4nClass) =>
        await database.Send(new ClassifyTicket(number, null, null, sp4nClass, "perlu diperiksa", null, ADatabase.Administrator, at));

    private async Task<string> Kept(Action<ATicket>? then = null, bool acknowledged = true, bool directly = false)
    {
        var ticket = ATicket.Opened(Opened).Routed("JAMSOS");
        then?.Invoke(ticket);
        var conversation = directly ? new Conversation(ticket.Ticket.Citizen, Audience.Private, "dm", null, Opened) : ticket.Conversation;
        await database.Look(db =>
        {
            ticket.AddTo(db);
            if (directly)
            {
                db.Add(conversation);
                conversation.JoinTicket(ticket.Ticket, ATimetable.Seeded, ATicket.Staff, Opened, opening: false);
            }

            var number = ticket.Ticket.Number;
            conversation.Hear(
                new Message(conversation, Platform.Facebook, $"comment-{number}", 0, null, "PKH ibu saya belum cair", [], null, Opened, Opened),
                new Assessment(0.9, Topics.Pkh, 0.9, false, [], []),
                "PKH ibu saya belum cair"
            );
            if (acknowledged)
            {
                var notice = new Notice($"ack:{number}", NoticeKind.Acknowledgement, ticket.Ticket, conversation, Door.CommentReply, "c", "u", "…", Actor.System, Opened);
                notice.BeginCall(Opened);
                notice.Arrived("platform-1", Opened);
                db.Add(notice);
            }

            return Task.FromResult(true);
        });
        return ticket.Ticket.Number;
    }

    private Task<List<Notice>> Corrections(string number) =>
        database.Look(db => db.Notices.AsNoTracking().Where(n => n.Ticket!.Number == number && n.Kind == NoticeKind.DeadlineCorrection).OrderBy(n => n.Id).ToListAsync());
}
