using System.Diagnostics;
using System.Globalization;
using Tickets.Domain.Platforms;
using Tickets.Domain.Understanding;

namespace Tickets.Benchmarks;

/// <summary>How long one core takes for one message, and how much it allocates.</summary>
internal static class Understand
{
    private static readonly string[] Messages =
    [
        "min tolong, PKH ibu saya belum cair dari bulan Juli",
        "Assalamualaikum pak, mohon penjelasan kenapa KIS keluarga kami tidak aktif padahal harus kontrol setiap bulan, sudah ke dinsos belum ada jawaban 🙏",
        "wkwkwk bansosnya buat beli skin aja 😂",
        "Alhamdulillah sudah cair, terima kasih kemensos",
        "punten min, pun biang tos sepuh teu gaduh saha saha, kumaha carana kenging bantosan lansia",
        "@KemensosRI banjir sudah seminggu, kami di pengungsian kehabisan makanan dan obat, mohon bantuan secepatnya. Hubungi 081200001234",
        "G4C0R hari ini depo 10rb langsung maxwin di KAYA787 link di bio",
        "Ijin melapor, setiap pencairan ketua kelompok meminta 25 ribu dari setiap warga dan kartu ATM kami disimpan olehnya. Sudah disampaikan ke desa tetapi tidak ada tindakan. Mohon ditindaklanjuti",
    ];

    /// <summary>Measures for some seconds.</summary>
    public static void Run(int seconds)
    {
        var understanding = new UnderstandByModel();
        Round(understanding, TimeSpan.FromSeconds(1));
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var (count, elapsed) = Round(understanding, TimeSpan.FromSeconds(seconds));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"understanding.assess {elapsed.TotalMicroseconds / count:F1} us"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"understanding.allocated {allocated / count} bytes"));
    }

    private static (long Count, TimeSpan Elapsed) Round(UnderstandByModel understanding, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var count = 0L;
        while (watch.Elapsed < length)
        {
            foreach (var message in Messages)
                understanding.Assess(message, Platform.Facebook);
            count += Messages.Length;
        }

        return (count, watch.Elapsed);
    }
}
