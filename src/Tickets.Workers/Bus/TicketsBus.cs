using System.Text.Json.Serialization;
using MassTransit;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tickets.Domain;
using Tickets.Domain.Persistence;

namespace Tickets.Workers.Bus;

/// <summary>Registration of the bus.</summary>
public static class TicketsBus
{
    /// <summary>MassTransit in memory or on RabbitMQ; with the consumers of the choreography, or to publish only.</summary>
    public static IServiceCollection AddTicketsBus(this IServiceCollection services, IConfiguration configuration, bool consumes)
    {
        var settings = TicketsSettings.From(configuration);
        services.AddMassTransit(bus =>
        {
            // A ministry's service reports to nobody of itself.
            bus.DisableUsageTelemetry();
            // Who only publishes works on without the broker: what it commits waits in its rows. Platforms must not be turned away for that.
            if (!consumes)
                bus.ConfigureHealthCheckOptions(o => o.MinimalFailureStatus = HealthStatus.Degraded);
            if (consumes)
                foreach (var step in Choreography.Steps)
                    bus.AddConsumer(typeof(FollowStep<>).MakeGenericType(step.Event), typeof(InGroups<>).MakeGenericType(step.Event));
            if (settings.Bus == BusKind.RabbitMq)
                bus.UsingRabbitMq(
                    (context, rabbit) =>
                    {
                        NameValues(rabbit);
                        rabbit.Host(new Uri(configuration.GetConnectionString("RabbitMq") ?? throw new InvalidOperationException("ConnectionStrings:RabbitMq is missing.")));
                        if (consumes)
                            foreach (var step in Choreography.Steps)
                                rabbit.ReceiveEndpoint(
                                    step.Queue,
                                    endpoint =>
                                    {
                                        endpoint.SetQuorumQueue();
                                        Follow(endpoint, step, context);
                                    }
                                );
                    }
                );
            else
                bus.UsingInMemory(
                    (context, memory) =>
                    {
                        NameValues(memory);
                        if (consumes)
                            foreach (var step in Choreography.Steps)
                                memory.ReceiveEndpoint(step.Queue, endpoint => Follow(endpoint, step, context));
                    }
                );
        });
        // What is published before the queues are bound would be lost.
        services.Configure<MassTransitHostOptions>(o =>
        {
            o.WaitUntilStarted = settings.Bus == BusKind.InMemory;
            o.StopTimeout = TimeSpan.FromSeconds(20);
        });
        return services;
    }

    // A value out of a list travels by its name, as in the history: a number would mean another thing once the list changes.
    private static void NameValues(IBusFactoryConfigurator bus) =>
        bus.ConfigureJsonSerializerOptions(o =>
        {
            o.Converters.Add(new JsonStringEnumConverter());
            return o;
        });

    private static void Follow(IReceiveEndpointConfigurator endpoint, Step step, IBusRegistrationContext context)
    {
        // One group is gathered while the others are worked on.
        endpoint.PrefetchCount = step.Together * (step.AtOnce + 1);
        endpoint.ConcurrentMessageLimit = step.Together * (step.AtOnce + 1);
        // What fails after that is asked for again by the sweep, from the rows; nobody would read a queue of errors.
        endpoint.DiscardFaultedMessages();
        endpoint.UseMessageRetry(r => r.Exponential(step.Retry.Times, step.Retry.First, step.Retry.First * 32, step.Retry.First));
        endpoint.ConfigureConsumer(context, typeof(FollowStep<>).MakeGenericType(step.Event));
    }
}

/// <summary>One line from messages into their use case.</summary>
internal sealed class FollowStep<TEvent>(IMediator mediator, TimeProvider time) : IConsumer<Batch<TEvent>>
    where TEvent : class
{
    internal static readonly Step Step = Choreography.Steps.Single(s => s.Event == typeof(TEvent));

    public async Task Consume(ConsumeContext<Batch<TEvent>> context)
    {
        try
        {
            foreach (var useCase in Step.UseCases([.. context.Message.Select(m => m.Message)], time.GetUtcNow()))
                await mediator.Send(useCase, context.CancellationToken);
        }
        catch (Exception problem) when (Faults.NumberOf(problem) != 0)
        {
            // The bus logs what it tries again.
            throw Faults.ForTheLog(problem);
        }
    }
}

/// <summary>How a step gathers its messages.</summary>
internal sealed class InGroups<TEvent> : ConsumerDefinition<FollowStep<TEvent>>
    where TEvent : class
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<FollowStep<TEvent>> consumerConfigurator,
        IRegistrationContext context
    )
    {
        var step = FollowStep<TEvent>.Step;
        consumerConfigurator.Options<BatchOptions>(batch =>
            batch.SetMessageLimit(step.Together).SetTimeLimit(Step.WaitsForCompany).SetConcurrencyLimit(step.AtOnce)
        );
    }
}
