using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>What the service makes of one message.</summary>
/// <param name="NeedsHelp">How surely the writer asks for help, 0 to 1.</param>
/// <param name="Topic">One of <see cref="Topics"/>.</param>
/// <param name="TopicConfidence">How sure the topic is, 0 to 1.</param>
/// <param name="Urgent">Danger to life, hunger, violence, illness cut off from care, trapped or missing people.</param>
/// <param name="PersonalData">Where the text shows personal data, in order of appearance, not overlapping.</param>
/// <param name="Reasons">The words and signs that weighed, strongest first, readable by an admin.</param>
public sealed record Assessment(
    double NeedsHelp,
    string Topic,
    double TopicConfidence,
    bool Urgent,
    IReadOnlyList<PersonalDataSpan> PersonalData,
    IReadOnlyList<string> Reasons
);

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
    /// <summary>Assesses one message; never throws on any text, in time linear in its length.</summary>
    Assessment Assess(string text, Platform platform);
}
