using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Workers.Platforms;

/// <summary>
/// Stands before every sender: public words with personal data never leave the house, whoever wrote them, and no channel is asked for more than it has room for.
/// </summary>
public sealed class CarefulSender(IPlatformSender sender, Pace pace) : IPlatformSender
{
    // A moment is waited out here; longer ones are the queue's matter.
    private static readonly TimeSpan WaitedOutHere = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Platform Platform => sender.Platform;

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(OutgoingWords words, CancellationToken cancellation)
    {
        if (words.Door == Door.CommentReply && PersonalData.Find(words.Text) is { Count: > 0 } found)
            return new SendOutcome.Refused(RefusedBecause.PersonalData, string.Join(", ", found.Select(f => f.Type).Distinct()));
        while (pace.Take(Platform, words.Door, words.Urgent) is { } wait)
        {
            if (wait > WaitedOutHere)
                return new SendOutcome.NoRoom(wait);
            await Task.Delay(wait, cancellation);
        }

        return await sender.Send(words, cancellation);
    }

    /// <inheritdoc/>
    public Task<Settlement> FindSent(OutgoingWords words, CancellationToken cancellation) => sender.FindSent(words, cancellation);

    /// <inheritdoc/>
    public bool MayHide => sender.MayHide;

    /// <inheritdoc/>
    public Task<(bool Works, string Detail)> Check(CancellationToken cancellation) => sender.Check(cancellation);
}
