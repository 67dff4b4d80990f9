using Tickets.Domain;
using Tickets.Domain.Understanding;

namespace Tickets.UnitTests.Understanding;

/// <summary>All numbers are made up: district 99 of a regency does not exist.</summary>
public class FindingPersonalData
{
    [Theory]
    [InlineData("NIK 3303990101900007", "3303990101900007", PersonalDataType.Nik)]
    [InlineData("3303990101900007", "3303990101900007", PersonalDataType.Nik)]
    [InlineData("ini nik ibu saya 3303994512850012 mohon dicek", "3303994512850012", PersonalDataType.Nik)]
    [InlineData("NIK:3303 9901 0190 0007", "3303 9901 0190 0007", PersonalDataType.Nik)]
    [InlineData("3303-9901-0190-0007 ktp saya", "3303-9901-0190-0007", PersonalDataType.Nik)]
    [InlineData("no ktp 33.03.99.010190.0007", "33.03.99.010190.0007", PersonalDataType.Nik)]
    [InlineData("NIK3303990101900007an Siti", "3303990101900007", PersonalDataType.Nik)]
    [InlineData("nik 330399010190007 salah terus", "330399010190007", PersonalDataType.Nik)]
    [InlineData("ktp 33039901019000071", "33039901019000071", PersonalDataType.Nik)]
    [InlineData("nik saya 3303999999900007", "3303999999900007", PersonalDataType.Nik)]
    [InlineData("33O3990101900007", "33O3990101900007", PersonalDataType.Nik)]
    [InlineData("nik ３３０３９９０１０１９００００７", "３３０３９９０１０１９００００７", PersonalDataType.Nik)]
    [InlineData("nik \U0001D7DB\U0001D7DB\U0001D7D8\U0001D7DB990101900007", "\U0001D7DB\U0001D7DB\U0001D7D8\U0001D7DB990101900007", PersonalDataType.Nik)]
    [InlineData("nik 3303\u200B9901\u200B01900007", "3303\u200B9901\u200B01900007", PersonalDataType.Nik)]
    [InlineData("umur 45 3303990101900007", "3303990101900007", PersonalDataType.Nik)]
    [InlineData("No KK 3303990101150002", "3303990101150002", PersonalDataType.Kk)]
    [InlineData("kartu keluarga saya 3303 9901 0115 0002", "3303 9901 0115 0002", PersonalDataType.Kk)]
    [InlineData("3303990101150002 (KK)", "3303990101150002", PersonalDataType.Kk)]
    [InlineData("wa 081200001234", "081200001234", PersonalDataType.Phone)]
    [InlineData("hub 0812-0000-1234 ya", "0812-0000-1234", PersonalDataType.Phone)]
    [InlineData("0812 0000 123", "0812 0000 123", PersonalDataType.Phone)]
    [InlineData("08 12 00 00 12 34", "08 12 00 00 12 34", PersonalDataType.Phone)]
    [InlineData("+62 812-0000-1234", "+62 812-0000-1234", PersonalDataType.Phone)]
    [InlineData("6281200001234", "6281200001234", PersonalDataType.Phone)]
    [InlineData("nomorku081200001234dong", "081200001234", PersonalDataType.Phone)]
    [InlineData("telp (021) 5550123", "021) 5550123", PersonalDataType.Phone)]
    [InlineData("wa saya 81200001234", "81200001234", PersonalDataType.Phone)]
    [InlineData("https://wa.me/6281200001234", "6281200001234", PersonalDataType.Phone)]
    [InlineData("suami di +966 50 000 1234", "+966 50 000 1234", PersonalDataType.Phone)]
    [InlineData("081200001234 600000", "081200001234", PersonalDataType.Phone)]
    [InlineData("wa 0812/0000/1234", "0812/0000/1234", PersonalDataType.Phone)]
    [InlineData("hubungi saya 0812/000/012, min", "0812/000/012", PersonalDataType.Phone)]
    [InlineData("0812 / 0000 / 1234", "0812 / 0000 / 1234", PersonalDataType.Phone)]
    [InlineData("+62 812/0000/1234", "+62 812/0000/1234", PersonalDataType.Phone)]
    [InlineData("62-812/0000/1234", "62-812/0000/1234", PersonalDataType.Phone)]
    [InlineData("telp 021/5550123", "021/5550123", PersonalDataType.Phone)]
    [InlineData("+62 (812) 0000 1234", "+62 (812) 0000 1234", PersonalDataType.Phone)]
    [InlineData("0812 (0000) 1234", "0812 (0000) 1234", PersonalDataType.Phone)]
    [InlineData("[0812] 0000-1234", "0812] 0000-1234", PersonalDataType.Phone)]
    [InlineData("0812\u20110000\u20111234", "0812\u20110000\u20111234", PersonalDataType.Phone)]
    [InlineData("0812\u22120000\u20141234", "0812\u22120000\u20141234", PersonalDataType.Phone)]
    [InlineData("0812\u20090000\u30001234", "0812\u20090000\u30001234", PersonalDataType.Phone)]
    [InlineData("０８１２／００００／１２３４", "０８１２／００００／１２３４", PersonalDataType.Phone)]
    [InlineData("٠٨١٢٠٠٠٠١٢٣٤", "٠٨١٢٠٠٠٠١٢٣٤", PersonalDataType.Phone)]
    [InlineData("٠٨١٢/٠٠٠٠/١٢٣٤", "٠٨١٢/٠٠٠٠/١٢٣٤", PersonalDataType.Phone)]
    [InlineData("\u202A0812 0000 1234\u202C", "0812 0000 1234", PersonalDataType.Phone)]
    [InlineData("0812\u202D-0000-\u202C1234", "0812\u202D-0000-\u202C1234", PersonalDataType.Phone)]
    [InlineData("0\uFE0F\u20E38\uFE0F\u20E31\uFE0F\u20E32\uFE0F\u20E3 0000 1234", "0\uFE0F\u20E38\uFE0F\u20E31\uFE0F\u20E32\uFE0F\u20E3 0000 1234", PersonalDataType.Phone)]
    [InlineData("O812-OOOO-123O", "O812-OOOO-123O", PersonalDataType.Phone)]
    [InlineData("wa 0812/OOOO/1234", "0812/OOOO/1234", PersonalDataType.Phone)]
    [InlineData("08123456789O ya min", "08123456789O", PersonalDataType.Phone)]
    [InlineData("RT 08/12 no 081200001234", "081200001234", PersonalDataType.Phone)]
    [InlineData("lahir 08/12/1990 wa 081200001234", "081200001234", PersonalDataType.Phone)]
    [InlineData("wa surat saya 0812/3456/2026", "0812/3456/2026", PersonalDataType.Phone)]
    [InlineData("nik 3303/9901/0190/0007", "3303/9901/0190/0007", PersonalDataType.Nik)]
    [InlineData("email siti.aminah@contoh.id.", "siti.aminah@contoh.id", PersonalDataType.Email)]
    [InlineData("siti081200001234@contoh.co.id", "siti081200001234@contoh.co.id", PersonalDataType.Email)]
    [InlineData("rek BRI 0021-01-000123-50-7", "0021-01-000123-50-7", PersonalDataType.BankAccount)]
    [InlineData("norek 1370000123456 mandiri", "1370000123456", PersonalDataType.BankAccount)]
    [InlineData("BNI 0123456789 a.n. Siti", "0123456789", PersonalDataType.BankAccount)]
    [InlineData("0123456789 rekening ibu", "0123456789", PersonalDataType.BankAccount)]
    [InlineData("kartu KKS 6013 0000 1234 5678", "6013 0000 1234 5678", PersonalDataType.BankAccount)]
    [InlineData("6013000012345678", "6013000012345678", PersonalDataType.BankAccount)]
    public void A_number_or_address_of_a_person_is_found(string text, string found, PersonalDataType type)
    {
        var span = Assert.Single(PersonalData.Find(text));

        Assert.Equal(found, text.Substring(span.Start, span.Length));
        Assert.Equal(type, span.Type);
    }

