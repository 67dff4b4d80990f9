using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Views;

/// <summary>Somebody keeps the filters of a screen under a name, or changes what they keep. Whoever begins there begins nowhere else on that screen.</summary>
/// <param name="Id">Which; null for a new one.</param>
/// <param name="Screen">inbox, queue, tickets, reports or audit; of one that is kept it stays.</param>
/// <param name="Name">As they call it.</param>
/// <param name="Filters">By their names in the address of the screen; at most 12.</param>
/// <param name="IsDefault">True to begin there.</param>
/// <param name="Version">The version the caller saw.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException">
/// <see cref="Refusal.OnlyForPeople"/>, <see cref="Refusal.NotFound"/> for one that is not theirs, <see cref="Refusal.AlreadyExists"/> for a name they use already,
/// <see cref="Refusal.TooManyKept"/>, <see cref="Refusal.SomebodyWasFaster"/>.
/// </exception>
public sealed record SaveView(long? Id, string Screen, string Name, IReadOnlyDictionary<string, string> Filters, bool IsDefault, Seen? Version, Caller By, DateTimeOffset At)
    : IRequest<ListedView>,
        IChange;

internal sealed class SaveViewShape : AbstractValidator<SaveView>
{
    private const int MostFilters = 12;

    public SaveViewShape()
    {
        RuleFor(r => r.Screen).Matches($"^({string.Join('|', SavedView.Screens)})$").When(r => r.Id is null);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(SavedView.LongestName);
        RuleFor(r => r.Filters).Must(f => f.Count <= MostFilters).Says("shape.atMost", ("most", $"{MostFilters}"));
        RuleForEach(r => r.Filters.Keys).NotEmpty().Matches("^[a-zA-Z]{1,24}$").OverridePropertyName(nameof(SaveView.Filters));
        RuleForEach(r => r.Filters.Values).NotNull().MaximumLength(200).OverridePropertyName(nameof(SaveView.Filters));
    }
}

internal sealed class SaveViewHandler(TicketsDb db) : IRequestHandler<SaveView, ListedView>
{
    private const int Most = 30;

    public async Task<ListedView> Handle(SaveView request, CancellationToken cancellationToken)
    {
        var user = request.By.Actor.UserId ?? throw new RefusedException(Refusal.OnlyForPeople);
        var name = request.Name.Trim();
        var kept = await db.SavedViews.Where(v => v.UserId == user).ToListAsync(cancellationToken);
        var view = request.Id is { } id ? kept.Find(v => v.Id == id) ?? throw NotTheirs(id) : null;
        var screen = view?.Screen ?? request.Screen;
        var others = kept.FindAll(v => v.Screen == screen && v != view);
        if (others.Exists(v => string.Equals(v.Name, name, StringComparison.OrdinalIgnoreCase)))
            throw new RefusedException(Refusal.AlreadyExists, ("what", Setting.SavedView), ("key", name));
        if (view is null)
        {
            if (others.Count >= Most)
                throw new RefusedException(Refusal.TooManyKept, ("what", Setting.SavedView), ("most", Most.ToString(CultureInfo.InvariantCulture)));
            db.Add(view = new SavedView(user, screen, name, request.Filters));
        }
        else
        {
            request.Version.MustBe(view.Version, name);
            view.Change(name, request.Filters);
        }

        view.Begins(request.IsDefault);
        if (request.IsDefault)
            foreach (var other in others.Where(v => v.IsDefault))
                other.Begins(here: false);
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.SavedView, name, request.Id is null ? Was.Created : Was.Changed));
        await db.SaveChangesAsync(cancellationToken);
        return ListedView.Of(view);
    }

    internal static RefusedException NotTheirs(long id) => new(Refusal.NotFound, ("what", Setting.SavedView), ("key", id.ToString(CultureInfo.InvariantCulture)));
}
