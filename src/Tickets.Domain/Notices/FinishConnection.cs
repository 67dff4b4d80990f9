using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>
/// The browser is back from the platform's page. The state is taken once, from the session that set out; the code is redeemed, and what may be connected is connected when
/// there is one and offered when there are several.
/// </summary>
/// <param name="Platform">Which.</param>
/// <param name="Session">The key of the session that comes back.</param>
/// <param name="State">As it came back.</param>
/// <param name="Code">What stands for the yes; null when the platform brought none.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.ConnectionEnded"/>: unknown, of another session, used already, or too old.</exception>
public sealed record FinishConnection(Platform Platform, long Session, string State, string? Code, Caller By, DateTimeOffset At) : IRequest<ConnectionStage>;

internal sealed class FinishConnectionHandler(TicketsDb db, SealedSettings seal, IEnumerable<IChannelSetup> setups) : IRequestHandler<FinishConnection, ConnectionStage>
{
    private const int LongestCode = 4000;

    public async Task<ConnectionStage> Handle(FinishConnection request, CancellationToken cancellationToken)
    {
        // Taken in a transaction of its own, before anything is asked: of two that come back with one state, one goes on.
        var pending = await db.Change(() => Take(request, cancellationToken), cancellationToken);
        var setup = setups.Single(s => s.Platform == request.Platform);
        var result =
            request.Code is not { Length: > 0 and <= LongestCode } code
                ? pending with { Stage = ConnectionStage.Failed, Fault = ConnectionFault.Denied }
                : Heard(pending, await setup.Redeem(code, new Consent(pending.Back, request.State, pending.Verifier), cancellationToken));
        // The code is spent: what it brought is kept even while the browser turns away.
        return await db.Change(() => Keep(request, result), CancellationToken.None);
    }

    private async Task<PendingConnection> Take(FinishConnection request, CancellationToken cancellation)
    {
        await db.OneAtATime(cancellation);
        var channel = await db.Channels.SingleAsync(c => c.Platform == request.Platform, cancellation);
        var settings = seal.Open(channel.Platform, channel.Sealed);
        if (PendingConnection.In(settings) is not { Stage: ConnectionStage.Waiting } pending || pending.Session != request.Session || pending.EndsAt < request.At || !pending.IsAnsweredBy(request.State))
            throw new RefusedException(Refusal.ConnectionEnded);
        (pending with { StateHash = null }).Into(settings);
        channel.KeepBeside(seal.Seal(settings));
        return pending with { StateHash = null };
    }

    private static PendingConnection Heard(PendingConnection pending, SetupOutcome<IReadOnlyList<Connectable>> told) =>
        told.Value switch
        {
            null => pending with { Stage = ConnectionStage.Failed, Fault = ConnectionFault.NotTaken, Detail = told.Fault },
            [] => pending with { Stage = ConnectionStage.Failed, Fault = ConnectionFault.NothingToConnect },
            [var only] => pending with { Stage = ConnectionStage.Connected, Found = [only] },
            var several => pending with { Stage = ConnectionStage.Choose, Found = several },
        };

    private async Task<ConnectionStage> Keep(FinishConnection request, PendingConnection result)
    {
        // Somebody may have entered something while the platform was asked.
        db.ChangeTracker.Clear();
        await db.OneAtATime(CancellationToken.None);
        var channel = await db.Channels.SingleAsync(c => c.Platform == request.Platform, CancellationToken.None);
        var settings = seal.Open(channel.Platform, channel.Sealed);
        // Meanwhile the administrator set out anew: that counts.
        if (PendingConnection.In(settings) is not { StateHash: null } mine || mine.Session != result.Session || mine.Verifier != result.Verifier)
            throw new RefusedException(Refusal.ConnectionEnded);
        if (result is { Stage: ConnectionStage.Connected, Found: [var only] })
            await ConnectFound.Connect(db, seal, channel, settings, result, only, request.By, request.At);
        else
        {
            result.Into(settings);
            channel.KeepBeside(seal.Seal(settings));
        }

        return result.Stage;
    }
}

/// <summary>Gives a channel what the platform's page brought.</summary>
internal static class ConnectFound
{
    public static async Task Connect(TicketsDb db, SealedSettings seal, Channel channel, Dictionary<string, string?> settings, PendingConnection pending, Connectable found, Caller by, DateTimeOffset at)
    {
        // What was offered beside it are secrets of others by now.
        (pending with { Stage = ConnectionStage.Connected, Found = [found with { Settings = new Dictionary<string, string>() }] }).Into(settings);
        channel.KeepBeside(seal.Seal(settings));
        var kept = StoredSettings.KeptBy(channel.Platform);
        var keeper = kept == channel.Platform ? channel : await db.Channels.SingleAsync(c => c.Platform == kept, CancellationToken.None);
        var all = seal.Open(keeper.Platform, keeper.Sealed);
        if (StoredSettings.TokenOf(channel.Platform) is { } token)
        {
            all.Remove(token.ExpiresAt);
            all.Remove(token.Refresh);
        }

        foreach (var (key, value) in found.Settings)
            all[key] = value;
        await db.Connect(keeper, seal.Seal(all), at, CancellationToken.None);
        db.Record(by.Actor, at, new SettingChanged(Setting.Channel, channel.Platform.ToString(), Was.Connected, found.Name.Length <= 200 ? found.Name : found.Name[..200]));
        db.AfterCommit(() => _ = seal.Apply(CancellationToken.None));
    }
}
