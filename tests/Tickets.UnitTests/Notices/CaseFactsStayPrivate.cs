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
    private const string Answer = "Data Ibu sudah kami perbaiki dan bantuan cair pada 5 Oktober melalui kantor pos.";

    [Fact]
    public async Task A_public_notice_with_the_lookup_code_is_blocked_before_it_leaves()
    {
        var opened = ATicket.Opened(Now);
        var notice = Say(opened, $"Kodenya {opened.Ticket.LookupCode}, pantau di https://aduan.example.go.id/lacak");

        var became = await Sent(opened, notice);

        Assert.Equal((NoticeState.Blocked, "PersonalData: LookupCode"), (became.State, became.Detail));
        Assert.Empty(Fakes.Graph.Sent);
    }

    [Theory]
    [InlineData("Untuk Ibu: {0}")]
    [InlineData("Untuk Ibu:\n {0}  ")]
    public async Task A_public_notice_with_the_answer_of_the_case_is_blocked_however_its_lines_break(string words)
    {
        var opened = ATicket.Opened(Now).Routed("JAMSOS").Resolved(answer: Answer);
        var notice = Say(opened, string.Format(System.Globalization.CultureInfo.InvariantCulture, words, Answer.Replace(" ", "\n ", StringComparison.Ordinal)));

        Assert.Equal((NoticeState.Blocked, "PersonalData: Answer"), await Outcome(opened, notice));
    }

    [Fact]
    public async Task Nor_does_a_part_of_it_leave_as_a_part()
    {
        var opened = ATicket.Opened(Now).Routed("JAMSOS").Resolved(answer: Answer);
        Assert.Equal((NoticeState.Blocked, "PersonalData: Answer"), await Outcome(opened, Say(opened, $"{Answer[..40]} (1/2)")));
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

    private async Task<(NoticeState, string?)> Outcome(ATicket opened, Notice notice)
    {
        var became = await Sent(opened, notice);
        Assert.Empty(Fakes.Graph.Sent);
        return (became.State, became.Detail);
    }

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
