using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Sla;
using Tickets.Domain.Understanding;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Triage;

/// <summary>Conversations for triage, most urgent first: danger, then what asks for help, then the rest; within each, who waits longest.</summary>
/// <param name="State">Which; null for those that wait.</param>
/// <param name="Platform">Only this one.</param>
/// <param name="Topic">Only this one.</param>
/// <param name="Post">Only under this post.</param>
/// <param name="Q">Only with these words in the last message or the citizen's name, in capitals or not.</param>
/// <param name="Page">Which page.</param>
/// <param name="Now">The present.</param>
/// <param name="Resting">True for those alone that were put aside until later; else they are left out.</param>
/// <param name="Surge">Only those of this surge.</param>
/// <param name="Exposed">True for those alone that show everybody somebody's NIK or family card number.</param>
/// <param name="Among">Only of these keys, at most <see cref="MostAmong"/>: whoever shows a list asks for the rows that changed. Null for all.</param>
/// <param name="Language">Only with words in this language, as <see cref="Assessment.Language"/> names it.</param>
/// <param name="Collapsed">
/// True to leave out what stands in a surge of near-equal words: <see cref="ListSurges"/> shows it as one row. Whoever is in danger stays: nobody's danger is read in a
/// heap.
/// </param>
public sealed record ListInbox(
    ConversationState? State,
    Platform? Platform,
    string? Topic,
    string? Post,
    string? Q,
    PageOf Page,
    DateTimeOffset Now,
    bool Resting = false,
    bool Exposed = false,
    long? Surge = null,
    IReadOnlyList<long>? Among = null,
    string? Language = null,
    bool Collapsed = false
) : IRequest<Page<InboxItem>>
{
    /// <summary>How many rows can be asked for by key at once.</summary>
    public const int MostAmong = 100;
}

/// <summary>A conversation in the inbox.</summary>
/// <param name="Id">Key.</param>
/// <param name="Platform">Where.</param>
/// <param name="Audience">In public or in private.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Citizen">The name shown on the platform.</param>
/// <param name="Post">The post it belongs to.</param>
/// <param name="Preview">The last words, personal data masked.</param>
/// <param name="NeedsHelp">0 to 1.</param>
/// <param name="Topic">Topic code.</param>
/// <param name="TopicConfidence">0 to 1.</param>
/// <param name="Urgent">Danger to life or health.</param>
/// <param name="StartedAt">First words, UTC.</param>
/// <param name="LastMessageAt">Last words, UTC.</param>
/// <param name="WaitingSince">The oldest words that wait for a decision, UTC; null when none do.</param>
/// <param name="DismissalReason">Why it was dismissed.</param>
/// <param name="Ticket">Number of its ticket.</param>
/// <param name="Version">Counts changes.</param>
/// <param name="DecideBy">By when a decision is promised, UTC; null when it asks for none or is decided.</param>
/// <param name="LateSince">Since when that is overdue, once it is written down.</param>
/// <param name="Exposes">True while everybody can read somebody's NIK or family card number in it.</param>
/// <param name="Calendar">Calendar and version by which the time to decide is counted; null without a promise.</param>
/// <param name="Left">Working time left to decide, ISO 8601; zero when it is over; null without a promise.</param>
/// <param name="Share">Of the working time to decide used, 0 to 1 and beyond; null without a promise.</param>
public sealed record InboxItem(
    long Id,
    Platform Platform,
    Audience Audience,
    ConversationState State,
    string? Citizen,
    string? Post,
    string Preview,
    double NeedsHelp,
    string Topic,
    double TopicConfidence,
    bool Urgent,
    DateTimeOffset StartedAt,
    DateTimeOffset LastMessageAt,
    DateTimeOffset? WaitingSince,
    string? DismissalReason,
    string? Ticket,
    int Version,
    DateTimeOffset? DecideBy,
    DateTimeOffset? LateSince,
    bool Exposes,
    string? Calendar,
    string? Left,
    double? Share
);

