using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Testing.Builders;

namespace Tickets.UnitTests.Notices;

public sealed class CallsThatAreCounted
{
    private static readonly DateTimeOffset Now = new(2026, 8, 18, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_call_is_counted_though_the_whole_channel_stood_still_and_does_not_exhaust_the_words()
    {
        var notice = Written();

        for (var call = 1; call <= Notice.MostAttempts * 2; call++)
        {
            notice.BeginCall(Now);
            notice.Wait("(#4) limit reached", TimeSpan.FromMinutes(1), counts: false, Now);
            Assert.Equal((NoticeState.Pending, call, 0), (notice.State, notice.Attempts, notice.OwnAttempts));
        }
    }

    [Fact]
    public void Calls_that_failed_for_their_own_sake_exhaust_the_words()
    {
        var notice = Written();
        notice.BeginCall(Now);
        notice.Wait("(#4) limit reached", TimeSpan.FromMinutes(1), counts: false, Now);

        for (var call = 1; call <= Notice.MostAttempts; call++)
        {
            Assert.Equal(NoticeState.Pending, notice.State);
            notice.BeginCall(Now);
            notice.Wait("timeout", TimeSpan.FromMinutes(1), counts: true, Now);
        }

        Assert.Equal((NoticeState.Failed, Notice.MostAttempts + 1), (notice.State, notice.Attempts));
    }

    private static Notice Written()
    {
        var ticket = ATicket.Opened(Now);
        return new Notice($"ack:{ticket.Ticket.Number}", NoticeKind.Acknowledgement, ticket.Ticket, ticket.Conversation, Door.CommentReply, "c", "u", "Terima kasih", Actor.System, Now);
    }
}