    [Theory]
    [InlineData("bantuan Rp 600.000 belum cair")]
    [InlineData("rekening saya kosong, harusnya Rp 2.400.000")]
    [InlineData("anggaran bansos Rp 1.200.000.000.000")]
    [InlineData("saldo di rek 1.200.000.000 rupiah")]
    [InlineData("tanggal 21-11-2026 jam 08.30")]
    [InlineData("lahir 01/01/1990, cair 2026-11-21")]
    [InlineData("12/08/2026")]
    [InlineData("08/12/2026 1300 0900")]
    [InlineData("08/12/26 1300 0900")]
    [InlineData("jadwal 08/12/26, 09/12/26, 10/12/26")]
    [InlineData("dari 08/12/2026-08/12/2027")]
    [InlineData("Nomor 12/HUK/2026")]
    [InlineData("Keputusan Menteri Sosial Nomor 0812/345/2026")]
    [InlineData("surat no 0812/3456/7890 belum dibalas")]
    [InlineData("nomor 0812/345/2026 tanggal 12/08/2026")]
    [InlineData("Permensos 081/2345/678/2026")]
    [InlineData("RT 08/12 53391 kodepos")]
    [InlineData("RT 081/023 RW 045/067")]
    [InlineData("RT 003/005 0021-01-000123-50-7")]
    [InlineData("Rp 600.000/bulan atau Rp 81.200/34.567.890")]
    [InlineData("tiket KMS-2026-000123/2026/000124")]
    [InlineData("buka 08.12/09.30/10.15 1234")]
    [InlineData("nilai 8/10 9/10 10/10 7/10 6/10 5/10")]
    [InlineData("desil 08 (1234567890)")]
    [InlineData("1O0 2OO 3OO 4OO")]
    [InlineData("PKH 2024/2025/2026/2027")]
    [InlineData("buka 08.30-12.00 13.00-15.00")]
    [InlineData("tiket KMS-2026-000123 bagaimana")]
    [InlineData("rek saya belum, tiket KMS-2026-000123")]
    [InlineData("resi 3303990101900007 belum sampai")]
    [InlineData("no resi JNE 081200001234")]
    [InlineData("1234567890123456")]
    [InlineData("8800112233445566")]
    [InlineData("0000000000000000")]
    [InlineData("3303990101900000")]
    [InlineData("https://www.facebook.com/1234567890/posts/3303990101900007")]
    [InlineData("hubungi 171 atau 1500299")]
    [InlineData("RT 003 RW 005 kode pos 53391")]
    [InlineData("@kemensosri tolong @dinsos")]
    [InlineData("harga 10.000 20.000 30.000 40.000")]
    [InlineData("PKH 2024 2025 2026 tahap 3")]
    [InlineData("")]
    public void What_identifies_nobody_is_left_alone(string text) => Assert.Empty(PersonalData.Find(text));

