using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Notices;

/// <summary>A person asks for another try of words that failed or were blocked. Of words in parts the first that did not arrive is tried, and the others follow it.</summary>
/// <param name="Which">Key within the database, or the unique key: <c>ack:KMS-2026-000123</c>.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NotFound"/>, <see cref="Refusal.NoticeNotFailed"/>.</exception>
public sealed record RetryNotice(string Which, Caller By, DateTimeOffset At) : IRequest<ListedNotice>, IChange;

internal sealed class RetryNoticeShape : AbstractValidator<RetryNotice>
{
    public RetryNoticeShape() => RuleFor(r => r.Which).NotEmpty().MaximumLength(200);
}

internal sealed class RetryNoticeHandler(TicketsDb db) : IRequestHandler<RetryNotice, ListedNotice>
{
    public async Task<ListedNotice> Handle(RetryNotice request, CancellationToken cancellationToken)
    {
        var notice =
            await db.Notices.Include(n => n.Ticket).Include(n => n.Conversation).SeenBy(request.By).Named(request.Which).SingleOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, ("what", Setting.Notice), ("key", request.Which));
        var first = await db.FirstUnsaid(notice, cancellationToken);
        first.TryAgain(request.By.Actor, request.At);
        await db.PartsFollowAgain(first, request.By.Actor, request.At, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return await db.Notices.Where(n => n.Id == notice.Id).Select(ListedNotice.Of).SingleAsync(cancellationToken);
    }
}
