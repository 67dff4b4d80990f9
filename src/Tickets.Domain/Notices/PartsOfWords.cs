using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Notices;

/// <summary>
/// Words that a platform takes in parts only. No part is said without the one before it: when one is over without having arrived, those after it end with it, and when a person
/// tries it again, they follow again.
/// </summary>
internal static class PartsOfWords
{
    /// <summary>Ends the parts after one that is over.</summary>
    public static async Task EndPartsAfter(this TicketsDb db, Notice over, DateTimeOffset at, CancellationToken cancellation)
    {
        for (var before = over; await db.PartAfter(before, cancellation) is { State: NoticeState.Pending } part; before = part)
            part.EndWith(before, at);
    }

    /// <summary>Withdraws the parts after one that will be told anew as a whole.</summary>
    public static async Task WithdrawPartsAfter(this TicketsDb db, Notice first, DateTimeOffset at, CancellationToken cancellation)
    {
        for (var before = first; await db.PartAfter(before, cancellation) is { State: NoticeState.Pending } part; before = part)
            part.Withdraw(Actor.System, at);
    }

    /// <summary>The first part of which these words are one, or follow, that did not arrive; these words themselves when they stand alone.</summary>
    public static async Task<Notice> FirstUnsaid(this TicketsDb db, Notice notice, CancellationToken cancellation)
    {
        var first = notice;
        while (first.Follows is { } key && await db.Notices.Include(n => n.Ticket).SingleOrDefaultAsync(n => n.Key == key, cancellation) is { State: not NoticeState.Sent } before)
            first = before;
        return first;
    }

    /// <summary>What ended with a part follows it again.</summary>
    public static async Task PartsFollowAgain(this TicketsDb db, Notice first, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        for (var before = first; await db.PartAfter(before, cancellation) is { State: NoticeState.Blocked, FirstTriedAt: null } part; before = part)
            part.TryAgain(by, at);
    }

    private static Task<Notice?> PartAfter(this TicketsDb db, Notice before, CancellationToken cancellation)
    {
        var key = before.Key;
        return db.Notices.Include(n => n.Ticket).SingleOrDefaultAsync(n => n.Follows == key, cancellation);
    }
}
