using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Notices;

/// <summary>Replies that are kept for all, by code.</summary>
public sealed record ListSavedReplies : IRequest<Page<ListedReply>>;

/// <summary>A reply that is kept.</summary>
/// <param name="Code">What people type after the slash.</param>
/// <param name="Title">What it is for.</param>
/// <param name="Text">With <c>{nama}</c>, <c>{nomor}</c>, <c>{tenggat}</c> to be filled in.</param>
/// <param name="Version">For <c>If-Match</c>; another one after every change.</param>
public sealed record ListedReply(string Code, string Title, string Text, int Version)
{
    internal static ListedReply From(SavedReply r) => new(r.Code, r.Title, r.Text, r.Version);
}

internal sealed class ListSavedRepliesHandler(TicketsDb db) : IRequestHandler<ListSavedReplies, Page<ListedReply>>
{
    public async Task<Page<ListedReply>> Handle(ListSavedReplies request, CancellationToken cancellationToken) =>
        new(await db.Set<SavedReply>().OrderBy(r => r.Code).Select(r => ListedReply.From(r)).ToListAsync(cancellationToken), Next: null);
}

/// <summary>Somebody keeps a reply for all, or mends one.</summary>
/// <param name="Code">Small letters, digits, dashes; at most 32.</param>
/// <param name="Title">What it is for.</param>
/// <param name="Text">The words.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw, 0 for none; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.SomebodyWasFaster"/>.</exception>
public sealed record SaveReply(string Code, string Title, string Text, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<ListedReply>, IChange;

internal sealed class SaveReplyShape : AbstractValidator<SaveReply>
{
    public SaveReplyShape()
    {
        RuleFor(r => r.Code).NotEmpty().Matches("^[a-z0-9][a-z0-9-]*$").MaximumLength(32);
        RuleFor(r => r.Title).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Text).NotEmpty().MaximumLength(4000);
    }
}

internal sealed class SaveReplyHandler(TicketsDb db) : IRequestHandler<SaveReply, ListedReply>
{
    public async Task<ListedReply> Handle(SaveReply request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var reply = await db.Set<SavedReply>().SingleOrDefaultAsync(r => r.Code == request.Code, cancellationToken);
        request.Version.MustBe(reply?.Version ?? 0, request.Code);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.SavedReply, request.Code, reply is null ? Was.Created : Was.Changed));
        if (reply is null)
            db.Add(reply = new SavedReply(request.Code, request.Title.Trim(), request.Text.Trim()));
        reply.Change(request.Title.Trim(), request.Text.Trim());
        return ListedReply.From(reply);
    }
}

/// <summary>A reply is kept no longer.</summary>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.SomebodyWasFaster"/>.</exception>
public sealed record DeleteReply(string Code, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<Unit>, IChange;

internal sealed class DeleteReplyHandler(TicketsDb db) : IRequestHandler<DeleteReply, Unit>
{
    public async Task<Unit> Handle(DeleteReply request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var reply =
            await db.Set<SavedReply>().SingleOrDefaultAsync(r => r.Code == request.Code, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.SavedReply), ("key", request.Code));
        request.Version.MustBe(reply.Version, request.Code);
        db.Remove(reply);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.SavedReply, request.Code, Was.Deleted));
        return Unit.Value;
    }
}
