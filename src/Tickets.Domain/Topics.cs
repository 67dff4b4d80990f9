namespace Tickets.Domain;

/// <summary>What a plea is about, by code.</summary>
public static class Topics
{
    /// <summary>Programme Keluarga Harapan.</summary>
    public const string Pkh = "pkh";

    /// <summary>Sembako / BPNT food aid.</summary>
    public const string Sembako = "sembako";

    /// <summary>Health insurance paid by the state (PBI-JK), BPJS Kesehatan membership.</summary>
    public const string PbiJk = "pbi-jk";

    /// <summary>The social data behind all aid (DTSEN, formerly DTKS), the Cek Bansos app, proposals and objections.</summary>
    public const string Dtsen = "dtsen";

    /// <summary>Aid for people with disabilities.</summary>
    public const string Disability = "disability";

    /// <summary>Aid for the elderly.</summary>
    public const string Elderly = "elderly";

    /// <summary>Aid for children and orphans.</summary>
    public const string Child = "child";

    /// <summary>Victims of disasters.</summary>
    public const string Disaster = "disaster";

    /// <summary>Economic empowerment.</summary>
    public const string Empowerment = "empowerment";

    /// <summary>Homelessness, mental illness on the street, trafficking, addiction.</summary>
    public const string SocialRehabilitation = "social-rehabilitation";

    /// <summary>Misuse of aid: cuts, extortion, theft.</summary>
    public const string Corruption = "corruption";

    /// <summary>Sekolah Rakyat.</summary>
    public const string SekolahRakyat = "sekolah-rakyat";

    /// <summary>A matter of another agency.</summary>
    public const string OtherAgency = "other-agency";

    /// <summary>A plea whose matter is not clear yet.</summary>
    public const string Unclear = "unclear";

    /// <summary>All of them, in the order in which people list them.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Pkh, Sembako, PbiJk, Dtsen, Disability, Elderly, Child, Disaster, Empowerment, SocialRehabilitation, Corruption, SekolahRakyat, OtherAgency, Unclear,
    ];
}
