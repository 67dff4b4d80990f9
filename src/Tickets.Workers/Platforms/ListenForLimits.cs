using Polly;
using Polly.CircuitBreaker;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms;

/// <summary>
/// Hears what every answer tells of the platform's limits, and stops calling for a moment when nearly every call fails: what is not sent then surely did not
/// arrive.
/// </summary>
internal sealed class ListenForLimits(Pace pace, CircuitBreaker breaker, params Platform[] platforms) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await breaker.Pipeline.ExecuteAsync(async token => await base.SendAsync(request, token), cancellationToken);
            Hear(request, response);
            return response;
        }
        catch (BrokenCircuitException open)
        {
            throw new HttpRequestException("the circuit is open", open);
        }
    }

    private void Hear(HttpRequestMessage request, HttpResponseMessage response)
    {
        foreach (var platform in platforms)
        {
            if (LimitHeaders.Used(response.Headers) is { } percent)
                pace.Used(platform, percent);
            // X counts each address by itself.
            if (DoorOf(request) is { } door && LimitHeaders.Left(response.Headers) is var (left, until))
                pace.Left(platform, door, left, until);
        }
    }

    // By which door words of X leave; null for what only reads or sets up.
    private static Door? DoorOf(HttpRequestMessage request) =>
        request.RequestUri?.AbsolutePath is not { } path ? null
        : request.Method == HttpMethod.Put ? path.EndsWith("/hidden", StringComparison.Ordinal) ? Door.Hide : null
        : request.Method != HttpMethod.Post ? null
        : path.EndsWith("/tweets", StringComparison.Ordinal) ? Door.CommentReply
        : path.EndsWith("/messages", StringComparison.Ordinal) ? Door.DirectMessage
        : null;
}

/// <summary>One for each platform and process: opens when most of many calls fail, closes by itself.</summary>
internal sealed class CircuitBreaker(TimeProvider time)
{
    public ResiliencePipeline<HttpResponseMessage> Pipeline { get; } =
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<HttpResponseMessage>
                {
                    FailureRatio = 0.9,
                    MinimumThroughput = 40,
                    SamplingDuration = TimeSpan.FromSeconds(10),
                    BreakDuration = TimeSpan.FromSeconds(3),
                    ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is HttpRequestException or IOException || (int?)args.Outcome.Result?.StatusCode is >= 500),
                }
            )
            .Build();
}
