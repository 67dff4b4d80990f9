using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>One who is told.</summary>
/// <param name="Person">Who.</param>
/// <param name="OnBehalfOf">The absent person they stand in for; null for none.</param>
/// <param name="At">When, UTC.</param>
public sealed record Told(User Person, User? OnBehalfOf, DateTimeOffset At);

/// <summary>
/// Finds who is told of a rung. Pure: from the staff as it is given. Absent people hand over to their deputies; where nobody is left, the next above is told;
/// people are told in their own working hours unless it is urgent.
/// </summary>
/// <param name="staff">Everybody who is active.</param>
/// <param name="timetable">The calendars people work by.</param>
public sealed class WhoIsTold(IEnumerable<User> staff, Timetable timetable)
{
    // A deputy may be absent too; longer chains than this are circles.
    private const int MostDeputies = 5;

    private readonly User[] active = [.. staff.Where(u => u.Active).OrderBy(u => u.Id)];

    /// <summary>For a ticket's clock.</summary>
    /// <param name="to">Whom the rung tells.</param>
    /// <param name="ticket">Whose clock it is.</param>
    /// <param name="from">The instant from which they may be told.</param>
    public IReadOnlyList<Told> Of(Recipient to, Ticket ticket, DateTimeOffset from) =>
        FirstFound(to is Recipient.AdminSocial ? [Triagers] : LevelsOf(ticket).Skip((int)to), deputy => deputy.MaySeeTicketsOf(ticket.Directorate), ticket.Priority == Priority.Urgent, from);

    /// <summary>For a conversation in the inbox: no directorate has it yet.</summary>
    /// <param name="to">Whom the rung tells.</param>
    /// <param name="conversation">Whose clock it is.</param>
    /// <param name="from">The instant from which they may be told.</param>
    public IReadOnlyList<Told> Of(Recipient to, Conversation conversation, DateTimeOffset from) =>
        FirstFound(
            to is Recipient.AdminSocial ? [Triagers] : new[] { Triagers, Heads(Roles.Supervisor, null), Heads(Roles.Director, null), Inspectors, Triagers }.Skip((int)to),
            deputy => deputy.MaySeeTicketsOf(null),
            Plea.Of(conversation).Priority == Priority.Urgent,
            from
        );

    private User[] Triagers => Heads(Roles.AdminSocial, null, everywhere: true);

    private User[] Inspectors => Heads(Roles.Inspectorate, null, everywhere: true);

    private IEnumerable<User[]> LevelsOf(Ticket ticket) =>
        [
            [.. active.Where(u => u.Id == ticket.OfficerId)],
            Heads(Roles.Supervisor, ticket.Directorate),
            Heads(Roles.Director, ticket.Directorate),
            Inspectors,
            Triagers,
        ];

    // Those of the directorate; where it has none, those who are bound to none.
    private User[] Heads(Roles role, string? directorate, bool everywhere = false)
    {
        var heads = active.Where(u => u.Roles.HasFlag(role)).ToList();
        if (everywhere)
            return [.. heads];
        var own = directorate is null ? [] : heads.FindAll(u => u.Directorate == directorate);
        return own.Count > 0 ? [.. own] : [.. heads.Where(u => u.Directorate is null)];
    }

    private List<Told> FirstFound(IEnumerable<User[]> levels, Func<User, bool> maySee, bool urgent, DateTimeOffset from)
    {
        foreach (var level in levels)
        {
            var told = level.Select(u => Reached(u, maySee, urgent, from)).OfType<Told>().DistinctBy(t => t.Person.Id).ToList();
            if (told.Count > 0)
                return told;
        }

        return [];
    }

    // A deputy from whom the matter is kept could do nothing with it: then it is for the next above.
    private Told? Reached(User wanted, Func<User, bool> maySee, bool urgent, DateTimeOffset from)
    {
        var person = wanted;
        for (var deputies = 0; deputies <= MostDeputies; deputies++)
        {
            var at = urgent ? from : InWorkingHours(person, from);
            if (!person.IsAbsent(at))
                return person == wanted ? new Told(person, OnBehalfOf: null, at) : maySee(person) ? new Told(person, wanted, at) : null;
            if (active.FirstOrDefault(u => u.Id == person.DeputyId) is not { } deputy)
                return null;
            person = deputy;
        }

        return null;
    }

    private DateTimeOffset InWorkingHours(User person, DateTimeOffset from)
    {
        var code = person.Calendar is { } own && timetable.HasCalendar(own) ? own : NationalCalendar.Code;
        if (!timetable.HasCalendar(code))
            return from;
        var calendar = timetable.Calendar(timetable.CurrentCalendar(code, from));
        try
        {
            // The end of the first tick of working time is one tick after its beginning.
            return calendar.Due(from, WorkingDuration.OfTime(TimeSpan.FromTicks(1))).AddTicks(-1);
        }
        catch (CalendarRefused never) when (never.Reason == CalendarRefusal.NotEnoughWorkingTime)
        {
            // Their calendar has closed for good: told at once is better than never.
            return from;
        }
    }
}
