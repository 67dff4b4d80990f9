using Tickets.Domain;

namespace Tickets.Training;

/// <summary>The topics as the readers of labelled comments named them. The unit tests compile this file too: what is trained on is what is measured on.</summary>
internal static class LabelledTopics
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["DTSEN/DTKS data & eligibility"] = Topics.Dtsen,
        ["PBI-JK/BPJS"] = Topics.PbiJk,
        ["disaster victims"] = Topics.Disaster,
        ["PKH"] = Topics.Pkh,
        ["child/orphan"] = Topics.Child,
        ["BPNT/Sembako"] = Topics.Sembako,
        ["homeless/neglected/ODGJ/social rehabilitation"] = Topics.SocialRehabilitation,
        ["corruption/extortion"] = Topics.Corruption,
        ["economic empowerment"] = Topics.Empowerment,
        ["Sekolah Rakyat"] = Topics.SekolahRakyat,
    };

    /// <summary>The topic's code; a name that is none of theirs is one already.</summary>
    public static string Of(string name) => Codes.GetValueOrDefault(name, name);
}
