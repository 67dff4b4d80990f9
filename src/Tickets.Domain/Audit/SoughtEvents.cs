using System.Globalization;
using System.Text.Json;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Audit;

/// <summary>What the lines of the audit are about.</summary>
public enum AuditKind
{
    /// <summary>The life of tickets: opened, routed, answered, resolved.</summary>
    Tickets,

    /// <summary>Promises: warnings, breaches, ladders, due times that moved.</summary>
    Promises,

    /// <summary>Conversations and messages of citizens.</summary>
    Conversations,

    /// <summary>Outgoing words and their ways.</summary>
    Words,

    /// <summary>Channels to the platforms.</summary>
    Channels,

    /// <summary>What administrators changed, and who may come in.</summary>
    Settings,

    /// <summary>Personal data that was shown, or taken away after its time.</summary>
    PersonalData,
}

/// <summary>Which lines of the audit are sought; what is null matches all.</summary>
/// <param name="Actor">Part of the doer's name.</param>
/// <param name="Kind">What they are about.</param>
/// <param name="Subject">A ticket's number, or what was changed: <c>template</c>, <c>ack.public/id</c>, <c>NASIONAL@2</c>.</param>
/// <param name="Text">Part of what they say: of the sentence, or of what fills it.</param>
/// <param name="From">Not before this instant.</param>
/// <param name="To">Before this instant.</param>
public sealed record SoughtEvents(string? Actor, AuditKind? Kind, string? Subject, string? Text, DateTimeOffset? From, DateTimeOffset? To)
{
    private const int Longest = 200;

    private static readonly string[] InstantForms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads them as people write them.</summary>
    /// <param name="actor">Part of the doer's name.</param>
    /// <param name="kind">What they are about.</param>
    /// <param name="subject">A ticket's number or a setting.</param>
    /// <param name="text">Part of what they say.</param>
    /// <param name="from">A date (<c>2026-11-01</c>, its midnight in Jakarta) or an instant with an offset.</param>
    /// <param name="to">Likewise, and not covered itself: <c>2026-12-01</c> ends with November.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.Invalid"/>: unreadable, backwards or too long.</exception>
    public static SoughtEvents Read(string? actor, AuditKind? kind, string? subject, string? text, string? from, string? to)
    {
        var (start, end) = (Instant("from", from), Instant("to", to));
        if (end < start)
            throw new RefusedException(Refusal.Invalid, ("detail", "report.backwards"), ("from", from!), ("to", to!));
        return new(Short("actor", actor), kind, Short("subject", subject), Short("q", text), start, end);
    }

    /// <summary>What an event is about.</summary>
    public static AuditKind KindOf(string type) => Kinds.TryGetValue(type, out var kind) ? kind : AuditKind.Tickets;

    /// <summary>The names of the events that are about this.</summary>
    internal static string[] TypesOf(AuditKind kind) => [.. TicketEventNames.Known.Where(type => KindOf(type) == kind)];

    private static readonly Dictionary<string, AuditKind> Kinds = new(StringComparer.Ordinal)
    {
        [nameof(SlaWarning)] = AuditKind.Promises,
        [nameof(SlaBreached)] = AuditKind.Promises,
        [nameof(TicketEscalated)] = AuditKind.Promises,
        [nameof(TriageWarning)] = AuditKind.Promises,
        [nameof(TriageBreached)] = AuditKind.Promises,
        [nameof(TriageEscalated)] = AuditKind.Promises,
        [nameof(ClockAimed)] = AuditKind.Promises,
        [nameof(ClockRecounted)] = AuditKind.Promises,
        [nameof(ConversationDismissed)] = AuditKind.Conversations,
        [nameof(ConversationReturned)] = AuditKind.Conversations,
        [nameof(ConversationLinked)] = AuditKind.Conversations,
        [nameof(MessageChanged)] = AuditKind.Conversations,
        [nameof(MessageMarked)] = AuditKind.Conversations,
        [nameof(NoticeQueued)] = AuditKind.Words,
        [nameof(NoticeSent)] = AuditKind.Words,
        [nameof(NoticeFailed)] = AuditKind.Words,
        [nameof(NoticeReleased)] = AuditKind.Words,
        [nameof(OtherWayTaken)] = AuditKind.Words,
        [nameof(AdminAsked)] = AuditKind.Words,
        [nameof(CitizenAwaited)] = AuditKind.Words,
        [nameof(ChannelBroke)] = AuditKind.Channels,
        [nameof(ChannelReadBack)] = AuditKind.Channels,
        [nameof(SettingChanged)] = AuditKind.Settings,
        [nameof(PersonalDataShown)] = AuditKind.PersonalData,
        [nameof(TicketForgotten)] = AuditKind.PersonalData,
        [nameof(RetentionKept)] = AuditKind.PersonalData,
    };

