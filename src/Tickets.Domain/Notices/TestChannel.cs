using MediatR;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>Asks the platform whether it knows us, by the settings that count now. Says nothing to anybody and changes nothing.</summary>
public sealed record TestChannel(Platform Platform) : IRequest<ChannelTest>;

/// <summary>What the platform answered.</summary>
/// <param name="Works">Whether words could be sent.</param>
/// <param name="Detail">As whom it knows us, or what is wrong.</param>
public sealed record ChannelTest(bool Works, string Detail);

internal sealed class TestChannelHandler(IEnumerable<IPlatformSender> senders) : IRequestHandler<TestChannel, ChannelTest>
{
    public async Task<ChannelTest> Handle(TestChannel request, CancellationToken cancellationToken)
    {
        if (senders.SingleOrDefault(s => s.Platform == request.Platform) is not { } sender)
            return new ChannelTest(false, "no connector of this platform runs in this process");
        var (works, detail) = await sender.Check(cancellationToken);
        return new ChannelTest(works, detail);
    }
}
