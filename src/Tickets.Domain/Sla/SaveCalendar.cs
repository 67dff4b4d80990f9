using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Routing;
using Tickets.Domain.WorkingTime;

namespace Tickets.Domain.Sla;

/// <summary>
/// An administrator enters a working calendar or changes one, which makes a new version that counts from now on. Clocks that run keep the version they
/// were started with.
/// </summary>
/// <param name="Code">Capital letters, digits, dashes; at most 64.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Definition">Hours, seasons and closures, in the form in which the calculator takes a calendar inline.</param>
/// <param name="New">True to enter, false to change.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.AlreadyExists"/>, <see cref="Refusal.NotFound"/>.</exception>
/// <exception cref="CalendarRefused">The definition is no calendar, or has no time for what a policy promises by it.</exception>
public sealed record SaveCalendar(string Code, string Name, JsonElement Definition, bool New, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<ListedCalendar>, IChange;

internal sealed class SaveCalendarShape : AbstractValidator<SaveCalendar>
{
    public SaveCalendarShape()
    {
        RuleFor(r => r.Code).NotEmpty().Matches(Codes.Capitals).MaximumLength(64);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
    }
}

internal sealed class SaveCalendarHandler(TicketsDb db, Timetables timetables) : IRequestHandler<SaveCalendar, ListedCalendar>
{
    public async Task<ListedCalendar> Handle(SaveCalendar request, CancellationToken cancellationToken)
    {
        var definition = WorkingCalendarDefinition.Parse(request.Definition);
        var compiled = WorkingCalendar.Compile(definition);
        await db.OneAtATime(cancellationToken);
        var version = await db.Calendars.Where(c => c.Code == request.Code).MaxAsync(c => (int?)c.Version, cancellationToken);
        if (request.New && version is not null)
            throw new RefusedException(Refusal.AlreadyExists, ("what", Setting.Calendar), ("key", request.Code));
        if (!request.New && version is null)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Calendar), ("key", request.Code));
        if (version is { } newest)
        {
            request.Version.MustBe(newest, request.Code);
            await RefuseAnotherZone(request.Code, definition, cancellationToken);
        }

        await db.RefuseUnlessCountable(request.Code, compiled, request.At, cancellationToken);
        var calendar = new CalendarVersion(request.Code, (version ?? 0) + 1, request.Name.Trim(), request.At, JsonSerializer.Serialize(definition));
        db.Add(calendar);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Calendar, calendar.Label, request.New ? Was.Created : Was.Changed));
        db.AfterCommit(timetables.Forget);
        return ListedCalendar.From(calendar);
    }

    private async Task RefuseAnotherZone(string code, WorkingCalendarDefinition definition, CancellationToken cancellation)
    {
        var before = await db.Calendars.AsNoTracking().Where(c => c.Code == code).OrderByDescending(c => c.Version).FirstAsync(cancellation);
        var zone = WorkingCalendarDefinition.Parse(before.Definition).TimeZone;
        if (zone != definition.TimeZone)
            throw CalendarRefused.TimeZoneChanged(zone, definition.TimeZone);
    }
}
