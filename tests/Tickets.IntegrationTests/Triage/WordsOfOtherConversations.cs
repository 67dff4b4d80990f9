using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Resolution;
using Tickets.Domain.Triage;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Triage;

/// <summary>What an admin links to a ticket is heard by it as if it had been written there; what somebody else writes is no answer and no objection of its citizen's.</summary>
[Collection(nameof(OneDatabase))]
public sealed class WordsOfOtherConversations(OneDatabase service)
{
    private const string Plea = "pak, kursi roda untuk adik saya yang difabel bagaimana cara mengajukan";

    private readonly string citizen = $"warga-{service.Next()}";
    private readonly string neighbour = $"tetangga-{service.Next()}";
    private readonly string post = $"post-{service.Next()}";

    [Fact]
    public async Task Words_that_are_linked_to_a_ticket_in_work_are_owed_an_answer()
    {
        var number = await service.Opened(citizen);
        await service.Answer(number);
        Assert.DoesNotContain((await service.Ticket(number)).Clocks, c => c.Kind == ClockKind.NextResponse);

        await Link(await service.Says(citizen, Plea, post), number);

        var ticket = await service.Ticket(number);
        Assert.Equal(TicketStatus.InProgress, ticket.Status);
        Assert.Equal(service.Now, Assert.Single(ticket.Clocks, c => c is { Kind: ClockKind.NextResponse, Runs: true }).StartedAt);
        await service.Answer(number);
        Assert.DoesNotContain((await service.Ticket(number)).Clocks, c => c is { Kind: ClockKind.NextResponse, Runs: true });
    }

    [Fact]
    public async Task Words_that_are_linked_to_a_resolved_ticket_open_it_again_and_are_owed_an_answer()
    {
        var number = await service.Opened(citizen);
        await service.Resolve(number);

        await Link(await service.Says(citizen, "Min, PKH ibu saya masih belum masuk sampai hari ini", post), number);

        var ticket = await service.Ticket(number);
        Assert.Equal((TicketStatus.Assigned, null), (ticket.Status, ticket.ClosesAt));
        Assert.Contains(ticket.Clocks, c => c is { Kind: ClockKind.NextResponse, Runs: true });
        Assert.Contains(ticket.Clocks, c => c is { Kind: ClockKind.Resolution, Cycle: 2, Runs: true });
    }

    [Fact]
    public async Task Thanks_that_are_linked_to_a_resolved_ticket_leave_it_resolved()
    {
        var number = await service.Opened(citizen);
        await service.Resolve(number);

        await Link(await service.Says(citizen, "terima kasih banyak min", post), number);

        var ticket = await service.Ticket(number);
        Assert.Equal(TicketStatus.Resolved, ticket.Status);
        Assert.NotNull(ticket.ClosesAt);
        Assert.DoesNotContain(ticket.Clocks, c => c.Cycle > 1);
    }

    [Fact]
    public async Task The_answer_that_was_awaited_ends_the_wait_when_it_is_linked()
    {
        var number = await service.Opened(citizen);
        await service.Ask(number);

        await Link(await service.Says(citizen, "Nama ibu saya Aminah", post), number);

        var ticket = await service.Ticket(number);
        Assert.Equal(TicketStatus.InProgress, ticket.Status);
        Assert.Null(Assert.Single(ticket.Clocks, c => c.Kind == ClockKind.Resolution).PausedSince);
    }

    [Fact]
    public async Task A_sign_that_is_linked_ends_no_wait()
    {
        var number = await service.Opened(citizen);
        await service.Ask(number);

        await Link(await service.Says(citizen, "🙏🙏", post), number);

        Assert.Equal(TicketStatus.WaitingOnCitizen, (await service.Ticket(number)).Status);
    }

