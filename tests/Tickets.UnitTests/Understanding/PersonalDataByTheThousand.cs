using System.Globalization;
using System.Text;
using Tickets.Domain;
using Tickets.Domain.Understanding;
using Xunit.Abstractions;

namespace Tickets.UnitTests.Understanding;

/// <summary>
/// Sentences with made-up personal numbers, and sentences with numbers that are nobody's, from a seed: what is found of the first, and what is
/// wrongly found in the second. All districts of the numbers are 99, which exists nowhere.
/// </summary>
public class PersonalDataByTheThousand(ITestOutputHelper output)
{
    private const int OfEach = 400;
    private static readonly int[] Seeds = [20261121, 1, 2, 3];

    [Fact]
    public void Personal_data_in_made_up_sentences_is_found_and_nothing_else()
    {
        var (wanted, found, right) = (0, 0, 0);
        var missed = new Dictionary<string, int>(StringComparer.Ordinal);
        var wrong = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var seed in Seeds)
        {
            var random = new Random(seed);
            foreach (var (kind, make) in PersonalNumberSentences.Kinds)
            {
                for (var i = 0; i < OfEach; i++)
                {
                    var sentence = make(random);
                    var spans = PersonalData.Find(sentence.Text);
                    wanted += sentence.Personal.Count;
                    found += spans.Count;
                    foreach (var span in spans)
                        if (!sentence.Personal.Any(own => own.Type == span.Type && Covers(span, own)))
                            Count(wrong, $"{kind}: {span.Type} {sentence.Text.Substring(span.Start, span.Length)} in: {sentence.Text}");
                    foreach (var own in sentence.Personal)
                    {
                        if (spans.Any(span => span.Type == own.Type && Covers(span, own))) right++;
                        else Count(missed, $"{kind}: {own.Type} {sentence.Text.Substring(own.Start, own.Length)} in: {sentence.Text}");
                    }
                }
            }
        }

        var (recall, precision) = (right / (double)wanted, right / (double)found);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wanted} wanted, {found} found, {right} right: recall {recall:F4}, precision {precision:F4}"));
        foreach (var line in missed.Keys.Take(40)) output.WriteLine("missed " + line);
        foreach (var line in wrong.Keys.Take(40)) output.WriteLine("wrong  " + line);
        Assert.InRange(recall, 0.99, 1);
        Assert.InRange(precision, 0.98, 1);
    }

    [FactOnLabelledData]
    public void In_public_comments_hardly_anything_is_taken_for_personal_data()
    {
        var (rows, found) = (0, new Dictionary<PersonalDataType, int>());
        foreach (var file in Directory.GetFiles(Path.Combine(LabelledData.Folder!, "text"), "*.txt").Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadLines(file))
            {
                var tab = line.IndexOf('\t', StringComparison.Ordinal);
                rows++;
                foreach (var span in PersonalData.Find(line[(tab + 1)..])) found[span.Type] = found.GetValueOrDefault(span.Type) + 1;
            }
        }

        output.WriteLine($"{rows} rows: {string.Join(", ", found.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}");
        // Names and numbers in the corpora are mostly masked; what is left are telephone numbers and addresses that people wrote.
        Assert.InRange(found.Values.Sum(), 0, rows / 50);
    }

    private static bool Covers(PersonalDataSpan span, PersonalDataSpan own) => span.Start <= own.Start && span.Start + span.Length >= own.Start + own.Length && span.Length <= own.Length + 2;

    private static void Count(Dictionary<string, int> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;
}

/// <summary>A sentence and the personal data in it.</summary>
internal sealed record PersonalNumberSentence(string Text, IReadOnlyList<PersonalDataSpan> Personal);

/// <summary>Makes sentences with numbers.</summary>
internal static class PersonalNumberSentences
{
    // First two digits of the regencies and cities of a few provinces.
    private static readonly string[] Regions = ["1101", "1171", "1207", "1371", "1671", "2171", "3171", "3204", "3273", "3303", "3374", "3404", "3515", "3578", "3603", "5103", "5271", "5371", "6171", "6402", "6471", "7106", "7371", "8171", "8271", "9103", "9171", "9401"];

