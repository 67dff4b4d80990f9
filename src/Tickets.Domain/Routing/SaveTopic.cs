using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Audit;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Routing;

/// <summary>An administrator enters a topic or renames one.</summary>
/// <param name="Code">Small letters, digits, dashes; at most 64. Stays.</param>
/// <param name="Name">Its name in Indonesian.</param>
/// <param name="NameEn">Its name in English.</param>
/// <param name="New">True to enter, false to change.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version the caller saw; null when they do not say.</param>
/// <exception cref="RefusedException"><see cref="Refusal.AlreadyExists"/>, <see cref="Refusal.NotFound"/>.</exception>
public sealed record SaveTopic(string Code, string Name, string NameEn, bool New, Caller By, DateTimeOffset At, Seen? Version = null) : IRequest<ListedTopic>, IChange;

internal sealed class SaveTopicShape : AbstractValidator<SaveTopic>
{
    public SaveTopicShape()
    {
        RuleFor(r => r.Code).NotEmpty().Matches(Codes.Smalls).MaximumLength(64);
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
        RuleFor(r => r.NameEn).NotEmpty().MaximumLength(200);
    }
}

internal sealed class SaveTopicHandler(TicketsDb db) : IRequestHandler<SaveTopic, ListedTopic>
{
    public async Task<ListedTopic> Handle(SaveTopic request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        var topic = await db.Topics.SingleOrDefaultAsync(t => t.Code == request.Code, cancellationToken);
        if (request.New && topic is not null)
            throw new RefusedException(Refusal.AlreadyExists, ("what", Setting.Topic), ("key", request.Code));
        if (!request.New && topic is null)
            throw new RefusedException(Refusal.NotFound, ("what", Setting.Topic), ("key", request.Code));
        if (topic is not null)
            request.Version.MustBe(topic.Version, request.Code);
        if (topic is null)
            db.Add(topic = new Topic(request.Code, request.Name.Trim(), request.NameEn.Trim()));
        topic.Change(request.Name.Trim(), request.NameEn.Trim());
        db.Record(request.By.Actor, request.At, new SettingChanged(Setting.Topic, topic.Code, request.New ? Was.Created : Was.Changed, topic.Name));
        await db.SaveChangesAsync(cancellationToken);
        return ListedTopic.From(topic);
    }
}
