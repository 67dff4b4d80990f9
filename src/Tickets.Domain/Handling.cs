using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tickets.Domain;

/// <summary>
/// Who has a conversation in hand just now, and until when it rests. Apart from the <see cref="Conversation"/>, because it comes and goes by the minute and is no
/// part of its history.
/// </summary>
public sealed class Handling
{
    /// <summary>A claim that nobody renews ends by itself after this: a browser that was closed holds nobody up.</summary>
    public static readonly TimeSpan ClaimLasts = TimeSpan.FromSeconds(90);

    private Handling() { }

    /// <summary>Nobody has it and it does not rest.</summary>
    public Handling(long conversationId) => ConversationId = conversationId;

    /// <summary>Key: the conversation.</summary>
    public long ConversationId { get; private set; }

    /// <summary>Who answers.</summary>
    public long? ClaimedBy { get; private set; }

    /// <summary>Their name.</summary>
    public string? ClaimedByName { get; private set; }

    /// <summary>Until when the claim holds unless it is renewed, UTC.</summary>
    public DateTimeOffset? ClaimedUntil { get; private set; }

    /// <summary>The inbox does not show it before this instant, UTC.</summary>
    public DateTimeOffset? RestsUntil { get; private set; }

    /// <summary>When it was put aside, UTC: words of the citizen after it end the rest.</summary>
    public DateTimeOffset? RestedAt { get; private set; }

    /// <summary>Counts changes: of two who claim at once, one wins.</summary>
    public int Version { get; private set; }

    /// <summary>Somebody else has it in hand.</summary>
    public bool IsHeldFrom(long? user, DateTimeOffset at) => ClaimedBy is { } holder && holder != user && ClaimedUntil > at;

    /// <summary>Somebody answers, or goes on answering.</summary>
    /// <param name="user">Who.</param>
    /// <param name="name">Their name.</param>
    /// <param name="over">True to take it over from who has it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="RefusedException"><see cref="Refusal.SomebodyAnswers"/>.</exception>
    public void Claim(long user, string name, bool over, DateTimeOffset at)
    {
        if (!over)
            RefuseOthers(user, at);
        (ClaimedBy, ClaimedByName, ClaimedUntil) = (user, name, at + ClaimLasts);
        Version++;
    }

    /// <summary>Refuses whoever does not have it in hand while somebody else has.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.SomebodyAnswers"/>.</exception>
    public void RefuseOthers(long? user, DateTimeOffset at)
    {
        if (IsHeldFrom(user, at))
            throw new RefusedException(Refusal.SomebodyAnswers, ("who", ClaimedByName ?? "–"));
    }

    /// <summary>Whoever had it is done.</summary>
    public void Release(long user)
    {
        if (ClaimedBy != user)
            return;
        (ClaimedBy, ClaimedByName, ClaimedUntil) = (null, null, null);
        Version++;
    }

    /// <summary>It comes back to the inbox then; null for now.</summary>
    public void Rest(DateTimeOffset? until, DateTimeOffset at)
    {
        (RestsUntil, RestedAt) = (until, until is null ? null : at);
        Version++;
    }
}

/// <summary>Words that people say often, kept for all of them.</summary>
public sealed class SavedReply
{
    private SavedReply() { }

    /// <summary>A reply.</summary>
    public SavedReply(string code, string title, string text)
    {
        Code = code;
        Title = title;
        Text = text;
    }

    /// <summary>Short code that people type, lower case.</summary>
    public string Code { get; private set; } = "";

    /// <summary>What it is for.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The words, with <c>{nama}</c>, <c>{nomor}</c> and <c>{tenggat}</c> to be filled in by whoever answers.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Which words these are, from 1: told by the words themselves, so that somebody who saves them unchanged comes in nobody's way. 0 is for what nobody keeps.</summary>
    public int Version => 1 + (BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Title + '\n' + Text))) & 0x3FFF_FFFF);

    /// <summary>Somebody mended it.</summary>
    public void Change(string title, string text) => (Title, Text) = (title, text);
}

/// <summary>What a citizen thought of how they were served: once a ticket.</summary>
public sealed class Rating
{
    private Rating() { }

    /// <summary>A rating.</summary>
    /// <param name="ticketId">Of which ticket.</param>
    /// <param name="score">1, very poor, to 5, very good.</param>
    /// <param name="sentence">Their words, personal data masked; null when they gave none.</param>
    /// <param name="at">When.</param>
    public Rating(long ticketId, int score, string? sentence, DateTimeOffset at)
    {
        TicketId = ticketId;
        Score = score;
        Sentence = sentence;
        At = at;
    }

    /// <summary>Key: the ticket.</summary>
    public long TicketId { get; private set; }

    /// <summary>1 to 5.</summary>
    public int Score { get; private set; }

    /// <summary>Their words.</summary>
    public string? Sentence { get; private set; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At { get; private set; }
}
