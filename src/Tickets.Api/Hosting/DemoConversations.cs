using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Hosting;

/// <summary>
/// Sample comments and messages for a new demo database. They enter as raw deliveries, in the shapes that Meta sends, and go the way of all others. People and
/// words are invented.
/// </summary>
internal static class DemoConversations
{
    private const string Page = "100500";
    private const string Account = "17840000000000001";

    private static readonly (string Who, string Text, int MinutesAgo)[] Comments =
    [
        ("Budi Santoso", "min tolong, PKH ibu saya belum cair dari bulan Juli", 95),
        ("Siti Rahma", "Assalamualaikum min, BPNT saya bulan ini tidak masuk padahal bulan lalu masih dapat. Mohon dicek ya", 88),
        ("Dewi L", "Alhamdulillah terima kasih Kemensos, bantuannya sudah diterima ibu saya 🙏", 80),
        ("Agus Pratama", "kenapa nama bapak saya dihapus dari DTSEN min? beliau masih tidak mampu, rumah masih papan", 71),
        ("Rina", "Pendamping di desa kami minta potongan 50 ribu setiap pencairan PKH, tolong ditindak min", 64),
        ("Gacor77", "situs g4c0r hari ini, daftar sekarang bonus 100%", 60),
        ("Yohanes", "Kampung kami kebanjiran setinggi dada, ada lansia terjebak di loteng, tolong kirim bantuan segera", 12),
        ("Nur Aini", "Nenek saya sebatang kara, lumpuh dan sudah 3 hari tidak makan, tidak ada yang mengurus. Tolong pak", 9),
        ("Fajar", "semangat terus min 👍", 7),
        ("Lestari", "tahap 4 sudah ada yang cair belum ya?", 5),
    ];

    private static readonly (string Who, string Text, int MinutesAgo)[] Messages =
    [
        ("Slamet Riyadi", "Selamat pagi, BPJS PBI saya nonaktif padahal minggu depan harus cuci darah. Mohon bantuannya", 40),
        ("Maria", "Saya mau mengajukan kursi roda untuk anak saya yang lumpuh, syaratnya apa saja ya?", 22),
    ];

    /// <summary>Once, into an empty database.</summary>
    public static async Task Plant(IServiceProvider services, DateTimeOffset now, CancellationToken cancellation)
    {
        await using (var scope = services.CreateAsyncScope())
            if (await scope.ServiceProvider.GetRequiredService<TicketsDb>().Deliveries.AnyAsync(cancellation))
                return;
        var accept = services.GetRequiredService<AcceptDeliveries>();
        await accept.Accept("meta", Post(now.AddHours(-3)));
        for (var i = 0; i < Comments.Length; i++)
            await accept.Accept("meta", Comment(i, Comments[i], now));
        for (var i = 0; i < Messages.Length; i++)
            await accept.Accept("meta", DirectMessage(i, Messages[i], now));
    }

    private static byte[] Post(DateTimeOffset at)
    {
        var value = new
        {
            item = "post",
            verb = "add",
            post_id = Page + "_4",
            recipient_id = Page,
            from = new { id = Page, name = "Kementerian Sosial RI" },
            created_time = at.ToUnixTimeSeconds(),
            message = "Selamat pagi, Sahabat Sosial! Sampaikan pertanyaan Anda di kolom komentar, kami jawab satu per satu. Mohon jangan menulis NIK atau nomor telepon di sini.",
        };
        return Delivery("page", new { id = Page, time = at.ToUnixTimeSeconds(), changes = new[] { new { field = "feed", value } } });
    }

    private static byte[] Comment(int i, (string Who, string Text, int MinutesAgo) said, DateTimeOffset now)
    {
        var at = now.AddMinutes(-said.MinutesAgo).ToUnixTimeSeconds();
        var value = new
        {
            item = "comment",
            verb = "add",
            post_id = Page + "_4",
            parent_id = Page + "_4",
            comment_id = $"4_{9000 + i}",
            from = new { id = $"demo-{i}", name = said.Who },
            created_time = at,
            message = said.Text,
        };
        return Delivery("page", new { id = Page, time = at, changes = new[] { new { field = "feed", value } } });
    }

    private static byte[] DirectMessage(int i, (string Who, string Text, int MinutesAgo) said, DateTimeOffset now)
    {
        var at = now.AddMinutes(-said.MinutesAgo).ToUnixTimeMilliseconds();
        var message = new
        {
            sender = new { id = $"demo-dm-{i}" },
            recipient = new { id = Account },
            timestamp = at,
            message = new { mid = $"demo-mid-{i}", text = said.Text },
        };
        return Delivery("instagram", new { id = Account, time = at, messaging = new[] { message } });
    }

    private static byte[] Delivery(string @object, object entry) => JsonSerializer.SerializeToUtf8Bytes(new { @object, entry = new[] { entry } });
}
