using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Media;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Domain.Retention;
using Tickets.Domain.Triage;

namespace Tickets.IntegrationTests.Administration;

public sealed class RetentionTests : AdministrationTest
{
    private static readonly DateTimeOffset TwoYearsLater = Now.AddYears(2).AddMonths(1);

    [Fact]
    public async Task Two_years_after_its_end_a_ticket_has_lost_its_words_and_names_and_kept_its_number_dates_and_clocks()
    {
        var number = await ATicketWithWords("JAMSOS", "NIK saya 3302011502900001, PKH belum cair");
        await Send(new InvalidateTicket(number, "uji", null, Admin, Now));
        await Database.Look(async db =>
        {
            var message = await db.Messages.SingleAsync();
            db.Add(new MediaFile(message, 0, new string('a', 64), "image/jpeg", 1, "ktp.jpg", MediaOrigin.Form, Now));
            db.Add(new CitizenMark(await db.Citizens.SingleAsync(), PersonalDataType.Phone, "sidik", Now));
            return await db.SaveChangesAsync();
        });

        Assert.Equal(0, (await Forget(Kept.Tickets, Now.AddMonths(23))).Count);
        Assert.Equal(1, await Database.Look(db => db.Media.CountAsync()));
        Assert.Equal(1, (await Send(new ShowRetention(TwoYearsLater))).TicketsDue);
        Assert.Equal(new Forgotten(1, 1, null), await Forget(Kept.Tickets, TwoYearsLater));
        Assert.Equal(new Forgotten(0, 0, null), await Forget(Kept.Tickets, TwoYearsLater));

        var left = await Database.Look(async db =>
        {
            var ticket = await db.Tickets.Include(t => t.Citizen).SingleAsync(t => t.Number == number);
            return (ticket, message: await db.Messages.SingleAsync(), conversation: await db.Conversations.SingleAsync(), notice: await db.Notices.SingleAsync());
        });
        Assert.Equal(("Isi telah dihapus sesuai masa simpan.", (string?)null, TwoYearsLater), (left.ticket.Subject, left.ticket.Citizen.Name, left.ticket.ForgottenAt));
        Assert.Equal(Now, left.ticket.ClosedAt);
        Assert.NotEmpty(left.ticket.Clocks);
        Assert.Equal((null, null, 0), (left.message.Text, left.message.Permalink, left.message.Attachments.Count));
        Assert.Equal("", left.conversation.Preview);
        Assert.Equal((0, 0), await Database.Look(async db => (await db.Media.CountAsync(), await db.CitizenMarks.CountAsync())));
        Assert.Equal("Isi telah dihapus sesuai masa simpan.", left.notice.Text);
        Assert.Contains("The words and names of this ticket were taken away: the time for which they are kept is over.", await Audit());
    }

    [Fact]
    public async Task Nothing_is_taken_from_an_open_ticket_nor_from_what_went_into_one_nor_while_words_are_on_their_way()
    {
        var open = await ATicketWithWords("JAMSOS", "masih menunggu");
        var merged = await ATicketWithWords("JAMSOS", "yang sama");
        await Database.Look(async db =>
        {
            var (from, into) = (await db.Tickets.SingleAsync(t => t.Number == merged), await db.Tickets.SingleAsync(t => t.Number == open));
            await db.Tickets.Where(t => t.Id == from.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.CitizenId, into.CitizenId));
            return true;
        });
        await Send(new MergeTickets(merged, open, null, Admin, Now));
        var speaking = await ATicketWithWords("LANSIA", "x", settled: false);
        await Send(new InvalidateTicket(speaking, "uji", null, Admin, Now));

        Assert.Equal(0, (await Forget(Kept.Tickets, TwoYearsLater)).Count);
        Assert.Equal(3, await Database.Look(db => db.Messages.CountAsync(m => m.Text != null)));

