using System.Buffers.Text;
using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>An administrator sets out to connect a channel at the platform's own page. The newest setting out counts; those before it end.</summary>
/// <param name="Platform">Which.</param>
/// <param name="Session">The key of their session: the answer is taken from it alone.</param>
/// <param name="Back">Where the platform sends the browser after it.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException"><see cref="Refusal.NoConsentPage"/>.</exception>
public sealed record BeginConnection(Platform Platform, long Session, Uri Back, DateTimeOffset At) : IRequest<ConsentAddress>, IChange;

/// <summary>Where the administrator says yes.</summary>
/// <param name="Address">The platform's page; good for one answer within a quarter of an hour.</param>
public sealed record ConsentAddress(string Address);

internal sealed class BeginConnectionShape : AbstractValidator<BeginConnection>
{
    public BeginConnectionShape() => RuleFor(r => r.Platform).IsInEnum();
}

internal sealed class BeginConnectionHandler(TicketsDb db, SealedSettings seal, IEnumerable<IChannelSetup> setups) : IRequestHandler<BeginConnection, ConsentAddress>
{
    public async Task<ConsentAddress> Handle(BeginConnection request, CancellationToken cancellationToken)
    {
        // 32 random bytes each; base64url keeps to what RFC 7636 allows in a verifier.
        var consent = new Consent(request.Back, Random(), Random());
        var setup = setups.SingleOrDefault(s => s.Platform == request.Platform) ?? throw Refused(request.Platform, "by token only");
        var page = setup.ConsentPage(consent);
        if (page.Value is not { } address)
            throw Refused(request.Platform, page.Fault ?? "");
        await db.OneAtATime(cancellationToken);
        var channel = await db.Channels.SingleAsync(c => c.Platform == request.Platform, cancellationToken);
        var settings = seal.Open(channel.Platform, channel.Sealed);
        new PendingConnection(PendingConnection.HashOf(consent.State), request.Session, consent.Verifier, consent.Back, request.At + PendingConnection.Lasts, ConnectionStage.Waiting).Into(settings);
        channel.KeepBeside(seal.Seal(settings));
        return new ConsentAddress(address.AbsoluteUri);
    }

    private static RefusedException Refused(Platform platform, string why) => new(Refusal.NoConsentPage, ("platform", platform.ToString()), ("detail", why));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
