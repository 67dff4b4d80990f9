using MediatR;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.Domain.Notices;

/// <summary>Asks the platform to tell us of what happens there. Twice is once; what it answered stands in the audit.</summary>
/// <param name="Platform">Which.</param>
/// <param name="Webhook">The address that the platform is to call.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record SubscribeWebhooks(Platform Platform, Uri Webhook, Caller By, DateTimeOffset At) : IRequest<ChannelTest>;

internal sealed class SubscribeWebhooksHandler(TicketsDb db, IEnumerable<IChannelSetup> setups) : IRequestHandler<SubscribeWebhooks, ChannelTest>
{
    public async Task<ChannelTest> Handle(SubscribeWebhooks request, CancellationToken cancellationToken)
    {
        if (setups.SingleOrDefault(s => s.Platform == request.Platform) is not { } setup)
            return new ChannelTest(false, "this channel has no webhook to ask for");
        var outcome = await setup.Subscribe(request.Webhook, cancellationToken);
        if (outcome.Value is not { } told)
            return new ChannelTest(false, outcome.Fault ?? "");
        await db.Change(
            () =>
            {
                db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Channel, request.Platform.ToString(), Was.Subscribed, told));
                return Task.FromResult(true);
            },
            CancellationToken.None
        );
        return new ChannelTest(true, told);
    }
}
