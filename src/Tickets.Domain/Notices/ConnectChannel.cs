using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Words;

namespace Tickets.Domain.Notices;

/// <summary>Connects a channel, or gives it a new token. What is entered is kept sealed and never shown again; what is left out stays; an empty value is taken away.</summary>
/// <param name="Platform">Which.</param>
/// <param name="Settings">By name, as <c>accessToken</c>.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.Invalid"/> for a setting that the platform does not have.</exception>
public sealed record ConnectChannel(Platform Platform, IReadOnlyDictionary<string, string?> Settings, Caller By, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class ConnectChannelShape : AbstractValidator<ConnectChannel>
{
    public ConnectChannelShape()
    {
        RuleFor(r => r.Platform).IsInEnum();
        RuleFor(r => r.Settings).NotEmpty();
        RuleForEach(r => r.Settings).Must(s => s.Value is null or { Length: <= 4000 }).Says("shape.longest", ("most", "4000"));
    }
}

internal sealed class ConnectChannelHandler(TicketsDb db, SealedSettings seal) : IRequestHandler<ConnectChannel, Unit>
{
    public async Task<Unit> Handle(ConnectChannel request, CancellationToken cancellationToken)
    {
        var known = StoredSettings.Of(request.Platform);
        if (request.Settings.Keys.FirstOrDefault(k => !known.ContainsKey(k)) is { } stranger)
            throw new RefusedException(Refusal.Invalid, ("detail", $"{stranger}: {string.Join(", ", known.Keys)}"));
        await db.OneAtATime(cancellationToken);
        var kept = StoredSettings.KeptBy(request.Platform);
        var channel = await db.Channels.SingleAsync(c => c.Platform == kept, cancellationToken);
        var settings = seal.Open(channel.Platform, channel.Sealed);
        foreach (var (name, value) in request.Settings)
        {
            settings.Remove(known[name]);
            if (!string.IsNullOrWhiteSpace(value))
                settings[known[name]] = value.Trim();
        }

        // When a token ends that was entered by hand nobody said, nor what it may do unless that was entered with it.
        if (StoredSettings.TokenOf(request.Platform) is { } token && request.Settings.Keys.Any(k => known[k] == token.Access))
        {
            settings.Remove(token.ExpiresAt);
            if (token.Scopes is { } scopes && !request.Settings.Keys.Any(k => known[k] == scopes))
                settings.Remove(scopes);
        }

        await db.Connect(channel, settings.Count == 0 ? null : seal.Seal(settings), request.At, cancellationToken);
        // The history names what was entered, never what it says.
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Channel, request.Platform.ToString(), Was.Changed, string.Join(", ", request.Settings.Keys.Order(StringComparer.Ordinal))));
        db.AfterCommit(() => _ = seal.Apply(CancellationToken.None));
        return Unit.Value;
    }
}
