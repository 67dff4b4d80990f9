namespace Tickets.Domain.Platforms;

/// <summary>The part of a connector that speaks on a platform.</summary>
public interface IPlatformSender
{
    /// <summary>The platform it speaks on.</summary>
    Platform Platform { get; }

    /// <summary>
    /// Says the words once. Never throws for what a platform or the network does: each has its <see cref="SendOutcome"/>.
    /// </summary>
    Task<SendOutcome> Send(OutgoingWords words, CancellationToken cancellation);

    /// <summary>
    /// Looks whether words whose sending was cut between the call and its record arrived: reads the thread back.
    /// </summary>
    Task<Settlement> FindSent(OutgoingWords words, CancellationToken cancellation);

    /// <summary>False where the channel's token is not known to allow hiding comments (<see cref="Door.Hide"/>), and nobody should be offered it.</summary>
    bool MayHide => true;

    /// <summary>Asks the platform whether it knows us. Never throws for what a platform or the network does.</summary>
    Task<(bool Works, string Detail)> Check(CancellationToken cancellation);
}

/// <summary>By which door words leave.</summary>
public enum Door
{
    /// <summary>A public reply under a comment.</summary>
    CommentReply,

    /// <summary>A private message that answers a comment: one per comment, within seven days of it.</summary>
    PrivateReply,

    /// <summary>A direct message to somebody who wrote one.</summary>
    DirectMessage,

    /// <summary>Words approved by the platform beforehand, which it takes outside the window for answers too (WhatsApp).</summary>
    Template,

    /// <summary>No words: a citizen's comment is hidden from others. Done twice it is done once.</summary>
    Hide,
}

/// <summary>Words on their way out.</summary>
/// <param name="Key">The notice's unique key.</param>
/// <param name="Platform">Where.</param>
/// <param name="Door">How.</param>
/// <param name="TargetId">The comment answered (<see cref="Door.CommentReply"/>, <see cref="Door.PrivateReply"/>) or the user written to (<see cref="Door.DirectMessage"/>).</param>
/// <param name="RecipientId">The citizen's id on the platform.</param>
/// <param name="Text">Exactly what the citizen will read.</param>
/// <param name="FirstTriedAt">When the first attempt began; null before it. Bounds the reading back.</param>
/// <param name="AnsweredAt">When the citizen last wrote in this conversation: opens the platform's reply window.</param>
/// <param name="Parameters">What fills the approved template, in order; null by every other door.</param>
/// <param name="Urgent">They overtake others where the platform's limits make words wait.</param>
/// <param name="HumanWindow">They may go out in the longer window that a platform keeps for the words of persons (Meta: the tag <c>HUMAN_AGENT</c>).</param>
public sealed record OutgoingWords(
    string Key,
    Platform Platform,
    Door Door,
    string TargetId,
    string RecipientId,
    string Text,
    DateTimeOffset? FirstTriedAt,
    DateTimeOffset? AnsweredAt,
    IReadOnlyList<string>? Parameters = null,
    bool Urgent = false,
    bool HumanWindow = true
)
{
    /// <summary>Whether a platform shows these words. Platforms trim, join and re-break white space, so only what stands between it is compared.</summary>
    public static bool AreSame(ReadOnlySpan<char> said, ReadOnlySpan<char> meant)
    {
        var one = said.Trim();
        var other = meant.Trim();
        while (!one.IsEmpty && !other.IsEmpty)
        {
            var word = FirstWord(one);
            if (!word.SequenceEqual(FirstWord(other)))
                return false;
            one = one[word.Length..].TrimStart();
            other = other[word.Length..].TrimStart();
        }

        return one.IsEmpty && other.IsEmpty;
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        return text[..end];
    }
}

/// <summary>What became of one attempt.</summary>
public abstract record SendOutcome
{
    /// <summary>The platform took them; <paramref name="PlatformId"/> is its proof.</summary>
    public sealed record Sent(string PlatformId) : SendOutcome;

    /// <summary>The platform will never take these words this way: closed window, deleted comment, blocked user, text too long.</summary>
    public sealed record Refused(RefusedBecause Because, string Detail) : SendOutcome;

    /// <summary>Nothing left the house, or the platform surely did not take it; try later.</summary>
    /// <param name="Detail">Why, for the administrator.</param>
    /// <param name="RetryAfter">What the platform asked for; null when it did not say.</param>
    /// <param name="WholeChannel">True when the limit is the channel's: nothing else should be tried either.</param>
    public sealed record Delayed(string Detail, TimeSpan? RetryAfter, bool WholeChannel) : SendOutcome;

    /// <summary>Nothing was tried: the platform's limits leave no room for these words just now. It is no failure of theirs.</summary>
    /// <param name="Wait">How long to wait.</param>
    public sealed record NoRoom(TimeSpan Wait) : SendOutcome;

    /// <summary>The channel's token or permission is gone: every notice of it waits until a person mends it.</summary>
    public sealed record ChannelBroken(string Detail) : SendOutcome;

    /// <summary>The call was cut; the words may stand there or not. Settled by <see cref="IPlatformSender.FindSent"/> before any retry.</summary>
    public sealed record Uncertain(string Detail) : SendOutcome;
}

/// <summary>Why a platform will never take words this way.</summary>
public enum RefusedBecause
{
    /// <summary>The reply window of the platform has closed.</summary>
    WindowClosed,

    /// <summary>The comment or thread is gone.</summary>
    TargetGone,

    /// <summary>The citizen cannot be written to: blocked us, left, or does not allow it.</summary>
    RecipientUnreachable,

    /// <summary>The one private reply to this comment is used up.</summary>
    AlreadyReplied,

    /// <summary>Longer than the platform allows.</summary>
    TooLong,

    /// <summary>The platform took them for abuse.</summary>
    TakenForAbuse,

    /// <summary>The platform says that the request is wrong.</summary>
    Invalid,

    /// <summary>Public words would have shown what belongs to the citizen alone: they never left the house.</summary>
    PersonalData,
}

/// <summary>What reading a thread back told.</summary>
public abstract record Settlement
{
    /// <summary>They stand there.</summary>
    public sealed record Found(string PlatformId) : Settlement;

    /// <summary>They do not.</summary>
    public sealed record NotFound : Settlement;

    /// <summary>The platform could not be asked now.</summary>
    public sealed record Unknown(string Detail, TimeSpan? RetryAfter) : Settlement;

    /// <summary>The channel's token or permission is gone: nobody can look before a person mends it, and the words wait for that.</summary>
    public sealed record ChannelBroken(string Detail) : Settlement;

    /// <summary>The platform cannot be asked at all: a person must look.</summary>
    public sealed record CannotTell(string Detail) : Settlement;
}
