using System.Text.Json.Serialization;

namespace Tickets.Domain;

/// <summary>What became of a raw delivery.</summary>
public enum DeliveryState
{
    /// <summary>Durable, not read yet.</summary>
    [JsonStringEnumMemberName("accepted")]
    Accepted,

    /// <summary>Read; what it said is in messages.</summary>
    [JsonStringEnumMemberName("processed")]
    Processed,

    /// <summary>Read, but some part of it nobody knows: an administrator should look.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>Reading it failed again and again: an administrator must look.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>A signed webhook body, exactly as it came. Append-only: repeats are caught where messages are made.</summary>
public sealed class Delivery
{
    /// <summary>How often reading is tried before a person is asked.</summary>
    public const int MostAttempts = 5;

    private Delivery() { }

    /// <summary>A row that is being read, with its body opened, for the persistence alone.</summary>
    internal static Delivery Kept(byte[] body) => new() { Body = body };

    /// <summary>A delivery that just arrived.</summary>
    public Delivery(string source, byte[] body, DateTimeOffset receivedAt)
    {
        Source = source;
        Body = body;
        ReceivedAt = receivedAt;
    }

    /// <summary>Key, in order of arrival.</summary>
    public long Id { get; private set; }

    /// <summary>Which webhook: <c>meta</c>, <c>whatsapp</c>, <c>x</c>.</summary>
    public string Source { get; private set; } = "";

    /// <summary>The raw bytes that were signed.</summary>
    public byte[] Body { get; private set; } = [];

    /// <summary>When it arrived, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>What became of it.</summary>
    public DeliveryState State { get; private set; }

    /// <summary>True until it is read, then null: what the sweep looks for.</summary>
    public bool? Unread { get; private set; } = true;

    /// <summary>The state again while a person should look, else null: what the administrator's list looks for.</summary>
    public DeliveryState? Trouble { get; private set; }

    /// <summary>How often reading failed.</summary>
    public int Attempts { get; private set; }

    /// <summary>Why it is unknown or failed.</summary>
    public string? Detail { get; private set; }

    /// <summary>When it was read, UTC.</summary>
    public DateTimeOffset? ProcessedAt { get; private set; }

    /// <summary>Whether what was read in it identifies somebody: then it is sealed when it is saved.</summary>
    internal bool IdentifiesSomebody { get; private set; }

    /// <summary>What was read in it identifies somebody.</summary>
    public void Identifies() => IdentifiesSomebody = true;

    /// <summary>The same body, opened or sealed, for the persistence alone.</summary>
    internal void Holds(byte[] body) => Body = body;

    /// <summary>It was read; <paramref name="unknownParts"/> names what nobody knew in it, if anything.</summary>
    public void WasRead(string? unknownParts, DateTimeOffset at)
    {
        State = unknownParts is null ? DeliveryState.Processed : DeliveryState.Unknown;
        Detail = unknownParts;
        ProcessedAt = at;
        Unread = null;
        Trouble = unknownParts is null ? null : State;
    }

    /// <summary>Reading it threw; after <see cref="MostAttempts"/> times a person is asked.</summary>
    public void CouldNotBeRead(string why, DateTimeOffset at)
    {
        Attempts++;
        Detail = why;
        if (Attempts >= MostAttempts)
        {
            State = DeliveryState.Failed;
            ProcessedAt = at;
            Unread = null;
            Trouble = State;
        }
    }

    /// <summary>An administrator asks for another reading.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.DeliveryNotFailed"/>.</exception>
    public void ReadAgain()
    {
        if (State is not (DeliveryState.Failed or DeliveryState.Unknown))
            throw new RefusedException(Refusal.DeliveryNotFailed, ("id", Id.ToString()));
        State = DeliveryState.Accepted;
        Attempts = 0;
        Detail = null;
        ProcessedAt = null;
        Unread = true;
        Trouble = null;
    }
}
