namespace Tickets.Domain;

/// <summary>Opens what lies sealed in the database.</summary>
internal interface IOpenSeals
{
    /// <summary>Words as they were written; as they lie there when they are not sealed, and a lock when the keys of this process do not open them.</summary>
    string Open(string stored);

    /// <summary>A delivery as it came; as it lies there when it is not sealed, or the keys of this process do not open it.</summary>
    byte[] Open(byte[] stored);
}
