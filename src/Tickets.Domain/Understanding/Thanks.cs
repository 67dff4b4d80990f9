using System.Text.RegularExpressions;

namespace Tickets.Domain.Understanding;

/// <summary>Tells plain thanks from everything else.</summary>
public static partial class Thanks
{
    private const int MostWords = 20;

    private static readonly HashSet<string> Grateful =
    [
        "terima", "terimakasih", "trimakasih", "makasih", "makasi", "makasii", "mksh", "trims", "trimss", "thanks", "thank", "thx", "tq", "ty", "suwun", "nuhun", "hatur", "alhamdulillah",
        "alhamdulilah", "syukron", "mantap", "siap", "oke", "ok", "okay", "baik", "sip",
    ];

    // Words that add nothing to thanks. A denial is not among them, so that "belum cair" is never thanks.
    private static readonly HashSet<string> Harmless =
    [
        "kasih", "kasi", "you", "banyak", "sekali", "ya", "yaa", "iya", "min", "mimin", "admin", "pak", "bapak", "bu", "ibu", "kak", "kakak", "mas", "mbak", "bang", "atas", "untuk",
        "bantuan", "bantuannya", "infonya", "info", "informasinya", "jawaban", "jawabannya", "penjelasannya", "perhatiannya", "kerjasamanya", "sudah", "udah", "sdh", "dah", "telah", "cair",
        "masuk", "diterima", "terima", "dapat", "dibantu", "membantu", "semoga", "sehat", "selalu", "sukses", "berkah", "tuhan", "allah", "memberkati", "membalas", "kebaikan", "saya", "kami",
        "dan", "juga", "nya", "kemensos", "kementerian", "sosial", "ri", "so", "much", "matur", "nggih", "pisan", "sangat", "dengan", "baiknya", "amin", "aamiin",
    ];

    // Said alone, they close a talk; among other words ("iya saya juga") they may open one.
    private static readonly HashSet<string> Closing = ["iya", "iyaa", "ya", "yaa", "sama2"];

    private static readonly HashSet<string> Addressed = ["min", "mimin", "admin", "pak", "bapak", "bu", "ibu", "kak", "kakak", "mas", "mbak", "bang"];

    /// <summary>True when a text is thanks and nothing but thanks; without words (a picture alone) it is not.</summary>
    public static bool AreAll(string? text)
    {
        if (text is null || text.Length > 400)
            return false;
        string[] words = [.. Words().Matches(Likewise().Replace(text.ToLowerInvariant(), "sama2")).Select(m => m.Value)];
        return words.Length is > 0 and <= MostWords
            && (
                (words.Any(Grateful.Contains) && words.All(w => Grateful.Contains(w) || Harmless.Contains(w) || w == "sama2"))
                || (words.Any(Closing.Contains) && words.All(w => Closing.Contains(w) || Addressed.Contains(w)))
            );
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    [GeneratedRegex(@"\bsama[\s-]+sama\b", RegexOptions.NonBacktracking)]
    private static partial Regex Likewise();
}
