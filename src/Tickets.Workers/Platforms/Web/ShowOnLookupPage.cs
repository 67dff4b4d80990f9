using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Web;

/// <summary>
/// Answers to those who wrote by the web form: the lookup page shows them from the database, so nothing is called, and with the record that they are there they are
/// delivered.
/// </summary>
internal sealed class ShowOnLookupPage : IPlatformSender
{
    public Platform Platform => Platform.Web;

    public Task<SendOutcome> Send(OutgoingWords words, CancellationToken cancellation) => Task.FromResult<SendOutcome>(new SendOutcome.Sent(ProofOf(words)));

    public Task<Settlement> FindSent(OutgoingWords words, CancellationToken cancellation) => Task.FromResult<Settlement>(new Settlement.Found(ProofOf(words)));

    public Task<(bool Works, string Detail)> Check(CancellationToken cancellation) => Task.FromResult((true, "lacak"));

    private static string ProofOf(OutgoingWords words) => "lacak:" + words.Key;
}
