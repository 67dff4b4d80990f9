using Tickets.Domain;

namespace Tickets.Training;

/// <summary>One labelled message.</summary>
/// <param name="Source">The corpus it comes from; <c>own</c> for messages that we wrote, <c>decisions</c> for an admin's.</param>
/// <param name="Row">Its place there.</param>
/// <param name="Set">The file that labels it.</param>
/// <param name="Text">The words.</param>
/// <param name="NeedsHelp">Whether it is a plea.</param>
/// <param name="Topic">Its topic code when it is a plea, else empty.</param>
/// <param name="Urgent">Whether it is urgent.</param>
internal sealed record Sample(string Source, string Row, string Set, string Text, bool NeedsHelp, string Topic, bool Urgent)
{
    /// <summary>How much it counts.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What the model reads in it.</summary>
    public Reads Reads { get; set; } = Reads.None;

    /// <summary>The index of its topic, or -1.</summary>
    public int TopicIndex { get; } = Topic.Length == 0 ? -1 : Topics.All.ToList().IndexOf(Topic);
}

/// <summary>What a model reads in a text: the hashes of each kind, and the measures.</summary>
internal sealed record Reads(uint[][] Kinds, double[] Measures, double RulesUrgency, int Words)
{
    public static readonly Reads None = new([], [], 0, 0);
}
