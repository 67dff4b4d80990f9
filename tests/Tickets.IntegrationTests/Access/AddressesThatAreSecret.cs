using System.Collections.Concurrent;
using System.Diagnostics;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tickets.Api.Access;
using Tickets.IntegrationTests.Contract;

namespace Tickets.IntegrationTests.Access;

/// <summary>Whoever knows some addresses is let in: neither logs nor traces nor problems tell them.</summary>
public sealed class AddressesThatAreSecret : IAsyncLifetime
{
    private const string Secret = "q7rahasiawarga";

    private readonly FailingApi api = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_request_that_fails_tells_where_it_came_and_not_by_which_secret()
    {
        // Asked of the framework for this test alone: by default a trace holds no path.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        var traces = new ConcurrentQueue<string>();
        using var watch = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => traces.Enqueue($"{a.DisplayName} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Baggage)}"),
        };
        ActivitySource.AddActivityListener(watch);
        using var citizen = api.Stranger();
        var problems = new List<string>();
        foreach (
            var address in (string[])
                [
                    $"/penilaian/{Secret}",
                    $"/Penilaian/{Secret}?lang=en",
                    $"/penilaian/{Secret}/lagi",
                    $"/id/penilaian/{Secret}",
                    $"/lacak?nomor=KMS-2026-000001&kode={Secret}",
                    $"/saluran/facebook/kembali?state={Secret}&code={Secret}",
                    $"/masuk/sso/kembali?code={Secret}",
                    $"/live?id={Secret}&access_token={Secret}",
                    $"/webhooks/meta?hub.mode=subscribe&hub.verify_token={Secret}&hub.challenge=1",
                    $"/api/v1/tickets?q={Secret}",
                    "/penilaian",
                ]
        )
        {
            using var answer = await citizen.GetAsync(new Uri(address, UriKind.Relative));
            problems.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        (string Kind, IEnumerable<string> Lines)[] told = [("problem", problems), ("log", api.Log.Lines), ("trace", traces)];
        Assert.Equal("", string.Join('\n', told.SelectMany(t => t.Lines.Where(l => l.Contains(Secret, StringComparison.OrdinalIgnoreCase)).Select(l => $"{t.Kind}: {l}"))));
        // The first of them failed within, was logged by us, and is found by its path as far as that may be told.
        Assert.StartsWith("500", problems[0], StringComparison.Ordinal);
        Assert.Contains("\"/penilaian/***\"", problems[0], StringComparison.Ordinal);
        Assert.Contains("\"/penilaian\"", problems[^1], StringComparison.Ordinal);
        var failed = api.Log.Lines.Where(l => l.Contains("A request failed unexpectedly", StringComparison.Ordinal)).ToList();
        Assert.Contains(failed, l => l.Contains("RequestPath=/penilaian/***", StringComparison.Ordinal) && l.Contains("RequestId=", StringComparison.Ordinal));
        Assert.Contains(failed, l => l.Contains("RequestPath=/lacak", StringComparison.Ordinal));
        Assert.Contains(traces, t => t.Contains("/penilaian/***", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_takes_a_token_in_its_path_is_marked()
    {
        var takes = api.Endpoints.Where(e => e.RoutePattern.Parameters.Any(p => p.Name.Contains("token", StringComparison.OrdinalIgnoreCase))).ToList();

        Assert.NotEmpty(takes);
        Assert.Empty(takes.Where(e => e.Metadata.GetMetadata<SecretInPathAttribute>() is null).Select(e => e.RoutePattern.RawText));
    }

    /// <summary>The real Api, in which whatever citizens ask for fails.</summary>
    private sealed class FailingApi : ApiUnderTest
    {
        public LogWithScopes Log { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(Log).AddTransient(typeof(IPipelineBehavior<,>), typeof(FailsForCitizens<,>)));
        }
    }

    private sealed class FailsForCitizens<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
        where TRequest : notnull
    {
        public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
            typeof(TRequest).Namespace == "Tickets.Domain.Resolution" ? throw new InvalidOperationException("something broke") : next();
    }

    /// <summary>Keeps each line with all its scopes, as they are written outside Development.</summary>
    private sealed class LogWithScopes : ILoggerProvider, ISupportExternalScope
    {
        private readonly ConcurrentQueue<string> lines = [];
        private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

        public IEnumerable<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => new Pen(this);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public void Dispose()
        {
            // Holds nothing but its lines.
        }

        private sealed class Pen(LogWithScopes log) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => log.scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var told = new List<string> { formatter(state, exception), exception?.ToString() ?? "" };
                log.scopes.ForEachScope((scope, t) => t.Add(scope is IEnumerable<KeyValuePair<string, object?>> named ? string.Join(' ', named.Select(n => $"{n.Key}={n.Value}")) : $"{scope}"), told);
                log.lines.Enqueue(string.Join(" | ", told));
            }
        }
    }
}