    private static string? Short(string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var trimmed = text.Trim();
        return trimmed.Length <= Longest
            ? trimmed
            : throw new RefusedException(Refusal.Invalid, ("detail", "request.longest"), ("name", name), ("most", Longest.ToString(CultureInfo.InvariantCulture)));
    }

    private static DateTimeOffset? Instant(string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 1970 and < 2200)
            return new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), Sentences.Wib);
        // A plus sign that was not escaped in the address arrives as a space.
        if (DateTimeOffset.TryParseExact(text.Replace(' ', '+'), InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && instant.Year is > 1970 and < 2200)
            return instant;
        throw new RefusedException(Refusal.Invalid, ("detail", "report.unreadable"), ("name", name), ("value", text.Length > 40 ? text[..40] + "…" : text));
    }
}

internal static class SeekEvents
{
    // What more things are called like tells nothing apart.
    private const int MostNames = 20;

    /// <summary>The events that match.</summary>
    public static IQueryable<EventRow> Only(this IQueryable<EventRow> events, SoughtEvents? sought, string language, IReadOnlyDictionary<string, string> names)
    {
        if (sought is null)
            return events;
        if (sought.From is { } from)
            events = events.Where(e => e.At >= from);
        if (sought.To is { } to)
            events = events.Where(e => e.At < to);
        if (sought.Kind is { } kind)
        {
            var types = SoughtEvents.TypesOf(kind);
            events = events.Where(e => types.Contains(e.Type));
        }

        if (sought.Actor is { } actor)
        {
            var name = Small(actor);
            events = events.Where(e => TicketsDb.Lower(e.ActorName).Contains(name));
        }

        if (sought.Subject is { } subject)
        {
            var number = subject.ToUpperInvariant();
            var what = Small($"\"what\":\"{Written(subject)}\"");
            var key = Small($"\"key\":\"{Written(subject)}\"");
            events = events.Where(e => e.Ticket!.Number == number || TicketsDb.Lower(e.Payload).Contains(what) || TicketsDb.Lower(e.Payload).Contains(key));
        }

        if (sought.Text is { } text)
        {
            // Who seeks "disposisi" means the sentence, who seeks "JAMSOS" what fills it, who seeks "Jaminan Sosial" what that is called.
            string[] said = [.. TicketEventNames.Known.Where(t => Sentences.Find(language, "history." + t)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)];
            // A letter beyond ASCII is escaped, and its escape knows capitals: as it was asked, and in small letters.
            var (filled, small) = (Small(Written(text)), Small(Written(Small(text))));
            var number = text.ToUpperInvariant();
            string[] called = [.. names.Where(n => n.Value.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(MostNames).SelectMany(n => Codes(n.Key[(n.Key.IndexOf('/') + 1)..]))];
            events = events.Where(e =>
                said.Contains(e.Type)
                || TicketsDb.Lower(e.Payload).Contains(filled)
                || TicketsDb.Lower(e.Payload).Contains(small)
                || e.Ticket!.Number == number
                || called.Any(code => TicketsDb.Lower(e.Payload).Contains(code))
            );
        }

        return events;
    }

    // By itself, or within what a rule or a person's roles say.
    private static string[] Codes(string code) => [Small($"\"{Written(code)}"), Small($" {Written(code)}")];

    private static string Small(string text) => text.ToLowerInvariant();

    // As it stands in the payload, where quotes and letters beyond ASCII are escaped.
    private static string Written(string text) => JsonEncodedText.Encode(text).ToString();
}
