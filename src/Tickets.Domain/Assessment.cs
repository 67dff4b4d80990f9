using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>What the service makes of one message.</summary>
/// <param name="NeedsHelp">How surely the writer asks for help, 0 to 1.</param>
/// <param name="Topic">One of <see cref="Topics"/>.</param>
/// <param name="TopicConfidence">How sure the topic is, 0 to 1.</param>
/// <param name="Urgent">Danger to life, hunger, violence, illness cut off from care, trapped or missing people.</param>
/// <param name="PersonalData">Where the text shows personal data, in order of appearance, not overlapping.</param>
/// <param name="Reasons">The words and signs that weighed, strongest first, readable by an admin.</param>
/// <param name="Language">ISO 639: <c>id</c>, <c>jv</c>, <c>su</c>, <c>min</c> (Minang), <c>bew</c> (Betawi), <c>en</c>; <c>und</c> when there is no known word.</param>
/// <param name="Spam">Gambling, loans, selling, or a scam.</param>
/// <param name="Scam">Somebody poses as an officer or an aid programme to get money or data.</param>
/// <param name="Hoax">Somebody asks whether a piece of news is true: it wants clearing up.</param>
public sealed record Assessment(
    double NeedsHelp,
    string Topic,
    double TopicConfidence,
    bool Urgent,
    IReadOnlyList<PersonalDataSpan> PersonalData,
    IReadOnlyList<string> Reasons,
    string Language = "id",
    bool Spam = false,
    bool Scam = false,
    bool Hoax = false
);

/// <summary>What stands around a message.</summary>
/// <param name="Post">The text of the post that it stands under, or null.</param>
/// <param name="Earlier">Earlier words of the same citizen in the same conversation, oldest first; the last five count.</param>
public sealed record AssessmentContext(string? Post = null, IReadOnlyList<string>? Earlier = null);

/// <summary>A stretch of a text that identifies a person.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="Length">Number of UTF-16 code units.</param>
public sealed record PersonalDataSpan(PersonalDataType Type, int Start, int Length);

/// <summary>Kinds of personal data that citizens write in the open.</summary>
public enum PersonalDataType
{
    /// <summary>National identity number, 16 digits: region, birth date (women: day + 40), serial.</summary>
    Nik,

    /// <summary>Family card number, 16 digits.</summary>
    Kk,

    /// <summary>Telephone number.</summary>
    Phone,

    /// <summary>E-mail address.</summary>
    Email,

    /// <summary>Bank account or card number, the KKS card included.</summary>
    BankAccount,
}

/// <summary>The seam behind which messages are understood.</summary>
public interface IUnderstanding
{
    /// <summary>The name of what assesses: that of the trained model, or <c>rules</c>.</summary>
    string Model { get; }

    /// <summary>Assesses one message, with what stands around it when that is known; never throws on any text, in time linear in its length.</summary>
    Assessment Assess(string text, Platform platform, AssessmentContext? context = null);
}
