using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tickets.Domain;
using Tickets.Domain.Persistence;

namespace Tickets.Workers.Hosting;

/// <summary>What both processes have for those who run them: logs, health, telemetry.</summary>
public static class Operation
{
    /// <summary>Structured logs (JSON outside Development), health checks, and OTLP traces and metrics when an endpoint is configured.</summary>
    public static void AddOperation(this WebApplicationBuilder builder, string name)
    {
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
            builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat, o.UseUtcTimestamp) = (true, "HH:mm:ss ", true));
        else
            builder.Logging.AddJsonConsole(o => (o.TimestampFormat, o.UseUtcTimestamp, o.IncludeScopes) = ("yyyy-MM-ddTHH:mm:ss.fffZ", true, true));
        // Below these levels the frameworks print parameters of queries and addresses of requests, which hold personal data.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Its scope writes the whole path into every line, secrets and all, and costs each delivery; the Api tells of its requests itself. Whole, so that no setting turns it on.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Services.AddHealthChecks().AddCheck<DatabaseAnswers>("database", tags: ["ready"]);
        AddTelemetry(builder, name);
    }

    /// <summary><c>/health/live</c>: the process runs. <c>/health/ready</c>: the database answers and the bus is there; without its bus an Api that only publishes is degraded, and ready all the same.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app, Action<IEndpointConventionBuilder>? each = null)
    {
        var live = app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        var ready = app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") });
        each?.Invoke(live);
        each?.Invoke(ready);
    }

    private static void AddTelemetry(WebApplicationBuilder builder, string name)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        var resource = ResourceBuilder.CreateDefault().AddService(name);
        builder.Services.AddHostedService(_ => new Telemetry(
            () =>
                Sdk.CreateTracerProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddSource("Microsoft.AspNetCore", "MassTransit")
                    .AddOtlpExporter()
                    .Build(),
            () =>
                Sdk.CreateMeterProviderBuilder()
                    .SetResourceBuilder(resource)
                    .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.EntityFrameworkCore", "MassTransit", "System.Runtime", Measures.Meter)
                    .AddOtlpExporter()
                    .Build()
        ));
    }

    private sealed class Telemetry(Func<IDisposable> traces, Func<IDisposable> metrics) : IHostedService, IDisposable
    {
        private readonly List<IDisposable> running = [];

        public Task StartAsync(CancellationToken cancellationToken)
        {
            running.Add(traces());
            running.Add(metrics());
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Dispose();
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            running.ForEach(r => r.Dispose());
            running.Clear();
        }
    }

    private sealed class DatabaseAnswers(IServiceScopeFactory scopes) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<TicketsDb>().Database.CanConnectAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("the database does not answer");
        }
    }
}