    /// <summary>Each kind of sentence by its name.</summary>
    public static IReadOnlyList<(string Kind, Func<Random, PersonalNumberSentence> Make)> Kinds { get; } =
    [
        ("NIK named", r => With(r, PersonalDataType.Nik, Part(r, Nik(r)), "NIK {}", "nik saya {} mohon dicek", "no ktp {} an Siti", "NIK:{}", "tolong min, nik: {} belum dapat PKH", "ini NIKnya {} sudah terdaftar belum", "nomor induk kependudukan ibu {}", "KTP saya ({})", "{} itu nik suami saya")),
        ("NIK alone", r => With(r, PersonalDataType.Nik, Part(r, Nik(r)), "{}", "tolong dicek min {}", "atas nama Siti Aminah {} kenapa belum cair", "{} mohon bantuannya", "cek bansos {} desil berapa", "punya ibu {}, punya bapak belum ada", "bansos tahun 2025 atas nama Budi {}")),
        ("NIK glued", r => With(r, PersonalDataType.Nik, Nik(r), "nik{}", "NIK{}an Siti", "ktp{}mohon dicek", "nik:{},nama:Budi", "nikku{}kak", "no.ktp={};", "id{}tolong", "({})", "#{}")),
        ("NIK mistyped", r => With(r, PersonalDataType.Nik, Mistyped(r), "NIK {}", "nik saya {} katanya tidak valid", "no ktp {} salah terus", "KTP:{} min", "{} nik ibu saya", "nik{}")),
        ("NIK mistyped alone", r => With(r, PersonalDataType.Nik, Mistyped(r), "tolong dicek min {}", "{} mohon bantuannya", "atas nama Budi {}")),
        ("NIK in other digits", r => With(r, PersonalDataType.Nik, Disguised(r, Nik(r)), "nik {}", "NIK saya {} min", "ktp {} tolong")),
        ("KK", r => With(r, PersonalDataType.Kk, Part(r, Kk(r)), "no KK {}", "KK {}", "kartu keluarga {} belum terdata", "nokk: {}", "{} (KK)", "nomor kartu keluarga saya {} kenapa tidak muncul", "NKK {}")),
        ("mobile", r => With(r, PersonalDataType.Phone, Mobile(r), "wa {}", "hubungi saya di {}", "{}", "no hp {} ya min", "tolong telpon balik {} terima kasih", "bisa dihubungi {} atau lewat DM", "nomor saya {}", "{} (Siti)", "nomorku{}dong")),
        ("landline", r => With(r, PersonalDataType.Phone, Landline(r), "telp {}", "telepon rumah {} tolong dihubungi", "tlp: {}", "bisa telpon ke {}")),
        ("e-mail", r => With(r, PersonalDataType.Email, Email(r), "email {}", "kirim ke {} ya", "{}", "email saya {}. terima kasih", "({})", "alamat email:{},")),
        ("bank account", r => With(r, PersonalDataType.BankAccount, Account(r), "rek BRI {}", "norek {} an Siti", "rekening saya {} belum masuk", "BNI {}", "no rekening mandiri {}", "transfer ke bank BCA {} a.n. Budi", "{} rekening ibu saya", "rek:{}")),
        ("KKS card", r => With(r, PersonalDataType.BankAccount, Part(r, "6013" + Number(r, 12)), "KKS {}", "kartu kks {} saldo kosong", "{}", "no kartu {} kenapa terblokir", "kks saya {}")),
        ("bank card", r => With(r, PersonalDataType.BankAccount, Part(r, Card(r)), "no ATM {}", "kartu bank saya {} ditahan pendamping", "{}", "nomor kartu {} terblokir")),
        ("several", Several),
        ("amount", r => Without(r, Amount(r), "bantuan {} belum cair", "harusnya dapat {} tapi cuma {}", "rekening saya kosong padahal {}", "dipotong {} tiap cair", "saldo di rek {} rupiah", "gaji suami {} sebulan", "NIK sudah padan, bantuan {} belum")),
        ("date and time", r => Without(r, DateOrTime(r), "tanggal {}", "cair {} katanya", "lahir {}", "dari {} sampai sekarang", "KTP dibuat {}", "jadwal pencairan {} di kantor pos", "rekening aktif sejak {}", "telp dari {} tidak diangkat")),
        ("ticket", r => Without(r, Ticket(r), "tiket {} bagaimana", "nomor tiket {}", "laporan {} kok ditutup", "sudah kirim ktp, nomor tiket {}", "aduan saya {} belum dijawab", "kode laporan {}", "rek saya belum, tiket {}")),
        ("parcel", r => Without(r, Parcel(r), "resi {}", "no resi {} belum sampai", "nomor resi JNE {}", "paket saya resi: {} dimana", "cek resi SPX {}", "sudah kirim ktp lewat pos, resi {}")),
        ("order", r => Without(r, Order(r), "pesanan {} belum dikirim", "order {}", "nomor pesanan {} kak", "invoice {}", "kode booking {}", "id pelanggan {} listrik padam", "nomor pelanggan PLN {}", "token listrik {} tidak bisa")),
        ("address and year", r => Without(r, $"{r.Next(1, 20):00}", "RT {} RW {} kode pos 53391", "PKH 2024 2025 2026 tahap {}", "jalan merdeka no {} blok C{}", "sudah {} tahun sejak 2019", "desil {} umur 45 anak 3", "bus {} jam {}.00", "hubungi 171 atau 1500299 pilih {}", "pasal 34 ayat {} UUD 1945")),
        ("link", r => Without(r, Number(r, 16), "https://www.facebook.com/{}/posts/1", "https://t.co/{}", "www.contoh.id/berita/{}", "lihat https://contoh.id/a?id={}")),
        ("chatter", r => Without(r, Number(r, r.Next(1, 7)), "min {} bulan belum cair", "wkwk {} kali dong", "slot88 depo {} gacor", "harga telur {} per kilo", "cek fakta: {} orang", "@user{} halo", "nonton menit {}:30")),
        ("mobile otherwise written", r => With(r, PersonalDataType.Phone, OtherwiseWritten(r), "wa {}", "hubungi saya di {}", "{}", "no hp {} ya min", "bisa dihubungi {} atau lewat DM", "nomor saya {}, tolong")),
        ("letter number", r => Without(r, LetterNumber(r), "surat keputusan nomor {}", "Peraturan Menteri Nomor {} tentang bansos", "Permensos {}", "berkas {} belum diproses", "sesuai surat {} tanggal 12/08/2026")),
        ("slashes", r => Without(r, Slashes(r), "cair {}", "RT {} desa kami", "tahap {} belum", "tanggal {} jam 08.30", "nomor {}")),
    ];

