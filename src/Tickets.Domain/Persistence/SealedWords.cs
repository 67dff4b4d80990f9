using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Tickets.Domain.Persistence;

/// <summary>
/// Seals what citizens wrote where it holds personal data, and the deliveries that brought it: on the disk it is read with the keys alone, which lie outside of the
/// database. Lists, searches and histories work on what is covered and need no key.
/// </summary>
/// <remarks>
/// Sealed words begin with a sign that no platform lets through. What keys of another house sealed is shown as a lock and never written back.
/// </remarks>
public sealed class WordSeal(SealKeys keys)
{
    /// <summary>Stands for words that the keys of this process do not open.</summary>
    public const string NotOpened = "\U0001F512";

    private const string Sign = "\u0001seal1:";
    private static readonly byte[] BodySign = [0, .. "seal1:"u8];

    private readonly IDataProtector words = keys.For("Tickets.Words.v1");
    private readonly IDataProtector bodies = keys.For("Tickets.Deliveries.v1");

    /// <summary>The words as they go to the disk.</summary>
    public string Seal(string text) => Sign + words.Protect(text);

    /// <summary>The words as they were written, sealed or not.</summary>
    public string Open(string stored)
    {
        if (!stored.StartsWith(Sign, StringComparison.Ordinal))
            return stored;
        try
        {
            return words.Unprotect(stored[Sign.Length..]);
        }
        catch (CryptographicException)
        {
            return NotOpened;
        }
    }

    /// <summary>A delivery as it goes to the disk.</summary>
    public byte[] Seal(byte[] body) => [.. BodySign, .. bodies.Protect(body)];

    /// <summary>A delivery as it came, sealed or not; as it lies there when the keys do not open it: nobody reads it then, and an administrator sees why.</summary>
    public byte[] Open(byte[] stored)
    {
        if (!IsSealed(stored))
            return stored;
        try
        {
            return bodies.Unprotect(stored[BodySign.Length..]);
        }
        catch (CryptographicException)
        {
            return stored;
        }
    }

    /// <summary>Whether a delivery is sealed. Signed bodies are JSON and never begin with a zero.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> body) => body.StartsWith(BodySign);

    /// <summary>Whether words are sealed.</summary>
    public static bool IsSealed(string text) => text.StartsWith(Sign, StringComparison.Ordinal);
}

/// <summary>
/// Opens what was sealed when it is read as a whole row. One for all contexts: each context brings its own keys. It has its say once, when a query is made ready, and
/// only about the tables that hold sealed words: an interceptor of each row makes the framework create delegates for every row of every table, which cost more than the row.
/// </summary>
internal sealed class OpenSealedWords : IInstantiationBindingInterceptor
{
    public static readonly OpenSealedWords One = new();

    private OpenSealedWords() { }

    public InstantiationBinding ModifyBinding(InstantiationBindingInterceptionData interceptionData, InstantiationBinding binding) =>
        interceptionData.TypeBase switch
        {
            { ClrType: var c } type when c == typeof(Message) => By(nameof(ReadMessage), type, nameof(Message.Text)),
            { ClrType: var c } type when c == typeof(Delivery) => By(nameof(ReadDelivery), type, nameof(Delivery.Body)),
            _ => binding,
        };

    public static Message ReadMessage(DbContext db, string? text) => Message.Kept(text is not null && db is TicketsDb { Seal: { } seal } ? seal.Open(text) : text);

    public static Delivery ReadDelivery(DbContext db, byte[] body) => Delivery.Kept(db is TicketsDb { Seal: { } seal } ? seal.Open(body) : body);

    private static FactoryMethodBinding By(string method, ITypeBase type, string property) =>
        new(typeof(OpenSealedWords).GetMethod(method)!, [new ContextParameterBinding(typeof(DbContext)), new PropertyParameterBinding(type.FindProperty(property)!)], type.ClrType);
}
