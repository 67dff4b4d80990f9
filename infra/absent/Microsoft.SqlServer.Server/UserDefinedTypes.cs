// SqlClient refers to these four types whenever a command has a parameter; only CLR user-defined types, which this
// product has none of, give them any work. The genuine package is absent from some feeds: -p:FullFeed=true takes it.
#pragma warning disable CA1003, CA1019, CA1813, CA1064
namespace Microsoft.SqlServer.Server;

/// <summary>How a CLR user-defined type is serialized by the server.</summary>
public enum Format
{
    /// <summary>Not said.</summary>
    Unknown,

    /// <summary>By the server itself.</summary>
    Native,

    /// <summary>By the type, through <see cref="IBinarySerialize"/>.</summary>
    UserDefined,
}

/// <summary>A CLR user-defined type that serializes itself.</summary>
public interface IBinarySerialize
{
    /// <summary>Reads the value.</summary>
    void Read(BinaryReader r);

    /// <summary>Writes the value.</summary>
    void Write(BinaryWriter w);
}

/// <summary>A type is not a valid CLR user-defined type.</summary>
public sealed class InvalidUdtException : SystemException
{
    private InvalidUdtException(string message)
        : base(message) { }

    /// <summary>Names the type and the reason.</summary>
    public static InvalidUdtException Create(Type udtType, string resourceReason) => new($"{udtType.FullName}: {resourceReason}");
}

/// <summary>Marks a CLR user-defined type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>How values are serialized.</summary>
    public Format Format { get; } = format;

    /// <summary>Whether values compare as their bytes do.</summary>
    public bool IsByteOrdered { get; set; }

    /// <summary>Whether all values have one length.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>Largest size in bytes.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>The type's name in the database.</summary>
    public string? Name { get; set; }

    /// <summary>The method that validates a value.</summary>
    public string? ValidationMethodName { get; set; }
}