internal sealed class ListInboxHandler(TicketsDb db, Timetables timetables) : IRequestHandler<ListInbox, Page<InboxItem>>
{
    public async Task<Page<InboxItem>> Handle(ListInbox request, CancellationToken cancellationToken)
    {
        var state = request.State ?? ConversationState.Waiting;
        // Those that wait, and only they, have a rank.
        var found = state == ConversationState.Waiting ? db.Conversations.Where(c => c.InboxRank != null) : db.Conversations.Where(c => c.State == state);
        if (state == ConversationState.Waiting)
            found = found.Where(c => db.Set<Handling>().Any(h => h.ConversationId == c.Id && h.RestsUntil > request.Now && c.LastHeardAt <= h.RestedAt) == request.Resting);
        if (request.Platform is { } platform)
            found = found.Where(c => c.Platform == platform);
        if (request.Topic is { } topic)
            found = found.Where(c => c.Topic == topic);
        if (request.Post is { } post)
            found = found.Where(c => c.PostId == post);
        if (request.Surge is { } surge)
            found = found.Where(c => c.Likeness != null && db.Surges.Any(s => s.Id == surge && s.Key == c.Likeness));
        if (request.Collapsed)
            found = found.Where(c => c.Likeness == null || (c.Urgent && c.NeedsHelp >= Conversation.AsksForHelp) || !db.Surges.Any(s => s.Key == c.Likeness));
        if (request.Exposed)
            found = found.Where(c => db.Messages.Any(m => m.ConversationId == c.Id && m.Exposes == true));
        if (request.Among is { } among)
        {
            if (among.Count > ListInbox.MostAmong)
                throw new RefusedException(Refusal.Invalid, ("detail", "request.keys"), ("parameter", "among"), ("most", ListInbox.MostAmong.ToString(CultureInfo.InvariantCulture)));
            long[] keys = [.. among];
            found = found.Where(c => keys.Contains(c.Id));
        }

        if (request.Language is { } language)
        {
            if (language is not { Length: >= 2 and <= 3 } || !language.All(char.IsAsciiLetterLower))
                throw new RefusedException(Refusal.Invalid, ("detail", "request.parameter"), ("name", "language"));
            // What was made of a message lies there as JSON.
            var said = $"\"language\":\"{language}\"";
            found = found.Where(c => db.Messages.Any(m => m.ConversationId == c.Id && m.Current && m.RemovedAt == null && ((string)(object)m.Assessment!).Contains(said)));
        }

        if (request.Q?.Trim().ToLowerInvariant() is { Length: > 0 } q)
            found = found.Where(c => TicketsDb.Lower(c.Preview).Contains(q) || TicketsDb.Lower(c.Citizen.Name!).Contains(q));

        if (state == ConversationState.Waiting)
        {
            found = found.Where(c => c.InboxRank != null);
            if (request.Page.After is { } after)
                found = found.Where(c => c.InboxRank > after.Sort || (c.InboxRank == after.Sort && c.Id > after.Id));
            found = found.OrderBy(c => c.InboxRank).ThenBy(c => c.Id);
        }
        else
        {
            if (request.Page.After is { } after)
            {
                if (after.Sort < 0 || after.Sort > DateTime.MaxValue.Ticks)
                    throw new RefusedException(Refusal.Invalid, ("detail", "request.cursor"));
                var last = new DateTimeOffset(after.Sort, TimeSpan.Zero);
                found = found.Where(c => c.LastMessageAt < last || (c.LastMessageAt == last && c.Id < after.Id));
            }

            found = found.OrderByDescending(c => c.LastMessageAt).ThenByDescending(c => c.Id);
        }

        var rows = await found
            .Take(request.Page.Take + 1)
            .Select(c => new
            {
                c.InboxRank,
                Item = new InboxItem(
                    c.Id,
                    c.Platform,
                    c.Audience,
                    c.State,
                    c.Citizen.Name,
                    c.PostId,
                    c.Preview,
                    c.NeedsHelp,
                    c.Topic,
                    c.TopicConfidence,
                    c.Urgent,
                    c.StartedAt,
                    c.LastMessageAt,
                    c.WaitingSince,
                    c.DismissalReason,
                    c.Ticket!.Number,
                    c.Version,
                    null,
                    null,
                    db.Messages.Any(m => m.ConversationId == c.Id && m.Exposes == true),
                    null,
                    null,
                    null
                ),
            })
            .ToListAsync(cancellationToken);
        var page = request.Page.Cut(rows, r => (r.InboxRank ?? r.Item.LastMessageAt.UtcTicks, r.Item.Id));
        long?[] shown = [.. page.Items.Select(r => r.Item.Id)];
        var clocks = (await db.Clocks.AsNoTracking().Where(k => shown.Contains(k.ConversationId) && k.MetAt == null && k.StoppedAt == null).ToListAsync(cancellationToken)).ToLookup(k => k.ConversationId);
        var timetable = await timetables.Current(cancellationToken);
        return new Page<InboxItem>(
            [.. page.Items.Select(r => Promised(r.Item with { Preview = PersonalData.Mask(r.Item.Preview) }, clocks[r.Item.Id].MinBy(k => k.DueAt), timetable, request.Now))],
            page.Next
        );
    }

    private static InboxItem Promised(InboxItem item, Clock? clock, Timetable timetable, DateTimeOffset now)
    {
        if (clock is null)
            return item;
        item = item with { DecideBy = clock.DueAt, LateSince = clock.BreachedAt, Calendar = clock.Calendar };
        // Another process may have begun a version that this one reads within a minute.
        if (!timetable.Knows(clock.Calendar))
            return item;
        var left = now < clock.DueAt ? timetable.Calendar(clock.Calendar).Elapsed(now, clock.DueAt) : TimeSpan.Zero;
        var used = clock.UsedBy(now > clock.StartedAt ? now : clock.StartedAt, timetable);
        return item with { Left = WorkingDuration.Write(left), Share = used + left > TimeSpan.Zero ? used / (used + left) : 1 };
    }
}
