using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Intake;

public sealed class WhatIsCounted
{
    [Fact]
    public async Task A_delivery_that_is_on_the_disk_is_counted_under_the_meter_of_the_service()
    {
        long accepted = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument is { Meter.Name: Measures.Meter, Name: "tickets.deliveries.accepted" })
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref accepted, count));
        listener.Start();
        await using var database = await ADatabase.Fresh();

        await database.Services.GetRequiredService<AcceptDeliveries>().Accept("meta", "{}"u8.ToArray());

        await Eventually.Holds("it is counted", TimeSpan.FromSeconds(10), () => Task.FromResult(Interlocked.Read(ref accepted) > 0));
    }
}
