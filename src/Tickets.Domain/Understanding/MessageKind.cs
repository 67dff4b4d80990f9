namespace Tickets.Domain.Understanding;

/// <summary>What a message is beside a plea or none: its language, and whether it is spam, an aid scam, or a rumour to clear up.</summary>
/// <remarks>By word lists (<c>Lexicon/kinds.txt</c>, <c>Lexicon/languages.txt</c>): there are too few labelled ones to learn from.</remarks>
/// <param name="Language">ISO 639: <c>id</c>, <c>jv</c>, <c>su</c>, <c>min</c> (Minang), <c>bew</c> (Betawi), <c>en</c>; <c>und</c> without a known word.</param>
/// <param name="Spam">Gambling, loans, selling.</param>
/// <param name="Scam">Somebody poses as an officer or as an aid programme to get money or data.</param>
/// <param name="Hoax">Somebody asks whether a piece of news about aid is true.</param>
internal readonly record struct MessageKind(string Language, bool Spam, bool Scam, bool Hoax)
{
    private static readonly Lexicon Lexicon = Lexicon.Built;
    private static readonly int Gambling = Cue("gambling");
    private static readonly int Money = Cue("money for help");
    private static readonly int Posing = Cue("posing");
    private static readonly int Luring = Cue("luring");
    private static readonly int Asking = Cue("is it true");
    private static readonly int GamblingSignal = Signal("gambling");
    private static readonly int SellingSignal = Signal("selling");

    /// <summary>Tells the kind of a text that was looked at.</summary>
    public static MessageKind Of(RulesLook look, ReadOnlySpan<char> text, IReadOnlyList<PersonalDataSpan> personal, double needsHelp)
    {
        var cues = look.Cues;
        var signals = look.Signals;
        var numberOrLink = HasLink(look) || HasNumberOfAPerson(text, personal) || LongestNumber(text) >= 10;
        var scam = cues[Posing] > 0 && cues[Luring] > 0 && numberOrLink;
        var spam = scam
            || (needsHelp < 0.5 && (signals[GamblingSignal] > 0 || cues[Gambling] > 1))
            || (needsHelp < 0.2 && signals[SellingSignal] > 0 && cues[Money] > 1);
        return new MessageKind(LanguageOf(look), spam, scam, Hoax: !scam && cues[Asking] > 0);
    }

    /// <summary>Whether a section of <c>kinds.txt</c> or <c>cues.txt</c> made it the kind that it is: then its words are reasons.</summary>
    public bool IsFor(int cue) =>
        (Scam && (cue == Posing || cue == Luring))
        || (Hoax && cue == Asking)
        || (Spam && !Scam && (cue == Gambling || cue == Money));

    private static string LanguageOf(RulesLook look)
    {
        var best = "";
        var most = 0;
        foreach (var (language, surfaces) in Lexicon.Languages)
        {
            var found = 0;
            foreach (var word in look.Words)
                if (word.Surface != 0 && surfaces.Contains(word.Surface)) found++;
            if (found > most) (best, most) = (language, found);
        }

        // One word may be a loan; from two on, and a fifth of all, it is how the citizen speaks.
        if (most >= 2 && most * 5 >= look.Words.Count) return best;
        foreach (var word in look.Words)
            if (word.Surface != 0) return "id";
        return "und";
    }

    private static bool HasLink(RulesLook look)
    {
        foreach (var word in look.Words)
            if (word.Id == Lexicon.Signs.Link) return true;
        return false;
    }

    private static bool HasNumberOfAPerson(ReadOnlySpan<char> text, IReadOnlyList<PersonalDataSpan> personal)
    {
        foreach (var span in personal)
            if (span.Type != PersonalDataType.Email && span.Start < text.Length) return true;
        return false;
    }

    private static int LongestNumber(ReadOnlySpan<char> text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) longest = Math.Max(longest, ++run);
            else if (c is not (' ' or '-' or '.')) run = 0;
        }

        return longest;
    }

    private static int Cue(string name)
    {
        for (var i = 0; i < Lexicon.Built.Cues.Count; i++)
            if (Lexicon.Built.Cues[i] == name) return i;
        throw new InvalidDataException($"cues.txt and kinds.txt together have no section '{name}'.");
    }

    private static int Signal(string name)
    {
        for (var i = 0; i < Lexicon.Built.Signals.Count; i++)
            if (Lexicon.Built.Signals[i].Name == name) return i;
        throw new InvalidDataException($"signals.txt has no section '{name}'.");
    }
}
