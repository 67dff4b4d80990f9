using FluentValidation;
using MediatR;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Hosting;

/// <summary>Refuses a request whose shape is wrong before anything is loaded.</summary>
internal sealed class CheckShape<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var validator in validators)
            await validator.ValidateAndThrowAsync(request, cancellationToken);
        return await next();
    }
}

/// <summary>Gives every change its transaction.</summary>
internal sealed class InOneTransaction<TRequest, TResponse>(TicketsDb db) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        request is IChange ? db.Change(() => next(), cancellationToken) : next();
}