    private static PersonalNumberSentence With(Random random, PersonalDataType type, string number, params ReadOnlySpan<string> frames)
    {
        var frame = frames[random.Next(frames.Length)];
        var start = frame.IndexOf("{}", StringComparison.Ordinal);
        var text = frame.Replace("{}", number, StringComparison.Ordinal);
        // A sign before the first digit ("+62", "(021)") may be in what is found or not.
        var digits = number.AsSpan().IndexOfAnyExcept("+(");
        return new PersonalNumberSentence(text, [new PersonalDataSpan(type, start + digits, number.Length - digits)]);
    }

    private static PersonalNumberSentence Without(Random random, string number, params ReadOnlySpan<string> frames) =>
        new(frames[random.Next(frames.Length)].Replace("{}", number, StringComparison.Ordinal), []);

    private static PersonalNumberSentence Several(Random random)
    {
        var text = new StringBuilder("Siti, NIK ");
        var spans = new List<PersonalDataSpan>();
        Add(PersonalDataType.Nik, Nik(random));
        text.Append(" no KK ");
        Add(PersonalDataType.Kk, Kk(random));
        text.Append(Pick(random, " hp ", " wa ", ", telp "));
        Add(PersonalDataType.Phone, "08" + Number(random, 1, "1235789") + Number(random, random.Next(7, 10)));
        text.Append(Pick(random, ", bantuan Rp 600.000 ", " sejak 21-11-2025 ", " tiket KMS-2026-000123 "));
        text.Append("rek BRI ");
        Add(PersonalDataType.BankAccount, Account(random));
        return new PersonalNumberSentence(text.ToString(), spans);

        void Add(PersonalDataType type, string number)
        {
            spans.Add(new PersonalDataSpan(type, text.Length, number.Length));
            text.Append(number);
        }
    }

    private static string Nik(Random random)
    {
        var day = random.Next(1, 29) + (random.Next(2) * 40);
        return string.Create(CultureInfo.InvariantCulture, $"{Regions[random.Next(Regions.Length)]}99{day:00}{random.Next(1, 13):00}{random.Next(0, 100):00}{random.Next(1, 60):0000}");
    }

    private static string Kk(Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"{Regions[random.Next(Regions.Length)]}99{random.Next(1, 29):00}{random.Next(1, 13):00}{random.Next(5, 26):00}{random.Next(1, 9000):0000}");

    // One digit left out or written twice, never the first two: they would make another province.
    private static string Mistyped(Random random)
    {
        var nik = Nik(random);
        var at = random.Next(2, nik.Length);
        return random.Next(2) == 0 ? nik.Remove(at, 1) : nik.Insert(at, nik[at].ToString());
    }

