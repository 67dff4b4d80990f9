using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Learning;

/// <summary>How well the service understood, by what people decided since: of the last thirty days unless told otherwise.</summary>
/// <param name="Days">How many days back, 1 to 365.</param>
/// <param name="Now">The present.</param>
/// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for another number of days.</exception>
public sealed record MeasureUnderstanding(int Days, DateTimeOffset Now) : IRequest<UnderstandingAccuracy>;

/// <summary>How well it did. Shares are 0 to 1; null where nobody decided anything of the kind.</summary>
/// <param name="From">First instant that is covered, UTC.</param>
/// <param name="To">The present, UTC.</param>
/// <param name="Model">The name of what assesses now.</param>
/// <param name="Decided">Messages about which somebody decided.</param>
/// <param name="OpenedByItself">Tickets that the service opened by itself.</param>
/// <param name="OpenedRightly">Of these, the share that nobody found to be none.</param>
/// <param name="Pleas">Messages that people found to ask for help.</param>
/// <param name="PleasFound">Of these, the share that the service had found too (from 0.5 on).</param>
/// <param name="PleasRight">Of what the service had found to ask for help, the share that people found so.</param>
/// <param name="TopicsRight">Of decided pleas whose topic is known, the share whose topic the service had right.</param>
/// <param name="UrgentFound">Of what people found urgent, the share that the service had found urgent.</param>
/// <param name="Transferred">Of tickets opened in this time, the share that a directorate handed on.</param>
/// <param name="Topics">By topic, the commonest first.</param>
/// <param name="Models">By the model that ran then.</param>
public sealed record UnderstandingAccuracy(
    DateTimeOffset From,
    DateTimeOffset To,
    string Model,
    int Decided,
    int OpenedByItself,
    double? OpenedRightly,
    int Pleas,
    double? PleasFound,
    double? PleasRight,
    double? TopicsRight,
    double? UrgentFound,
    double? Transferred,
    IReadOnlyList<TopicAccuracy> Topics,
    IReadOnlyList<ModelAccuracy> Models
);

/// <summary>One topic.</summary>
/// <param name="Topic">Topic code, as people judged.</param>
/// <param name="Decided">How many.</param>
/// <param name="Right">The share that the service had right.</param>
/// <param name="TakenFor">What it most often took them for instead; null when nothing.</param>
public sealed record TopicAccuracy(string Topic, int Decided, double Right, string? TakenFor);

/// <summary>One model.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Decided">How many decisions fell while it ran.</param>
/// <param name="Right">The share in which it had right whether somebody asks for help.</param>
public sealed record ModelAccuracy(string Model, int Decided, double Right);

internal sealed class MeasureUnderstandingHandler(TicketsDb db, IUnderstanding understanding) : IRequestHandler<MeasureUnderstanding, UnderstandingAccuracy>
{
    private const int Most = 200_000;

    public async Task<UnderstandingAccuracy> Handle(MeasureUnderstanding request, CancellationToken cancellationToken)
    {
        if (request.Days is < 1 or > 365)
            throw new RefusedException(Refusal.Invalid, ("detail", "request.days"));
        var from = request.Now - TimeSpan.FromDays(request.Days);
        var rows = await db.Decisions.AsNoTracking().Where(d => d.At >= from && d.At <= request.Now).OrderByDescending(d => d.Id).Take(Most).ToListAsync(cancellationToken);
        List<(Decision Last, string? Topic, bool? Urgent)> decided =
        [
            .. rows.GroupBy(d => d.MessageId)
                .Select(all => (all.First(), all.Select(d => d.Topic).FirstOrDefault(t => t is not null), all.Select(d => d.Urgent).FirstOrDefault(u => u is not null))),
        ];
        var pleas = decided.FindAll(d => d.Last.NeedsHelp);
        var found = decided.FindAll(d => Found(d.Last));
        var withTopic = pleas.FindAll(d => d.Topic is not null);
        var urgent = pleas.FindAll(d => d.Urgent == true);
        var opened = db.Tickets.AsNoTracking().IgnoreAutoIncludes().Where(t => t.OpenedAt >= from && t.OpenedAt <= request.Now);
        var handedOn = await opened.CountAsync(t => db.Events.Any(e => e.TicketId == t.Id && e.Type == nameof(TicketTransferred)), cancellationToken);
        var byItself = await OpenedByItself(opened, cancellationToken);
        return new UnderstandingAccuracy(
            from,
            request.Now,
            understanding.Model,
            decided.Count,
            byItself.Count,
            Share(byItself.Count - byItself.Invalid, byItself.Count),
            pleas.Count,
            Share(pleas.Count(d => Found(d.Last)), pleas.Count),
            Share(found.Count(d => d.Last.NeedsHelp), found.Count),
            Share(withTopic.Count(d => d.Topic == d.Last.AssessedTopic), withTopic.Count),
            Share(urgent.Count(d => d.Last.AssessedUrgent), urgent.Count),
            Share(handedOn, await opened.CountAsync(cancellationToken)),
            [
                .. withTopic
                    .GroupBy(d => d.Topic!)
                    .OrderByDescending(g => g.Count())
                    .Select(g => new TopicAccuracy(
                        g.Key,
                        g.Count(),
                        g.Count(d => d.Last.AssessedTopic == g.Key) / (double)g.Count(),
                        g.Where(d => d.Last.AssessedTopic != g.Key).GroupBy(d => d.Last.AssessedTopic).MaxBy(o => o.Count())?.Key
                    )),
            ],
            [
                .. decided
                    .GroupBy(d => d.Last.Model)
                    .OrderByDescending(g => g.Max(d => d.Last.Id))
                    .Select(g => new ModelAccuracy(g.Key, g.Count(), g.Count(d => Found(d.Last) == d.Last.NeedsHelp) / (double)g.Count())),
            ]
        );
    }

    private async Task<(int Count, int Invalid)> OpenedByItself(IQueryable<Ticket> opened, CancellationToken cancellation)
    {
        var alone = opened.Where(t => db.Events.Any(e => e.TicketId == t.Id && e.Type == nameof(TicketOpened) && e.ActorKind == ActorKind.System));
        return (await alone.CountAsync(cancellation), await alone.CountAsync(t => t.Status == TicketStatus.Invalid, cancellation));
    }

    private static bool Found(Decision decision) => decision.AssessedNeedsHelp >= Conversation.AsksForHelp;

    private static double? Share(int of, int all) => all == 0 ? null : Math.Round(of / (double)all, 4);
}
