using Tickets.Testing;

namespace Tickets.IntegrationTests;

/// <summary>A fact that needs a RabbitMQ broker; shown as skipped, with the reason, without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWhenRabbitMq : FactAttribute
{
    public FactWhenRabbitMq()
    {
        if (TestServers.RabbitMq is null)
            Skip = TestServers.NoRabbitMq;
    }
}