    private static string Part(Random random, string sixteen) => random.Next(8) switch
    {
        0 => Groups(sixteen, ' '),
        1 => Groups(sixteen, '-'),
        2 => Groups(sixteen, '.'),
        3 => $"{sixteen[..6]} {sixteen[6..12]} {sixteen[12..]}",
        4 => $"{sixteen[..2]}.{sixteen[2..4]}.{sixteen[4..6]}.{sixteen[6..12]}.{sixteen[12..]}",
        _ => sixteen,
    };

    private static string Groups(string digits, char by) => string.Join(by, Enumerable.Range(0, digits.Length / 4).Select(i => digits.Substring(i * 4, 4)));

    private static string Disguised(Random random, string digits) => random.Next(3) switch
    {
        0 => string.Concat(digits.Select(c => (char)(c - '0' + '０'))),
        1 => string.Join('\u200B', digits.Chunk(4).Select(chunk => new string(chunk))),
        _ => digits[..1] + digits[1..^1].Replace('0', 'O') + digits[^1],
    };

    private static string Mobile(Random random)
    {
        var rest = Number(random, 1, "1235789") + Number(random, random.Next(8, 10));
        return random.Next(9) switch
        {
            0 => $"08{rest[..2]}-{rest[2..6]}-{rest[6..]}",
            1 => $"08{rest[..2]} {rest[2..6]} {rest[6..]}",
            2 => $"08{rest[..2]}.{rest[2..6]}.{rest[6..]}",
            3 => $"+628{rest}",
            4 => $"628{rest}",
            5 => $"+62 8{rest[..2]}-{rest[2..6]}-{rest[6..]}",
            6 => $"O8{rest}",
            _ => $"08{rest}",
        };
    }

    private static string OtherwiseWritten(Random random)
    {
        var rest = Number(random, 2, "1235789") + Number(random, random.Next(7, 9));
        var (first, second, third) = ("08" + rest[..2], rest[2..6], rest[6..]);
        return random.Next(10) switch
        {
            0 => $"{first}/{second}/{third}",
            1 => $"{first} / {second} / {third}",
            2 => $"({first}) {second} {third}",
            3 => $"{first} ({second}) {third}",
            4 => $"{first}\u2011{second}\u2011{third}",
            5 => $"+62 {first[1..]}/{second}/{third}",
            6 => $"+62 ({first[1..]}) {second}-{third}",
            7 => string.Concat((first + second + third).Select(c => (char)(c - '0' + '０'))),
            8 => string.Concat($"{first}/{second}/{third}".Select(c => c == '/' ? c : (char)(c - '0' + '٠'))),
            _ => $"{first}-{second}-{third}".Replace('0', 'O'),
        };
    }

    private static string LetterNumber(Random random) => random.Next(4) switch
    {
        0 => $"{random.Next(1, 400)}/HUK/{random.Next(2015, 2027)}",
        1 => $"08{Number(random, 2, "1235789")}/{Number(random, 3)}/{random.Next(2015, 2027)}",
        2 => $"08{Number(random, 2, "1235789")}/{Number(random, 4)}/{Number(random, 4)}",
        _ => $"{random.Next(1, 99)}/{random.Next(1, 13):00}/{Pick(random, "SK", "LJS", "DINSOS")}/{random.Next(2015, 2027)}",
    };

    private static string Slashes(Random random) => random.Next(5) switch
    {
        0 => $"{random.Next(1, 13):00}/{random.Next(1, 13):00} 53391",
        1 => $"{random.Next(1, 29):00}/{random.Next(1, 13):00}/{random.Next(2020, 2027)}",
        2 => $"{random.Next(1, 29):00}/{random.Next(1, 13):00}/{random.Next(20, 27)} {random.Next(7, 17):00}00",
        3 => $"{random.Next(2020, 2024)}/{random.Next(2024, 2027)}",
        _ => $"{random.Next(1, 5)}/{random.Next(5, 9)}",
    };

    private static string Landline(Random random)
    {
        var area = Pick(random, "021", "022", "024", "031", "0281", "0274", "0651");
        var own = Number(random, 1, "23456789") + Number(random, 6);
        return random.Next(3) switch
        {
            0 => $"({area}) {own}",
            1 => $"{area}-{own}",
            _ => $"{area}{own}",
        };
    }

