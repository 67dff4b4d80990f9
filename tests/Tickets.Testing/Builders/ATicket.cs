using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Testing.Builders;

/// <summary>
/// A ticket that lived through what a test needs, by its real verbs: <c>ATicket.Opened(friday).Routed("JAMSOS").Answered(monday)</c>.
/// A step without an instant happens at the instant of the step before.
/// </summary>
public sealed class ATicket
{
    /// <summary>The member of staff who does what a test leaves open.</summary>
    public static readonly Actor Staff = Actor.User(1, "Siti");

    private static int made;

    private readonly Timetable timetable;
    private DateTimeOffset last;

    private ATicket(Conversation conversation, Opening opening, Timetable timetable, DateTimeOffset at)
    {
        (this.timetable, last) = (timetable, at);
        Conversation = conversation;
        Ticket = Ticket.Open(opening, conversation, timetable, Actor.System, at);
    }

    /// <summary>The ticket as it stands now.</summary>
    public Ticket Ticket { get; }

    /// <summary>The conversation it was opened from.</summary>
    public Conversation Conversation { get; }

    /// <summary>A citizen of whom no other test knows.</summary>
    public static Citizen SomeCitizen(Platform platform, DateTimeOffset at) => new(platform, $"citizen-{Interlocked.Increment(ref made)}", "Warga Contoh", at);

    /// <summary>An officer on duty, not saved yet.</summary>
    public static User AnOfficer(string directorate, string login) => new(login, login, Roles.Officer, directorate);

    /// <summary>Opened by the service, at no directorate yet.</summary>
    public static ATicket Opened(
        DateTimeOffset at,
        string topic = Topics.Pkh,
        Priority priority = Priority.Normal,
        Platform platform = Platform.Facebook,
        Citizen? citizen = null,
        Timetable? timetable = null
    )
    {
        var sequence = Interlocked.Increment(ref made);
        var conversation = new Conversation(citizen ?? SomeCitizen(platform, at), Audience.Public, $"post-{sequence}", $"post-{sequence}", at);
        var opening = new Opening($"KMS-{at.ToOffset(Wib.Offset).Year}-{sequence:000000}", $"CODE{sequence:0000}", topic, priority, null, "PKH ibu saya belum cair");
        return new ATicket(conversation, opening, timetable ?? ATimetable.Seeded, at);
    }

    /// <summary>In this status, by the shortest life that leads there; everything happened at <paramref name="at"/>.</summary>
    public static ATicket In(TicketStatus status, DateTimeOffset at, Citizen? citizen = null)
    {
        var opened = Opened(at, citizen: citizen);
        return status switch
        {
            TicketStatus.New => opened,
            TicketStatus.Assigned => opened.Routed("JAMSOS"),
            TicketStatus.InProgress => opened.Routed("JAMSOS").Answered(),
            TicketStatus.WaitingOnCitizen => opened.Routed("JAMSOS").Asked(),
            TicketStatus.Resolved => opened.Routed("JAMSOS").Resolved(),
            TicketStatus.Closed => opened.Routed("JAMSOS").Resolved().Closed(),
            TicketStatus.Referred => opened.Routed("JAMSOS").Referred(),
            TicketStatus.Invalid => opened.Routed("JAMSOS").FoundInvalid(),
        };
    }

    /// <summary>Brought to a directorate, and there to an officer or into the queue.</summary>
    public ATicket Routed(string directorate, DateTimeOffset? at = null, User? officer = null) =>
        Then(at, now => Ticket.Route(directorate, officer, "rule", timetable, Actor.System, now));

    /// <summary>Given to an officer.</summary>
    public ATicket Assigned(User? officer, DateTimeOffset? at = null) => Then(at, now => Ticket.Assign(officer, Staff, now));

    /// <summary>Handed over with an instruction.</summary>
    public ATicket Transferred(string directorate, DateTimeOffset? at = null) =>
        Then(at, now => Ticket.Transfer(directorate, null, "Mohon ditindaklanjuti", timetable, Staff, now));

    /// <summary>A person wrote to the citizen.</summary>
    public ATicket Answered(DateTimeOffset? at = null) => Then(at, now => Ticket.AnswerCitizen(inPublic: false, timetable, Staff, now));

    /// <summary>A person asked the citizen.</summary>
    public ATicket Asked(DateTimeOffset? at = null) => Then(at, now => Ticket.Ask(inPublic: false, timetable, Staff, now));

    /// <summary>The citizen wrote.</summary>
    public ATicket Heard(DateTimeOffset? at = null, bool objects = false, DateTimeOffset? writtenAt = null) =>
        Then(at, now => Ticket.Hear(objects, timetable, Actor.Citizen(Ticket.Citizen), now, writtenAt));

    /// <summary>The matter was answered.</summary>
    public ATicket Resolved(DateTimeOffset? at = null, string answer = "Sudah cair") => Then(at, now => Ticket.Resolve(answer, timetable, Staff, now));

    /// <summary>Ended.</summary>
    public ATicket Closed(DateTimeOffset? at = null) => Then(at, now => Ticket.Close(Staff, now));

    /// <summary>Opened again by staff.</summary>
    public ATicket Reopened(DateTimeOffset? at = null) => Then(at, now => Ticket.Reopen("Ternyata belum cair", timetable, Staff, now));

    /// <summary>Sent to another agency.</summary>
    public ATicket Referred(DateTimeOffset? at = null) => Then(at, now => Ticket.Refer("SP4N-LAPOR!", "Kewenangan daerah", timetable, Staff, now));

    /// <summary>Found to be none.</summary>
    public ATicket FoundInvalid(DateTimeOffset? at = null) => Then(at, now => Ticket.Invalidate("Bukan aduan", timetable, Staff, now));

    /// <summary>Merged into another ticket of the same citizen.</summary>
    public ATicket MergedInto(ATicket other, DateTimeOffset? at = null) => Then(at, now => Ticket.MergeInto(other.Ticket, timetable, Staff, now));

    /// <summary>Given another topic, priority, class or region.</summary>
    public ATicket Classified(DateTimeOffset? at = null, string? topic = null, Priority? priority = null, Sp4nClass? sp4nClass = null, string? reason = null, string? region = null) =>
        Then(at, now => Ticket.Classify(topic, priority, sp4nClass, reason, timetable, Staff, now, region));

    /// <summary>The SLA clock looked.</summary>
    public ATicket LookedAt(DateTimeOffset at) => Then(at, now => Ticket.Climb(timetable, now));

    /// <summary>Its clock of this kind; the latest cycle unless another is named.</summary>
    public Clock Clock(ClockKind kind, int? cycle = null) => Ticket.Clocks.Last(c => c.Kind == kind && (cycle is null || c.Cycle == cycle));

    /// <summary>Gives it to a database; saved with the caller's change. An officer must have been saved before.</summary>
    public ATicket AddTo(TicketsDb db)
    {
        db.Add(Conversation);
        db.Add(Ticket);
        return this;
    }

    private ATicket Then(DateTimeOffset? at, Action<DateTimeOffset> verb)
    {
        last = at ?? last;
        verb(last);
        return this;
    }
}
