using System.Security.Cryptography;
using System.Text;
using MediatR;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>Somebody proved who they are and is signed in at a browser. Answers the token that the browser is to hold.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Browser">What the browser calls itself.</param>
/// <param name="Way">How they proved it.</param>
/// <param name="At">When.</param>
public sealed record BeginSession(long UserId, string Browser, string Way, DateTimeOffset At) : IRequest<string>, IChange;

internal sealed class BeginSessionHandler(TicketsDb db) : IRequestHandler<BeginSession, string>
{
    public Task<string> Handle(BeginSession request, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var browser = request.Browser.Length <= 200 ? request.Browser : request.Browser[..200];
        db.Add(new Session(request.UserId, SHA256.HashData(Encoding.UTF8.GetBytes(token)), browser, request.Way, request.At));
        return Task.FromResult(token);
    }
}
