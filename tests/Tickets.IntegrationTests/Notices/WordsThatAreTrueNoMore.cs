using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Testing;
using Tickets.Workers.Platforms.Simulator;

namespace Tickets.IntegrationTests.Notices;

/// <summary>What waited for its channel while the ticket went on: an answer that was taken back is told to nobody, and what still holds is told once.</summary>
[Collection(nameof(OneDatabase))]
public sealed class WordsThatAreTrueNoMore(OneDatabase service)
{
    private static readonly TimeSpan UntilItIsTriedAgain = TimeSpan.FromHours(2);

    // Near-equal words would join the ticket that runs by themselves.
    private const string Another = "pak, kartu KKS nenek hilang dan tidak bisa dipakai, mohon bantuannya";

    private readonly string citizen = $"warga-{service.Next()}";

    [Fact]
    public async Task A_closure_that_waits_for_its_channel_is_withdrawn_when_the_ticket_is_opened_again()
    {
        var number = await service.Opened(citizen);
        await Held(async () =>
        {
            await service.Resolve(number, "Salah: belum terdaftar.");
            await service.SendAll(number);
            await service.Reopen(number);
        });

        await service.SendAll(number);

        var closure = Assert.Single(await service.Notices(number, NoticeKind.Closure));
        Assert.Equal((NoticeState.Withdrawn, null), (closure.State, closure.NextAttemptAt));
        Assert.DoesNotContain(service.Told(citizen), words => words.Contains("Salah", StringComparison.Ordinal));
        Assert.Contains(await Events(number), type => type == nameof(NoticeWithdrawn));
    }

    [Fact]
    public async Task A_long_closure_is_withdrawn_with_all_its_parts()
    {
        var number = await service.Opened(citizen, platform: Platform.Facebook);
        await service.Resolve(number, string.Join(' ', Enumerable.Repeat("Bantuan belum terdaftar.", 150)));
        Assert.Equal([null, $"closure:{number}:1"], (await service.Notices(number, NoticeKind.Closure)).Take(2).Select(n => n.Follows));
        await service.Reopen(number);

        await service.SendAll(number);

        Assert.All(await service.Notices(number, NoticeKind.Closure), n => Assert.Equal((NoticeState.Withdrawn, null), (n.State, n.NextAttemptAt)));
    }

