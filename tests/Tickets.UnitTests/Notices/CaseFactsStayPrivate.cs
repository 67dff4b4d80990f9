using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Notices;
using Tickets.Domain.Platforms;
using Tickets.Testing.Builders;
using Tickets.UnitTests.Platforms;

namespace Tickets.UnitTests.Notices;

/// <summary>Whoever wrote them: words that would show a case to everybody do not leave.</summary>
public sealed class CaseFactsStayPrivate : Connections
{
    [Fact]
    public async Task A_public_notice_with_the_lookup_code_is_blocked_before_it_leaves()
    {
        var opened = ATicket.Opened(Now);
        var notice = Say(opened, $"Kodenya {opened.Ticket.LookupCode}, pantau di https://aduan.example.go.id/lacak");

        var became = await Sent(opened, notice);

        Assert.Equal((NoticeState.Blocked, "PersonalData: LookupCode"), (became.State, became.Detail));
        Assert.Empty(Fakes.Graph.Sent);
    }

    [Fact]
    public async Task One_without_it_leaves()
    {
        var opened = ATicket.Opened(Now);

        var became = await Sent(opened, Say(opened, "Terima kasih, sudah kami teruskan."));

        Assert.Equal(NoticeState.Sent, became.State);
        Assert.Single(Fakes.Graph.Sent);
    }

    private Notice Say(ATicket opened, string text) =>
        new($"reply:{opened.Ticket.Number}:1", NoticeKind.Reply, opened.Ticket, opened.Conversation, Door.CommentReply, "4_77", "42", text, Actor.System, Now);

    private async Task<Notice> Sent(ATicket opened, Notice notice)
    {
        await Database.Look(db =>
        {
            db.AddRange(opened.Conversation, opened.Ticket, notice);
            return Task.FromResult(0);
        });
        await Database.Send(new SendNotices([notice.Key]));
        return await Database.Look(async db => await db.Notices.SingleAsync(n => n.Key == notice.Key));
    }
}
