using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>
/// Gets a young token where the old one ends soon or has broken the channel: of several processes one, since some platforms take a refresh token once. A refusal for good marks
/// the channel as broken at once; what cannot be reached is asked again.
/// </summary>
/// <param name="Platform">Which.</param>
/// <param name="EvenIfYoung">True when a person asks: whatever the token's age.</param>
/// <param name="By">Who.</param>
/// <param name="Now">The present.</param>
public sealed record RenewToken(Platform Platform, bool EvenIfYoung, Actor By, DateTimeOffset Now) : IRequest<ChannelTest?>;

internal sealed class RenewTokenHandler(TicketsDb db, SealedSettings seal, IConfiguration configuration, IEnumerable<IChannelSetup> setups) : IRequestHandler<RenewToken, ChannelTest?>
{
    // Tokens of X live two hours, of Google one: enough for several tries, and no call is under way with one that ends.
    private static readonly TimeSpan BeforeItEnds = TimeSpan.FromMinutes(10);

    // A try is surely over by then, and a broken channel is not asked for more often.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMinutes(2);

    private const string TriedAt = "RenewalTriedAt";

    public async Task<ChannelTest?> Handle(RenewToken request, CancellationToken cancellationToken)
    {
        if (StoredSettings.TokenOf(request.Platform) is not { } token || setups.SingleOrDefault(s => s.Platform == request.Platform) is not { } setup)
            return request.EvenIfYoung ? new ChannelTest(false, "tokens of this channel do not end by themselves") : null;
        // Looked at first without a turn at writing: most of the time nothing is due.
        var looked = await db.Channels.AsNoTracking().SingleAsync(c => c.Platform == request.Platform, cancellationToken);
        if (!request.EvenIfYoung && DueWith(request, token, looked, seal.Open(looked.Platform, looked.Sealed)) is null)
            return null;
        var taken = await db.Change(() => Take(request, token, cancellationToken), cancellationToken);
        if (taken is null)
            return request.EvenIfYoung ? new ChannelTest(false, "there is no refresh token, or somebody renews it just now") : null;
        // A refresh token that X took is spent: its successor is waited for and kept whatever happens to the asker.
        var outcome = await setup.Renew(taken.Refresh, CancellationToken.None);
        return await db.Change(() => Keep(request, token, taken, outcome), CancellationToken.None);
    }

    // Null when nothing is due or another process is at it.
    private async Task<Taken?> Take(RenewToken request, RenewableToken token, CancellationToken cancellation)
    {
        await db.OneAtATime(cancellation);
        var channel = await db.Channels.SingleAsync(c => c.Platform == request.Platform, cancellation);
        var settings = seal.Open(channel.Platform, channel.Sealed);
        if (DueWith(request, token, channel, settings) is not { } refresh)
            return null;
        settings[TriedAt] = request.Now.ToString("O", CultureInfo.InvariantCulture);
        channel.KeepBeside(seal.Seal(settings));
        return new(refresh, Entered(settings, token.Access));
    }

    // The refresh token, when it is time to use it.
    private string? DueWith(RenewToken request, RenewableToken token, Channel channel, Dictionary<string, string?> settings)
    {
        if (Entered(settings, token.Refresh) is not { Length: > 0 } refresh)
            return null;
        if (When(settings.GetValueOrDefault(TriedAt)) is { } tried && request.Now - tried < BetweenTries && request.Now >= tried)
            return null;
        var ends = When(settings.GetValueOrDefault(token.ExpiresAt) ?? configuration[token.ExpiresAt]);
        var hasNone = Entered(settings, token.Access) is not { Length: > 0 };
        return request.EvenIfYoung || hasNone || channel.Broken || ends - request.Now < BeforeItEnds ? refresh : null;
    }

    private string? Entered(Dictionary<string, string?> settings, string key) => settings.GetValueOrDefault(key) ?? configuration[key];

    private async Task<ChannelTest?> Keep(RenewToken request, RenewableToken token, Taken taken, SetupOutcome<YoungToken> outcome)
    {
        db.ChangeTracker.Clear();
        await db.OneAtATime(CancellationToken.None);
        var channel = await db.Channels.SingleAsync(c => c.Platform == request.Platform, CancellationToken.None);
        var settings = seal.Open(channel.Platform, channel.Sealed);
        // Somebody connected another account while the platform was asked: what was told of the one before is no news of this one.
        if (Entered(settings, token.Refresh) != taken.Refresh)
            return new ChannelTest(false, "the channel was connected anew meanwhile");
        if (outcome.Value is not { } young)
        {
            var why = outcome.Fault ?? "";
            if (outcome.ForGood && channel.Hold(request.Now + BetweenTries, broken: true, why))
                await db.AlarmOfChannel(channel.Platform, why, request.Now, CancellationToken.None);
            return new ChannelTest(false, why);
        }

        if (young.RefreshToken is { } next)
            settings[token.Refresh] = next;
        // A token that a person entered meanwhile counts; of ours its successor's key is kept alone.
        if (Entered(settings, token.Access) != taken.Access)
        {
            channel.KeepBeside(seal.Seal(settings));
            return new ChannelTest(false, "another token was entered meanwhile");
        }

        settings[token.Access] = young.AccessToken;
        if (young.LastsFor is { } lasts)
            settings[token.ExpiresAt] = (request.Now + lasts).ToString("O", CultureInfo.InvariantCulture);
        else
            settings.Remove(token.ExpiresAt);
        if (token.Scopes is { } kept && young.Scopes is { } scopes)
            settings[kept] = scopes;
        var wasBroken = channel.Broken;
        channel.HasYoungToken(seal.Seal(settings));
        if (wasBroken)
            await db.TryHeldWords(request.Platform, request.Now, CancellationToken.None);
        db.Record(request.By, request.Now, new SettingChanged(Setting.Channel, channel.Platform.ToString(), Was.Renewed));
        db.AfterCommit(() => _ = seal.Apply(CancellationToken.None));
        return new ChannelTest(true, young.LastsFor is { } time ? $"{time.TotalMinutes:0} min" : "");
    }

    private static DateTimeOffset? When(string? iso) => DateTimeOffset.TryParse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <param name="Refresh">What the platform is asked by.</param>
    /// <param name="Access">The token that is to be replaced; null when there is none.</param>
    private sealed record Taken(string Refresh, string? Access);
}