    [Fact]
    public async Task Of_an_answer_that_was_taken_back_and_given_anew_only_the_new_one_is_told_and_once()
    {
        var number = await service.Opened(citizen);
        await Held(async () =>
        {
            await service.Resolve(number, "Salah: belum terdaftar.");
            await service.SendAll(number);
            await service.Says(citizen, "PKH ibu saya masih belum cair juga, tolong dibantu");
            Assert.Equal(TicketStatus.Assigned, (await service.Ticket(number)).Status);
            await service.Resolve(number, "Benar: sudah cair.");
        });

        await service.SendAll(number);
        await service.SendAll(number);

        Assert.Equal([NoticeState.Withdrawn, NoticeState.Sent], (await service.Notices(number, NoticeKind.Closure)).Select(n => n.State));
        Assert.DoesNotContain(service.Told(citizen), words => words.Contains("Salah", StringComparison.Ordinal));
        Assert.Single(service.Told(citizen), words => words.Contains("Benar: sudah cair.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_referral_that_was_taken_back_sends_nobody_anywhere()
    {
        var number = await service.Opened(citizen);
        await Held(async () =>
        {
            await service.Send(new ReferTicket(number, "BPJS Kesehatan", "Kewenangan lain", null, ADatabase.Administrator, service.Later(TimeSpan.FromMinutes(1))));
            await service.SendAll(number);
            await service.Reopen(number);
            await service.Resolve(number, "Ternyata urusan kami, dan sudah selesai.");
        });

        await service.SendAll(number);

        Assert.DoesNotContain(service.Told(citizen), words => words.Contains("BPJS", StringComparison.Ordinal));
        Assert.Single(service.Told(citizen), words => words.Contains("Ternyata urusan kami", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_stands_is_told_after_the_wait_also_when_its_ticket_has_closed_meanwhile()
    {
        var number = await service.Opened(citizen);
        await Held(async () =>
        {
            await service.Resolve(number, "Benar: sudah cair.");
            await service.SendAll(number);
            await service.Send(new CloseTicket(number, null, ADatabase.Administrator, service.Later(TimeSpan.FromMinutes(1))));
        });

        await service.SendAll(number);

        Assert.Single(service.Told(citizen), words => words.Contains("Benar: sudah cair.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_an_answer_was_taken_back_nothing_points_to_it_where_it_was_blocked()
    {
        var thread = $"post-{service.Next()}";
        var number = await service.Opened(citizen, thread: thread);
        // The simulated comment is not there: its private reply is refused, and the way on would be a pointer under it.
        await service.Resolve(number, "Salah.");
        await service.SendAll(number);
        var blocked = Assert.Single(await service.Notices(number, NoticeKind.Closure));
        Assert.Equal((Door.PrivateReply, NoticeState.Blocked, true), (blocked.Door, blocked.State, blocked.SeeksOtherWay));
        await service.Reopen(number);

        await service.Send(new FallBack([blocked.Key], service.Now));

        var closure = Assert.Single(await service.Notices(number, NoticeKind.Closure));
        Assert.Equal((null, null), (closure.SeeksOtherWay, closure.InsteadKey));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_person_decided_about_blocked_words_before_another_way_was_found_is_not_said_a_second_time(bool arrived)
    {
        var thread = $"post-{service.Next()}";
        var number = await service.Opened(citizen, thread: thread);
        await service.Resolve(number);
        await service.SendAll(number);
        var blocked = Assert.Single(await service.Notices(number, NoticeKind.Closure));
        Assert.True(blocked.SeeksOtherWay);

        await service.Send(new ReleaseNotice(blocked.Key, arrived, null, "Saya lihat sendiri", ADatabase.Administrator, service.Now));
        await service.Send(new FallBack([blocked.Key], service.Now));

        var closure = Assert.Single(await service.Notices(number, NoticeKind.Closure));
        Assert.Equal((arrived ? NoticeState.Sent : NoticeState.Pending, null, null), (closure.State, closure.SeeksOtherWay, closure.InsteadKey));
    }

    [Fact]
    public async Task What_waited_when_tickets_were_merged_goes_out_once_and_the_last_answer_reaches_the_citizen_once()
    {
        var one = await service.Opened(citizen);
        var other = await service.Opened(citizen, thread: $"post-{service.Next()}", words: Another);
        await Held(async () =>
        {
            await service.Answer(one, "Mohon kirim foto kartunya.");
            await service.SendAll(one, other);
            await service.Send(new MergeTickets(one, other, null, ADatabase.Administrator, service.Later(TimeSpan.FromMinutes(1))));
        });
        await service.Resolve(other, "Keduanya sudah cair.");

        await service.SendAll(one, other);
        await service.SendAll(one, other);

        Assert.Single(service.Told(citizen), words => words.StartsWith("Mohon kirim foto kartunya.", StringComparison.Ordinal));
        Assert.Single(service.Told(citizen), words => words.Contains("Keduanya sudah cair.", StringComparison.Ordinal));
        Assert.Empty(await service.Notices(one, NoticeKind.Closure));
        Assert.Equal(NoticeState.Sent, Assert.Single(await service.Notices(other, NoticeKind.Closure)).State);
    }

    [Fact]
    public async Task A_ticket_shows_what_was_told_of_those_that_went_into_it_and_the_code_of_none()
    {
        var one = await service.Opened(citizen);
        var other = await service.Opened(citizen, thread: $"post-{service.Next()}", words: Another);
        await service.Answer(one, "Mohon kirim foto kartunya.");
        await service.Send(new MergeTickets(one, other, null, ADatabase.Administrator, service.Later(TimeSpan.FromMinutes(1))));
        var (first, second) = (await service.Ticket(one), await service.Ticket(other));

        var shown = (await service.Send(new ShowTicket(other, "id", ADatabase.Administrator))).Notices;

        Assert.Equal([$"ack:{one}", $"ack:{other}", (await service.Notices(one, NoticeKind.Reply)).Single().Key], shown.Select(n => n.Key));
        Assert.Contains(await service.Notices(one, NoticeKind.Acknowledgement), n => n.Text.Contains(first.LookupCode, StringComparison.Ordinal));
        Assert.All(shown, n => Assert.DoesNotContain(first.LookupCode, n.Text, StringComparison.Ordinal));
        Assert.All(shown, n => Assert.DoesNotContain(second.LookupCode, n.Text, StringComparison.Ordinal));
        // The one that ended goes on showing its own.
        Assert.Equal(2, (await service.Send(new ShowTicket(one, "id", ADatabase.Administrator))).Notices.Count);
    }

    // The platform asks for patience while something happens, and is ready again long after.
    private async Task Held(Func<Task> meanwhile)
    {
        await service.Simulated.Turn(new SimulatedTroubles(RateLimited: true));
        await meanwhile();
        await service.Simulated.Turn(new SimulatedTroubles());
        service.Later(UntilItIsTriedAgain);
    }

    private Task<List<string>> Events(string number) => service.Look(db => db.Events.Where(e => db.Tickets.Any(t => t.Id == e.TicketId && t.Number == number)).Select(e => e.Type).ToListAsync());
}
