using System.Text.Json.Serialization;
using MassTransit;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;

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
            if (consumes)
                foreach (var step in Choreography.Steps)
                    bus.AddConsumer(typeof(FollowStep<>).MakeGenericType(step.Event));
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
                                        endpoint.PrefetchCount = (ushort)(step.AtOnce * 4);
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
        endpoint.ConcurrentMessageLimit = step.AtOnce;
        endpoint.UseMessageRetry(r => r.Exponential(step.Retry.Times, step.Retry.First, step.Retry.First * 32, step.Retry.First));
        endpoint.ConfigureConsumer(context, typeof(FollowStep<>).MakeGenericType(step.Event));
    }
}

/// <summary>One line from a message into its use case.</summary>
internal sealed class FollowStep<TEvent>(IMediator mediator, TimeProvider time) : IConsumer<TEvent>
    where TEvent : class
{
    private static readonly Step Step = Choreography.Steps.Single(s => s.Event == typeof(TEvent));

    public Task Consume(ConsumeContext<TEvent> context) => mediator.Send(Step.UseCase(context.Message, time.GetUtcNow()), context.CancellationToken);
}