        await Send(new InvalidateTicket(open, "uji", null, Admin, Now));
        // The one in which they lived on first, then what went into it.
        Assert.Equal(1, (await Forget(Kept.Tickets, TwoYearsLater)).Count);
        Assert.Equal(1, (await Forget(Kept.Tickets, TwoYearsLater)).Count);
        Assert.Equal("x", await Database.Look(db => db.Messages.Where(m => m.Text != null).Select(m => m.Text).SingleAsync()));
    }

    [Fact]
    public async Task Dismissed_words_go_as_well_and_a_name_stays_while_its_citizen_still_speaks()
    {
        var id = await AConversation("selamat pagi");
        await Send(new DismissConversation(id, "salam", Admin, Now));
        await Database.Look(async db =>
        {
            db.Add(new Conversation(await db.Citizens.SingleAsync(), Audience.Private, "dm", null, TwoYearsLater.AddDays(-1)));
            return true;
        });
        Assert.Equal(0, (await Forget(Kept.Conversations, Now.AddMonths(1))).Count);
        Assert.Equal(new Forgotten(1, 0, null), await Forget(Kept.Conversations, TwoYearsLater));
        Assert.Equal("Budi Santoso", await Database.Look(db => db.Citizens.Select(c => c.Name).SingleAsync()));
        Assert.Equal(0, (await Forget(Kept.Conversations, TwoYearsLater)).Count);
        Assert.Null(await Database.Look(db => db.Messages.Select(m => m.Text).SingleAsync()));
    }

    [Fact]
    public async Task Raw_deliveries_that_were_read_are_deleted_and_what_nobody_understood_stays()
    {
        await Database.Look(async db =>
        {
            Delivery[] all = [new("meta", "{}"u8.ToArray(), Now), new("meta", "{}"u8.ToArray(), Now), new("meta", "{}"u8.ToArray(), Now.AddDays(80))];
            foreach (var delivery in all)
            {
                db.Add(delivery);
                await db.SaveChangesAsync();
            }

            all[0].WasRead(null, Now);
            all[1].WasRead("entry[0]: story", Now);
            all[2].WasRead(null, Now);
            return true;
        });
        Assert.Equal(1, (await Forget(Kept.Deliveries, Now.AddDays(91))).Count);
        Assert.Equal([DeliveryState.Unknown, DeliveryState.Processed], await Database.Look(db => db.Deliveries.OrderBy(d => d.Id).Select(d => d.State).ToListAsync()));
    }

    [Fact]
    public async Task The_newest_delivery_stays_however_old_it_is_so_that_its_key_never_comes_again()
    {
        var accept = Database.Services.GetRequiredService<AcceptDeliveries>();
        await accept.Accept("meta", "{}"u8.ToArray());
        await accept.Accept("meta", "{}"u8.ToArray());
        var keys = await Database.Look(db => db.Deliveries.OrderBy(d => d.Id).Select(d => d.Id).ToListAsync());
        await Database.Look(async db =>
        {
            foreach (var delivery in await db.Deliveries.ToListAsync())
                delivery.WasRead(null, delivery.ReceivedAt);
            return await db.SaveChangesAsync();
        });

        Assert.Equal(1, (await Forget(Kept.Deliveries, DateTimeOffset.MaxValue.AddDays(-1))).Count);
        Assert.Equal([keys[1]], await Database.Look(db => db.Deliveries.Select(d => d.Id).ToListAsync()));
        await accept.Accept("meta", "{}"u8.ToArray());
        Assert.Equal([keys[1], keys[1] + 1], await Database.Look(db => db.Deliveries.OrderBy(d => d.Id).Select(d => d.Id).ToListAsync()));
    }

    [Fact]
    public async Task A_message_that_its_writer_took_away_shows_its_words_for_as_many_days_as_the_rule_says()
    {
        var id = await AConversation("nomor saya salah, maaf");
        var removed = DateTimeOffset.UnixEpoch.AddYears(50);
        await Database.Look(async db =>
        {
            (await db.Messages.SingleAsync()).WasRemoved(removed);
            return true;
        });
        Assert.Null((await Send(new ShowConversation(id, "id"))).Messages[0].Text);

        var rules = await Send(new ShowRetention(Now));
        await Send(new SetRetention(rules.ClosedMonths, 3, rules.DeliveryDays, Admin, Now, rules.Version));
        // Long ago by any clock: the three days are over.
        Assert.Null((await Send(new ShowConversation(id, "id"))).Messages[0].Text);
        Assert.Equal(new RetentionRules(24, 3, 90).HidesRemovedUpTo(Now), Now.AddDays(-3));
        await Database.Look(async db => await db.Messages.ExecuteUpdateAsync(s => s.SetProperty(m => m.RemovedAt, DateTimeOffset.MaxValue.AddDays(-1))) == 1);
        Assert.Equal("nomor saya salah, maaf", (await Send(new ShowConversation(id, "id"))).Messages[0].Text);
    }

    [Fact]
    public async Task A_night_is_begun_once_between_one_and_five_and_by_day_only_when_one_was_missed()
    {
        // 18 August, 10.00 in Jakarta: no night was ever missed.
        Assert.False(await Send(new BeginNight(Now)));
        var night = new DateTimeOffset(2026, 8, 18, 18, 10, 0, TimeSpan.Zero);
        Assert.True(await Send(new BeginNight(night)));
        Assert.False(await Send(new BeginNight(night.AddMinutes(5))));
        Assert.False(await Send(new BeginNight(night.AddHours(24 + 9))));
        Assert.True(await Send(new BeginNight(night.AddHours(48 + 9))));
    }

    [Fact]
    public async Task Rules_are_bounded_heed_who_was_faster_and_stand_in_the_audit()
    {
        var rules = await Send(new ShowRetention(Now));
        Assert.Equal((24, 0, 90), (rules.ClosedMonths, rules.RemovedDays, rules.DeliveryDays));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(new SetRetention(1, 0, 90, Admin, Now)));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(new SetRetention(24, null, 90, Admin, Now)));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(new SetRetention(24, 31, 90, Admin, Now)));
        await Send(new SetRetention(null, 3, null, Admin, Now, rules.Version));
        Assert.Equal(Refusal.SomebodyWasFaster, await Refused(new SetRetention(12, 3, 30, Admin, Now, rules.Version)));
        Assert.Equal("Setting Retention: changed (months after a ticket ended: 24, days after the citizen deleted: 0, days of raw deliveries: 90 → months after a ticket ended: –, days after the citizen deleted: 3, days of raw deliveries: –).", (await Audit())[0]);
        Assert.Equal(new Forgotten(0, 0, null), await Forget(Kept.Tickets, TwoYearsLater));
    }

    [Fact]
    public async Task A_night_that_took_nothing_leaves_no_line_and_one_that_did_tells_how_much()
    {
        var before = (await Audit()).Count;
        await Send(new RecordNight(0, 0, 0, 0, Now));
        Assert.Equal(before, (await Audit()).Count);
        await Send(new RecordNight(12, 3, 9, 4000, Now));
        Assert.Equal("Retention kept: the words of 12 tickets and 3 conversations, 9 names and 4000 raw deliveries were taken away.", (await Audit())[0]);
    }

    private Task<Forgotten> Forget(Kept what, DateTimeOffset now) => Send(new ForgetSome(what, 0, now, 100));

    private Task<long> AConversation(string text) =>
        Database.Look(async db =>
        {
            var citizen = new Citizen(Platform.Facebook, "warga-" + Guid.CreateVersion7().ToString("N"), "Budi Santoso", Now);
            var conversation = new Conversation(citizen, Audience.Public, "post-1", "post-1", Now);
            db.Add(conversation);
            db.Add(new Message(conversation, Platform.Facebook, Guid.CreateVersion7().ToString("N"), 0, null, text, [new Attachment("image", "https://x.example/1.jpg")], "https://x.example/1", Now, Now));
            await db.SaveChangesAsync();
            return conversation.Id;
        });

    private async Task<string> ATicketWithWords(string directorate, string text, bool settled = true)
    {
        var id = await AConversation(text);
        var number = await Send(new OpenTicket(id, Topics.Pkh, Priority.Normal, directorate, Admin, Now));
        await Database.Look(async db =>
        {
            var ticket = await db.Tickets.SingleAsync(t => t.Number == number);
            foreach (var message in await db.Messages.Where(m => m.ConversationId == id).ToListAsync())
                message.BelongsTo(ticket);
            var conversation = await db.Conversations.Include(c => c.Citizen).SingleAsync(c => c.Id == id);
            var notice = new Notice($"reply:{number}", NoticeKind.Reply, ticket, conversation, Door.CommentReply, "c1", "u1", "Yth. Budi Santoso", Actor.System, Now);
            db.Add(notice);
            await db.SaveChangesAsync();
            // What else opening wrote is settled too, or there would be words on their way.
            if (settled)
                await db.Notices.Where(n => n.TicketId == ticket.Id).ExecuteUpdateAsync(s => s.SetProperty(n => n.State, NoticeState.Sent));
            return true;
        });
        return number;
    }
}
