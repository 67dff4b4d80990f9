namespace Tickets.Domain;

/// <summary>What somebody decided about a message, in what way.</summary>
public enum DecisionKind
{
    /// <summary>An admin made a ticket of it.</summary>
    Opened,

    /// <summary>An admin attached it to a running ticket.</summary>
    Linked,

    /// <summary>An admin found that it needs no ticket.</summary>
    Dismissed,

    /// <summary>Somebody gave its ticket another topic or priority.</summary>
    Classified,

    /// <summary>Somebody handed its ticket to another directorate.</summary>
    Transferred,

    /// <summary>Its ticket turned out to be none.</summary>
    Invalidated,
}

/// <summary>
/// A person's decision about a message, beside what the service had made of it: a label to learn from, and the measure of how well it does. One row a decision;
/// the last one about a message counts.
/// </summary>
public sealed class Decision
{
    private Decision() { }

    /// <summary>A decision.</summary>
    /// <param name="kind">In what way.</param>
    /// <param name="message">About which words.</param>
    /// <param name="needsHelp">Whether they ask for help.</param>
    /// <param name="topic">What they are about; null when the decision does not say.</param>
    /// <param name="urgent">Whether they are urgent; null when the decision does not say.</param>
    /// <param name="model">The name of what assesses now.</param>
    /// <param name="opensAt">From which confidence a ticket opens by itself now.</param>
    /// <param name="at">When.</param>
    public Decision(DecisionKind kind, Message message, bool needsHelp, string? topic, bool? urgent, string model, double opensAt, DateTimeOffset at)
    {
        Kind = kind;
        Message = message;
        NeedsHelp = needsHelp;
        Topic = topic;
        Urgent = urgent;
        AssessedNeedsHelp = message.Assessment?.NeedsHelp ?? 0;
        AssessedTopic = message.Assessment?.Topic ?? Topics.Unclear;
        AssessedUrgent = message.Assessment?.Urgent ?? false;
        OpensAt = opensAt;
        Model = model;
        At = at;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>In what way.</summary>
    public DecisionKind Kind { get; private set; }

    /// <summary>About which words.</summary>
    public long MessageId { get; private set; }

    /// <summary>About which words.</summary>
    public Message Message { get; private set; } = null!;

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Whether they ask for help, as the person judged.</summary>
    public bool NeedsHelp { get; private set; }

    /// <summary>Topic code, as the person judged; null when the decision does not say.</summary>
    public string? Topic { get; private set; }

    /// <summary>Whether they are urgent, as the person judged; null when the decision does not say.</summary>
    public bool? Urgent { get; private set; }

    /// <summary>How surely the service had found a plea, 0 to 1.</summary>
    public double AssessedNeedsHelp { get; private set; }

    /// <summary>The topic that the service had found.</summary>
    public string AssessedTopic { get; private set; } = "";

    /// <summary>Whether the service had found it urgent.</summary>
    public bool AssessedUrgent { get; private set; }

    /// <summary>From which confidence a ticket opened by itself then.</summary>
    public double OpensAt { get; private set; }

    /// <summary>The name of the model that ran then.</summary>
    public string Model { get; private set; } = "";
}
