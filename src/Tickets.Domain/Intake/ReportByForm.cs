using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;

namespace Tickets.Domain.Intake;

/// <summary>
/// A citizen writes by the ministry's own web form. It goes the way of all words (taken in, assessed, triaged), but since somebody filled in a form to complain, it
/// becomes a ticket whatever the assessment says.
/// </summary>
/// <param name="Form">Random, made with the form: sending it twice is once.</param>
/// <param name="Name">As they call themselves.</param>
/// <param name="Contact">Telephone or e-mail; may be left out, answers stand on the lookup page.</param>
/// <param name="Region">Where they live, in their words; may be left out.</param>
/// <param name="Text">What it is about.</param>
/// <param name="At">When.</param>
public sealed record ReportByForm(Guid Form, string Name, string? Contact, string? Region, string Text, DateTimeOffset At) : IRequest<ReportedTicket>, IChange;

/// <summary>What the citizen is to write down.</summary>
/// <param name="Number">The ticket's number.</param>
/// <param name="Code">Opens the lookup page with it.</param>
public sealed record ReportedTicket(string Number, string Code);

internal sealed class ReportByFormShape : AbstractValidator<ReportByForm>
{
    public ReportByFormShape()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
        RuleFor(r => r.Contact).MaximumLength(100);
        RuleFor(r => r.Region).MaximumLength(120);
        RuleFor(r => r.Text).NotEmpty().MinimumLength(10).MaximumLength(4000);
    }
}

internal sealed class ReportByFormHandler(TicketsDb db, TakeIn takeIn, OpenFromConversation opening) : IRequestHandler<ReportByForm, ReportedTicket>
{
    public async Task<ReportedTicket> Handle(ReportByForm request, CancellationToken cancellationToken)
    {
        var id = "web-" + request.Form.ToString("N");
        if (await Find(id, cancellationToken) is { Ticket: { } already })
            return new ReportedTicket(already.Number, already.LookupCode);
        await takeIn.It(
            new MessageArrived(Platform.Web, Audience.Private, Conversation.Direct, id, ReplyToId: null, new Author(id, request.Name.Trim()), request.At, Words(request), [], PostId: null, Permalink: null, IsMention: false),
            request.At,
            cancellationToken
        );
        await db.SaveChangesAsync(cancellationToken);
        var conversation = await Find(id, cancellationToken) ?? throw new InvalidOperationException("The form was not taken in.");
        if (conversation.Ticket is { } opened)
            return new ReportedTicket(opened.Number, opened.LookupCode);
        var message = await db.Messages.SingleAsync(m => m.ConversationId == conversation.Id && m.Current, cancellationToken);
        var ticket = await opening.Open(conversation, message, message.Assessment, new Wishes(null, null), Actor.Citizen(conversation.Citizen), request.At, cancellationToken);
        return new ReportedTicket(ticket.Number, ticket.LookupCode);
    }

    private Task<Conversation?> Find(string author, CancellationToken cancellation) =>
        db.Conversations.Include(c => c.Citizen).Include(c => c.Ticket).SingleOrDefaultAsync(c => c.Citizen.Platform == Platform.Web && c.Citizen.PlatformUserId == author, cancellation);

    // In the citizen's own words, as all else: what identifies them is found and covered there.
    private static string Words(ReportByForm request) =>
        request.Text.Trim()
        + (string.IsNullOrWhiteSpace(request.Region) ? "" : $"\n\nWilayah: {request.Region.Trim()}")
        + (string.IsNullOrWhiteSpace(request.Contact) ? "" : $"\nKontak: {request.Contact.Trim()}");
}