    private static string Email(Random random) =>
        Pick(random, "siti", "budi.santoso", "ibu_aminah", "s1ti", "anto-77", "rahmat+pkh") + random.Next(1, 99).ToString(CultureInfo.InvariantCulture) + "@" + Pick(random, "contoh.id", "surat.contoh.co.id", "Contoh.COM", "contoh.go.id");

    private static string Account(Random random) => random.Next(6) switch
    {
        0 => $"{Number(random, 4)}-{Number(random, 2)}-{Number(random, 6)}-{Number(random, 2)}-{Number(random, 1)}",
        1 => $"{Number(random, 4)} {Number(random, 4)} {Number(random, 4)} {Number(random, 3)}",
        2 => Number(random, 1, "123456789") + Number(random, 14),
        3 => Number(random, 1, "123456789") + Number(random, 12),
        4 => "0" + Number(random, 1, "1234567") + Number(random, 8),
        _ => Number(random, 1, "123456789") + Number(random, 9),
    };

    // A number of fifteen digits before the check digit of Luhn.
    private static string Card(Random random)
    {
        var body = Pick(random, "5221", "4616", "5371") + Number(random, 11);
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var value = body[i] - '0';
            sum += i % 2 == 0 ? (value > 4 ? (value * 2) - 9 : value * 2) : value;
        }

        return body + ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
    }

    private static string Amount(Random random)
    {
        var thousands = random.Next(10, 9_999);
        var grouped = (thousands * 1000).ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '.');
        return random.Next(8) switch
        {
            0 => $"Rp {grouped}",
            1 => $"Rp{grouped},-",
            2 => $"Rp. {grouped},00",
            3 => $"{thousands}rb",
            4 => $"{thousands}000",
            5 => $"{grouped}.000.000",
            6 => $"Rp {thousands}000000",
            _ => grouped,
        };
    }

    private static string DateOrTime(Random random)
    {
        var (day, month, year) = (random.Next(1, 29), random.Next(1, 13), random.Next(1950, 2027));
        return random.Next(9) switch
        {
            0 => $"{day:00}-{month:00}-{year}",
            1 => $"{day:00}/{month:00}/{year}",
            2 => $"{day}.{month}.{year}",
            3 => $"{year}-{month:00}-{day:00}",
            4 => $"{year}-{month:00}-{day:00} {random.Next(24):00}:{random.Next(60):00}:{random.Next(60):00}",
            5 => $"{day:00} {month:00} {year} jam {random.Next(24):00}.{random.Next(60):00}",
            6 => $"{random.Next(7, 9):00}.{random.Next(60):00}-{random.Next(12, 17)}.{random.Next(60):00}",
            7 => $"{day:00}-{month:00}-{year} {random.Next(7, 24):00}.{random.Next(60):00}",
            _ => $"{day:00}{month:00}{year}",
        };
    }

    private static string Ticket(Random random) => random.Next(6) switch
    {
        0 => $"KMS-{random.Next(2025, 2028)}-{Number(random, 6)}",
        1 => "#" + Number(random, 8),
        2 => $"{random.Next(2024, 2027)}{random.Next(1, 13):00}{random.Next(1, 29):00}{Number(random, 5)}",
        3 => $"LP-{Number(random, 10)}",
        4 => $"20{random.Next(24, 27)}{random.Next(1, 13):00}{random.Next(1, 29):00}{Number(random, 7)}",
        _ => Number(random, 1, "123456789") + Number(random, 7),
    };

    private static string Parcel(Random random) => random.Next(6) switch
    {
        0 => "JX" + Number(random, 10),
        1 => "SPXID0" + Number(random, 11),
        2 => Number(random, 12),
        3 => Number(random, 15),
        4 => Number(random, 16),
        _ => "00" + Number(random, 10),
    };

    private static string Order(Random random) => random.Next(6) switch
    {
        0 => $"25{random.Next(1, 13):00}{random.Next(1, 29):00}{Number(random, 2)}ABC{Number(random, 3)}",
        1 => $"INV/20251121/MPL/{Number(random, 10)}",
        2 => "52" + Number(random, 10),
        3 => $"{Number(random, 4)} {Number(random, 4)} {Number(random, 4)} {Number(random, 4)} {Number(random, 4)}",
        4 => "57" + Number(random, 16),
        _ => Number(random, 11),
    };

    private static string Number(Random random, int length, string from = "0123456789") => string.Concat(Enumerable.Range(0, length).Select(_ => from[random.Next(from.Length)]));

    private static string Pick(Random random, params ReadOnlySpan<string> from) => from[random.Next(from.Length)];
}
