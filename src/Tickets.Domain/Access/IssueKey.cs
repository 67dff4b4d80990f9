using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;
using Tickets.Domain.Words;

namespace Tickets.Domain.Access;

/// <summary>An administrator makes a key, for a member of staff or for a machine with roles of its own.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="User">Login of the user it speaks for; null for a machine.</param>
/// <param name="Roles">A machine's roles by name; a user's key has the user's.</param>
/// <param name="Directorate">The only directorate a machine sees; null for all that its roles allow.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <exception cref="RefusedException">
/// <see cref="Refusal.UnknownReference"/> for a user who is not there or left, or such a directorate; <see cref="Refusal.OfficerNeedsDirectorate"/>.
/// </exception>
public sealed record IssueKey(string Name, string? User, IReadOnlyList<string> Roles, string? Directorate, Caller By, DateTimeOffset At) : IRequest<IssuedKey>, IChange;

/// <summary>A key that was just made.</summary>
/// <param name="Id">Key within the database, to revoke it by.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Key">What opens the door. Told this once: only its hash is kept.</param>
public sealed record IssuedKey(long Id, string Name, string Key);

internal sealed class IssueKeyShape : AbstractValidator<IssueKey>
{
    public IssueKeyShape()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200).NotEqual(IssueBootstrapKey.Name);
        RuleFor(r => r.User).MaximumLength(64);
        RuleFor(r => r.Directorate).MaximumLength(32);
        RuleFor(r => r.Roles).Must(r => RoleNames.Parse(r) is not null).Says("shape.roles", ("known", string.Join(", ", RoleNames.Of(RoleNames.Every))));
        RuleFor(r => r.Roles).NotEmpty().When(r => r.User is null);
        RuleFor(r => r.Roles).Empty().When(r => r.User is not null);
        RuleFor(r => r.Directorate).Null().When(r => r.User is not null);
    }
}

internal sealed class IssueKeyHandler(TicketsDb db) : IRequestHandler<IssueKey, IssuedKey>
{
    public async Task<IssuedKey> Handle(IssueKey request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var roles = RoleNames.Parse(request.Roles)!.Value;
        User? user = null;
        if (request.User is { } login)
            user =
                await db.Users.SingleOrDefaultAsync(u => u.Login == login && u.Active, cancellationToken)
                ?? throw new RefusedException(Refusal.UnknownReference, ("what", Setting.User), ("key", login));
        else
            await db.RefuseUnfit(roles, request.Directorate, cancellationToken);
        var secret = Keys.Fresh();
        var key = new ApiKey(request.Name.Trim(), Keys.Hash(secret), roles, request.Directorate, user?.Id, request.At);
        db.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        var holder = user?.Login ?? string.Join(", ", request.Roles) + (request.Directorate is { } d ? $" @ {d}" : "");
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.ApiKey, $"{key.Id} {key.Name}", Was.Created, holder));
        return new(key.Id, key.Name, secret);
    }
}
