using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Media;

/// <summary>
/// Somebody opens a file that a citizen sent. Pictures of papers are full of personal data: only those who work on the matter may, and that they did stands in
/// the history for ever.
/// </summary>
/// <param name="Id">Which.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException">
/// <see cref="Refusal.NotFound"/> for none, for one of words that were taken away, and for one that the caller may not see.
/// </exception>
public sealed record ShowMedia(long Id, Caller By, DateTimeOffset At) : IRequest<ShownMedia>, IChange;

/// <summary>A file.</summary>
/// <param name="Id">Key.</param>
/// <param name="Sha256">Under which <see cref="KeepMedia.Open"/> finds its bytes.</param>
/// <param name="Kind">What it is.</param>
public sealed record ShownMedia(long Id, string Sha256, MediaKind Kind);

internal sealed class ShowMediaHandler(TicketsDb db) : IRequestHandler<ShowMedia, ShownMedia>
{
    public async Task<ShownMedia> Handle(ShowMedia request, CancellationToken cancellationToken)
    {
        var file = await db
            .Media.Include(m => m.Message.Ticket)
            .Include(m => m.Message.Conversation.Ticket)
            .SingleOrDefaultAsync(m => m.Id == request.Id && m.Message.RemovedAt == null, cancellationToken);
        if (file is null || WhatMediaIs.Named(file.ContentType) is not { } kind)
            throw NotThere(request.Id);
        var conversation = file.Message.Conversation;
        var ticket = file.Message.Ticket ?? conversation.Ticket;
        if (ticket is not null)
            db.RecordOn(await db.SeenWith(ticket, request.By, cancellationToken) ?? throw NotThere(request.Id), request.By.Actor, request.At, new MediaShown(file.Id));
        else if (request.By.IsAny(Roles.AdminSocial))
            db.RecordOn(conversation, request.By.Actor, request.At, new MediaShown(file.Id));
        else
            throw NotThere(request.Id);
        return new ShownMedia(file.Id, file.Sha256, kind);
    }

    private static RefusedException NotThere(long id) => new(Refusal.NotFound, ("what", "lampiran"), ("key", id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
