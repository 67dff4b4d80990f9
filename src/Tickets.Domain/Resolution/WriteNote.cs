using FluentValidation;
using MediatR;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Resolution;

/// <summary>Staff writes a note that no citizen sees.</summary>
public sealed record WriteNote(string Number, string Text, Seen? Version, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class WriteNoteShape : AbstractValidator<WriteNote>
{
    public WriteNoteShape() => RuleFor(r => r.Text).NotEmpty().MaximumLength(10_000);
}

internal sealed class WriteNoteHandler(TicketsDb db) : IRequestHandler<WriteNote, Unit>
{
    public async Task<Unit> Handle(WriteNote request, CancellationToken cancellationToken)
    {
        var ticket = await db.TicketFor(request.Number, request.By, request.Version, cancellationToken);
        ticket.Note(request.Text.Trim(), request.By.Actor, request.At);
        return Unit.Value;
    }
}
