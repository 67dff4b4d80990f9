using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Media;

/// <summary>
/// The picture of the post under which a conversation stands, for whoever may see the conversation: in the inbox, or with a ticket that has words of it. The ministry published it, so
/// that it was looked at is not written down.
/// </summary>
/// <param name="Conversation">Key.</param>
/// <param name="By">Who.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/> for none, and for a conversation that the caller may not see.</exception>
public sealed record ShowPostPicture(long Conversation, Caller By) : IRequest<PostPicture>;

/// <summary>A picture.</summary>
/// <param name="Sha256">Under which <see cref="KeepMedia.Open"/> finds its bytes.</param>
/// <param name="Kind">What it is.</param>
public sealed record PostPicture(string Sha256, MediaKind Kind);

internal sealed class ShowPostPictureHandler(TicketsDb db) : IRequestHandler<ShowPostPicture, PostPicture>
{
    public async Task<PostPicture> Handle(ShowPostPicture request, CancellationToken cancellationToken)
    {
        if (!await MaySee(request, cancellationToken))
            throw NotThere(request.Conversation);
        var picture = await db
            .Conversations.Where(c => c.Id == request.Conversation)
            .Join(db.Posts, c => new { c.Platform, PostId = c.PostId! }, p => new { p.Platform, PostId = p.PlatformPostId }, (_, p) => new { p.PictureSha256, p.PictureType })
            .SingleOrDefaultAsync(cancellationToken);
        return picture is { PictureSha256: { } hash, PictureType: { } type } && WhatMediaIs.Named(type) is { } kind ? new PostPicture(hash, kind) : throw NotThere(request.Conversation);
    }

    private async Task<bool> MaySee(ShowPostPicture request, CancellationToken cancellation)
    {
        if (request.By.IsAny(Roles.AdminSocial | Roles.Administrator))
            return true;
        var tickets = await db
            .Tickets.IgnoreAutoIncludes()
            .Where(t =>
                db.Conversations.Any(c => c.Id == request.Conversation && c.TicketId == t.Id) || db.Messages.Any(m => m.ConversationId == request.Conversation && m.TicketId == t.Id && m.Current)
            )
            .ToListAsync(cancellation);
        foreach (var ticket in tickets)
            if (await db.SeenWith(ticket, request.By, cancellation) is not null)
                return true;
        return false;
    }

    private static RefusedException NotThere(long conversation) => new(Refusal.NotFound, ("what", "gambar"), ("key", conversation.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