    [Fact]
    public async Task Neither_the_linking_of_a_neighbour_nor_what_they_write_then_ends_the_wait_for_the_citizens_answer()
    {
        var number = await service.Opened(citizen);
        await service.Ask(number);
        var asked = Assert.Single((await service.Ticket(number)).Clocks, c => c.Kind == ClockKind.Resolution).PausedSince;
        await Link(await service.Says(neighbour, Plea, post), number);

        await service.Says(neighbour, "Ibu itu tetangga saya, memang belum cair", post);

        var ticket = await service.Ticket(number);
        Assert.NotNull(asked);
        Assert.Equal((TicketStatus.WaitingOnCitizen, asked), (ticket.Status, Assert.Single(ticket.Clocks, c => c.Kind == ClockKind.Resolution).PausedSince));
        Assert.Contains(ticket.Clocks, c => c is { Kind: ClockKind.NextResponse, Runs: true });
        await service.Says(citizen, "Nama ibu saya Aminah");
        Assert.Equal(TicketStatus.InProgress, (await service.Ticket(number)).Status);
    }

    [Fact]
    public async Task A_neighbours_objection_to_an_answer_that_was_not_theirs_waits_in_the_inbox_and_opens_nothing_again()
    {
        var number = await service.Opened(citizen);
        var conversation = await service.Says(neighbour, Plea, post);
        await Link(conversation, number);
        await service.Resolve(number);

        await service.Says(neighbour, "Terima kasih min", post);
        Assert.Equal(ConversationState.Ticketed, await StateOf(conversation));
        await service.Says(neighbour, "min tolong, PKH saya belum cair dari bulan Mei", post);

        Assert.Equal(TicketStatus.Resolved, (await service.Ticket(number)).Status);
        var back = await service.Look(db => db.Conversations.AsNoTracking().Include(c => c.Clocks).SingleAsync(c => c.Id == conversation));
        Assert.Equal((ConversationState.Waiting, null), (back.State, back.TicketId));
        Assert.NotNull(back.InboxRank);
        Assert.Single(back.Clocks, c => c.Runs);
        // What they wrote before stays with the ticket.
        Assert.Equal(2, await service.Look(db => db.Messages.CountAsync(m => m.ConversationId == conversation && m.Ticket!.Number == number)));
        await service.Says(citizen, "PKH ibu saya masih belum cair");
        Assert.Equal(TicketStatus.Assigned, (await service.Ticket(number)).Status);
    }

    [Fact]
    public async Task A_citizen_who_was_linked_as_the_same_person_answers_and_objects_from_there_too()
    {
        var number = await service.Opened(citizen);
        await service.Ask(number);
        var conversation = await service.Says(neighbour, Plea, post);
        var person = await service.Look(db => db.Tickets.Where(t => t.Number == number).Select(t => t.CitizenId).SingleAsync());
        await service.Send(new LinkPerson(conversation, person, ADatabase.Administrator, service.Now));
        await Link(conversation, number);
        Assert.Equal(TicketStatus.InProgress, (await service.Ticket(number)).Status);

        await service.Ask(number);
        await service.Says(neighbour, "Nama ibu saya Aminah", post);
        Assert.Equal(TicketStatus.InProgress, (await service.Ticket(number)).Status);
        await service.Resolve(number);
        await service.Says(neighbour, "Masih belum cair min", post);
        Assert.Equal(TicketStatus.Assigned, (await service.Ticket(number)).Status);
    }

    [Fact]
    public async Task An_objection_to_what_was_said_to_somebody_else_is_theirs_also_when_it_came_before_the_end_and_is_read_after_it()
    {
        var number = await service.Opened(citizen);
        var conversation = await service.Says(neighbour, Plea, post);
        await Link(conversation, number);
        await service.Resolve(number);
        // Ended in the future of the words that are read next.
        await service.Send(new CloseTicket(number, null, ADatabase.Administrator, service.Now.AddDays(1)));

        await service.Says(neighbour, "min tolong, PKH saya belum cair dari bulan Mei", post);

        Assert.Equal((TicketStatus.Closed, ConversationState.Waiting), ((await service.Ticket(number)).Status, await StateOf(conversation)));
        await service.Says(citizen, "PKH ibu saya masih belum cair");
        Assert.Equal(TicketStatus.Assigned, (await service.Ticket(number)).Status);
    }

    private async Task Link(long conversation, string number) => await service.Send(new LinkConversation(conversation, number, ADatabase.Administrator, service.Later(TimeSpan.FromSeconds(30))));

    private Task<ConversationState> StateOf(long conversation) => service.Look(db => db.Conversations.Where(c => c.Id == conversation).Select(c => c.State).SingleAsync());
}
