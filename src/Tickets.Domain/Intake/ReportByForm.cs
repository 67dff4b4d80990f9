using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Media;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Triage;
using Tickets.Domain.Words;

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
/// <param name="Files">Photographs and papers that came with it, checked and kept before; null for none.</param>
public sealed record ReportByForm(Guid Form, string Name, string? Contact, string? Region, string Text, DateTimeOffset At, IReadOnlyList<KeptMedia>? Files = null)
    : IRequest<ReportedTicket>,
        IChange;

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
        RuleFor(r => r.Files).Must(f => f!.Count <= MediaRules.Form.Files).Says("shape.atMost", ("most", $"{MediaRules.Form.Files}")).When(r => r.Files is not null);
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
            new MessageArrived(Platform.Web, Audience.Private, Conversation.Direct, id, ReplyToId: null, new Author(id, request.Name.Trim()), request.At, Words(request), [.. Files(request).Select(Attached)], PostId: null, Permalink: null, IsMention: false),
            request.At,
            cancellationToken
        );
        await db.SaveChangesAsync(cancellationToken);
        var conversation = await Find(id, cancellationToken) ?? throw new InvalidOperationException("The form was not taken in.");
        var message = await db.Messages.SingleAsync(m => m.ConversationId == conversation.Id && m.Current, cancellationToken);
        foreach (var (position, file) in Files(request).Index())
            db.Add(file.Of(message, position, MediaOrigin.Form, request.At));
        if (conversation.Ticket is { } opened)
            return new ReportedTicket(opened.Number, opened.LookupCode);
        var ticket = await opening.Open(conversation, message, message.Assessment, new Wishes(null, null), Actor.Citizen(conversation.Citizen), request.At, cancellationToken);
        return new ReportedTicket(ticket.Number, ticket.LookupCode);
    }

    private static IReadOnlyList<KeptMedia> Files(ReportByForm request) => request.Files ?? [];

    private static IncomingAttachment Attached(KeptMedia file) => new(file.ContentType.StartsWith("image/", StringComparison.Ordinal) ? "image" : "file", Url: null);

    private Task<Conversation?> Find(string author, CancellationToken cancellation) =>
        db.Conversations.Include(c => c.Citizen).Include(c => c.Ticket).SingleOrDefaultAsync(c => c.Citizen.Platform == Platform.Web && c.Citizen.PlatformUserId == author, cancellation);

    // In the citizen's own words, as all else: what identifies them is found and covered there.
    private static string Words(ReportByForm request) =>
        request.Text.Trim()
        + (string.IsNullOrWhiteSpace(request.Region) ? "" : $"\n\nWilayah: {request.Region.Trim()}")
        + (string.IsNullOrWhiteSpace(request.Contact) ? "" : $"\nKontak: {request.Contact.Trim()}");
}