    [Fact]
    public void Several_are_found_in_order_each_of_its_own_type()
    {
        const string text = "Siti, NIK 3303990101900007 no KK 3303990101150002 hp 0812-0000-1234 email siti@contoh.id rek BRI 0021 0100 0123 507";

        var found = PersonalData.Find(text);

        Assert.Equal(
            [PersonalDataType.Nik, PersonalDataType.Kk, PersonalDataType.Phone, PersonalDataType.Email, PersonalDataType.BankAccount],
            found.Select(span => span.Type));
    }

    [Theory]
    [InlineData("NIK 3303990101900007 ya", "NIK 33•• •••• •••• ••07 ya")]
    [InlineData("NIK 3303.9901.0190.0007 ya", "NIK 33•• •••• •••• ••07 ya")]
    [InlineData("wa 081200001290", "wa 08•• •••• ••90")]
    [InlineData("wa +62 812-0000-1290", "wa +62•• •••• •••9 0")]
    [InlineData("ke siti@contoh.id", "ke s•••@contoh.id")]
    [InlineData("saldo Rp 600.000", "saldo Rp 600.000")]
    [InlineData("", "")]
    public void Masking_keeps_the_ends_and_the_words_around(string text, string masked) => Assert.Equal(masked, PersonalData.Mask(text));

    [Fact]
    public void Masking_leaves_out_stretches_that_are_not_in_the_text()
    {
        PersonalDataSpan[] spans =
        [
            new(PersonalDataType.Nik, 400, 16),
            new(PersonalDataType.Nik, -3, 16),
            new(PersonalDataType.Phone, 0, int.MaxValue),
            new(PersonalDataType.Phone, 3, 0),
            new(PersonalDataType.Phone, 3, 12),
            new(PersonalDataType.Nik, 5, 4),
        ];

        Assert.Equal("wa 08•• •••• ••90!", PersonalData.Mask("wa 081200001290!", spans));
    }

    [Theory]
    [InlineData("0812/0000/1234")]
    [InlineData("+62 812-0000-1234")]
    [InlineData("62 0812 0000 1234")]
    [InlineData("0062 812 0000 1234")]
    [InlineData("+62 (0) 812 0000 1234")]
    [InlineData("81200001234")]
    [InlineData("O812-OOOO-1234")]
    [InlineData("٠٨١٢٠٠٠٠١٢٣٤")]
    [InlineData("０８１２００００１２３４")]
    public void A_telephone_number_is_the_same_however_it_is_written(string written)
    {
        var folder = Directory.CreateTempSubdirectory("marks-").FullName;
        try
        {
            var key = new MarkKey(folder);
            var found = Assert.Single(PersonalData.Find($"wa {written} ya"));
            Assert.Equal(key.Of(PersonalDataType.Phone, "081200001234"), key.Of(PersonalDataType.Phone, $"wa {written} ya".AsSpan(found.Start, found.Length)));
            // Of Japan, and not of an operator here.
            Assert.NotEqual(key.Of(PersonalDataType.Phone, "081200001234"), key.Of(PersonalDataType.Phone, "+81200001234"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_number_after_the_weighed_part_of_a_long_text_is_found_too()
    {
        var text = string.Concat(Enumerable.Repeat("kata ", 100_000)) + "NIK 3303990101900007";

        Assert.Equal(text.Length - 16, Assert.Single(PersonalData.Find(text)).Start);
    }
}
