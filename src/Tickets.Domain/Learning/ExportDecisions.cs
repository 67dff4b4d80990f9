using System.Text;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Learning;

/// <summary>
/// The decisions of a period as labels for <c>scripts/train --decisions</c>: the last one about each message, with its words. What identifies a person is replaced
/// in them, names after an at sign too; words that were taken away are left out. That somebody took them out is on record.
/// </summary>
/// <param name="From">The first instant; null: 365 days ago.</param>
/// <param name="To">The first instant that is not covered; null: now.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> when the period ends before it begins.</exception>
public sealed record ExportDecisions(DateTimeOffset? From, DateTimeOffset? To, Caller By, DateTimeOffset At) : IRequest<IReadOnlyList<LabelledWords>>, IChange;

/// <summary>A message and what a person judged of it.</summary>
/// <param name="Id">The decision's key.</param>
/// <param name="Source">Where it comes from: <c>decisions#12</c>.</param>
/// <param name="Text">The words in one line, nobody named in them.</param>
/// <param name="NeedsHelp">yes or no.</param>
/// <param name="Topic">Topic code of a plea; empty when nobody said.</param>
/// <param name="Urgent">yes or no.</param>
public sealed record LabelledWords(long Id, string Source, string Text, string NeedsHelp, string Topic, string Urgent);

internal sealed partial class ExportDecisionsHandler(TicketsDb db) : IRequestHandler<ExportDecisions, IReadOnlyList<LabelledWords>>
{
    private const int Most = 100_000;

    public async Task<IReadOnlyList<LabelledWords>> Handle(ExportDecisions request, CancellationToken cancellationToken)
    {
        var (from, to) = (request.From ?? request.At - TimeSpan.FromDays(365), request.To ?? request.At);
        if (to <= from)
            throw new RefusedException(Refusal.Invalid, ("detail", "request.period"));
        var rows = await db
            .Decisions.AsNoTracking()
            .Where(d => d.At >= from && d.At < to && d.Message.Text != null && d.Message.RemovedAt == null)
            .OrderByDescending(d => d.Id)
            .Take(Most)
            .Select(d => new { d.Id, d.MessageId, d.NeedsHelp, d.Topic, d.Urgent, d.AssessedUrgent, d.Message })
            .ToListAsync(cancellationToken);
        // The newest comes first; what an earlier decision said of the urgency holds where the last one is silent.
        var labels = rows.GroupBy(r => r.MessageId)
            .Select(all => (Last: all.First(), Topic: all.Select(r => r.Topic).FirstOrDefault(t => t is not null), Urgent: all.Select(r => r.Urgent).FirstOrDefault(u => u is not null)))
            .Where(l => !l.Last.NeedsHelp || l.Topic is not null)
            .OrderBy(l => l.Last.Id)
            .Select(l => new LabelledWords(
                l.Last.Id,
                $"decisions#{l.Last.Id}",
                Nameless(l.Last.Message.Text!),
                YesNo(l.Last.NeedsHelp),
                l.Last.NeedsHelp ? l.Topic! : "",
                YesNo(l.Last.NeedsHelp && (l.Urgent ?? l.Last.AssessedUrgent))
            ))
            .ToList();
        db.Record(request.By.Actor, request.At, new DecisionsExported(labels.Count, from, to));
        return labels;
    }

    /// <summary>The words in one line, with something in the place of all that names somebody: numbers, addresses, names after an at sign.</summary>
    internal static string Nameless(string text)
    {
        var said = new StringBuilder(text.Length);
        var at = 0;
        // What is trained on it has to be read as the words themselves are.
        foreach (var (start, end) in Impersonal.Stretches(text, PersonalData.Find(text)))
        {
            said.Append(text, at, start - at).Append(Impersonal.StandIn);
            at = end;
        }

        return Breaks().Replace(Handle().Replace(said.Append(text, at, text.Length - at).ToString(), "@warga"), " ").Trim();
    }

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    [GeneratedRegex(@"@[\w.]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Handle();

    [GeneratedRegex(@"[\t\r\n\u2028\u2029\u0085\v\f]+", RegexOptions.None, 1000)]
    private static partial Regex Breaks();
}
