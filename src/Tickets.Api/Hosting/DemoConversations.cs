using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Intake;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Hosting;

/// <summary>
/// Sample comments and messages for a new demo database. They enter as raw deliveries, in the shapes that the platforms send, and go the way of all others. People and
/// words are invented.
/// </summary>
internal static class DemoConversations
{
    private const string Page = "100500";
    private const string Account = "17840000000000001";
    private const string Questions = Page + "_4";
    private const string Warning = Page + "_5";

    private static readonly (string Who, string Text, int MinutesAgo)[] Comments =
    [
        ("Budi Santoso", "min tolong, PKH ibu saya belum cair dari bulan Juli", 95),
        ("Siti Rahma", "Assalamualaikum min, BPNT saya bulan ini tidak masuk padahal bulan lalu masih dapat. Mohon dicek ya", 88),
        ("Dewi L", "Alhamdulillah terima kasih Kemensos, bantuannya sudah diterima ibu saya", 80),
        ("Agus Pratama", "kenapa nama bapak saya dihapus dari DTSEN min? beliau masih tidak mampu, rumah masih papan", 71),
        ("Rina", "Pendamping di desa kami minta potongan 50 ribu setiap pencairan PKH, tolong ditindak min", 64),
        ("Gacor77", "situs g4c0r hari ini, daftar sekarang bonus 100%", 60),
        ("Yohanes", "Kampung kami kebanjiran setinggi dada, ada lansia terjebak di loteng, tolong kirim bantuan segera", 12),
        ("Nur Aini", "Nenek saya sebatang kara, lumpuh dan sudah 3 hari tidak makan, tidak ada yang mengurus. Tolong pak", 9),
        ("Fajar", "semangat terus min", 7),
        ("Lestari", "tahap 4 sudah ada yang cair belum ya?", 5),
    ];

    private static readonly (string Who, string Text, int MinutesAgo)[] Messages =
    [
        ("Slamet Riyadi", "Selamat pagi, BPJS PBI saya nonaktif padahal minggu depan harus cuci darah. Mohon bantuannya", 40),
        ("Maria", "Saya mau mengajukan kursi roda untuk anak saya yang lumpuh, syaratnya apa saja ya?", 22),
    ];

    // Many ask the same under another post: one answer serves all of them.
    private static readonly (string Who, string Text, int MinutesAgo)[] Rumours =
    [
        ("Wahyu Hidayat", "benarkah link bansos 900 ribu yang beredar di WA?", 34),
        ("Ida Ayu", "benarkah link bansos 900 ribu yang beredar di grup WA", 31),
        ("Anton Siregar", "hoaks bukan link bansos 900 ribu yang beredar di WA", 29),
        ("Nurul Hikmah", "link bansos 900 ribu yang beredar di grup WA itu hoaks ya?", 26),
        ("Joko Susilo", "benarkah link bansos 900 ribu yang beredar di WA", 24),
        ("Mama Dina", "link bansos 900 ribu yang beredar di WA benarkah?", 19),
        ("Yuliana", "benarkah link bansos 900 ribu yang beredar di grup WA?", 15),
        ("Hendra", "link bansos 900 ribu yang beredar di grup WA itu hoaks bukan min", 11),
        ("Rosmala", "benarkah link bansos 900 ribu yang beredar di WA?", 8),
        ("Abdul Gani", "hoaks bukan link bansos 900 ribu yang beredar di grup WA", 6),
    ];

    // What the service is not sure enough of to open a ticket by itself: an admin decides.
    private static readonly (string Who, string Text, int MinutesAgo)[] Undecided =
    [
        ("Ratih Puspita", "ada nenek tinggal sendirian di gubuk dekat pasar, kasihan tidak ada yang rawat", 23),
        ("Markus Wenda", "rumah kami rata karena longsor tadi subuh", 16),
    ];

    private static readonly (string Who, string Text, int MinutesAgo)[] OnInstagram =
    [
        ("Sumiati", "BPNT kapan cair lagi", 52),
        ("Eko Prasetyo", "pendamping jarang datang ke desa kami", 21),
    ];

    /// <summary>Once, into an empty database.</summary>
    public static async Task Plant(IServiceProvider services, DateTimeOffset now, CancellationToken cancellation)
    {
        await using (var scope = services.CreateAsyncScope())
            if (await scope.ServiceProvider.GetRequiredService<TicketsDb>().Deliveries.AnyAsync(cancellation))
                return;
        var accept = services.GetRequiredService<AcceptDeliveries>();
        await accept.Accept("meta", Post(Questions, "Selamat pagi, Sahabat Sosial! Sampaikan pertanyaan Anda di kolom komentar, kami jawab satu per satu. Mohon jangan menulis NIK atau nomor telepon di sini.", now.AddHours(-3)));
        await accept.Accept("meta", Post(Warning, "Waspada penipuan! Bansos Kemensos disalurkan lewat bank penyalur dan PT Pos. Kemensos tidak pernah meminta data atau biaya lewat tautan.", now.AddHours(-2)));
        for (var i = 0; i < Comments.Length; i++)
            await accept.Accept("meta", Comment(Questions, i, Comments[i], now));
        for (var i = 0; i < Rumours.Length; i++)
            await accept.Accept("meta", Comment(Warning, Comments.Length + i, Rumours[i], now));
        for (var i = 0; i < Undecided.Length; i++)
            await accept.Accept("meta", Comment(Questions, Comments.Length + Rumours.Length + i, Undecided[i], now));
        for (var i = 0; i < OnInstagram.Length; i++)
            await accept.Accept("meta", InstagramComment(i, OnInstagram[i], now));
        await accept.Accept("whatsapp", WhatsApp("Hartati", "bantuan yatim piatu kapan cair lagi", now.AddMinutes(-27)));
        for (var i = 0; i < Messages.Length; i++)
            await accept.Accept("meta", DirectMessage(i, Messages[i], now));
    }

    private static byte[] Post(string post, string words, DateTimeOffset at)
    {
        var value = new
        {
            item = "post",
            verb = "add",
            post_id = post,
            recipient_id = Page,
            from = new { id = Page, name = "Kementerian Sosial RI" },
            created_time = at.ToUnixTimeSeconds(),
            message = words,
        };
        return Delivery("page", new { id = Page, time = at.ToUnixTimeSeconds(), changes = new[] { new { field = "feed", value } } });
    }

    private static byte[] Comment(string post, int i, (string Who, string Text, int MinutesAgo) said, DateTimeOffset now)
    {
        var at = now.AddMinutes(-said.MinutesAgo).ToUnixTimeSeconds();
        var value = new
        {
            item = "comment",
            verb = "add",
            post_id = post,
            parent_id = post,
            comment_id = $"{post[(Page.Length + 1)..]}_{9000 + i}",
            from = new { id = $"demo-{i}", name = said.Who },
            created_time = at,
            message = said.Text,
        };
        return Delivery("page", new { id = Page, time = at, changes = new[] { new { field = "feed", value } } });
    }

    private static byte[] InstagramComment(int i, (string Who, string Text, int MinutesAgo) said, DateTimeOffset now)
    {
        var value = new
        {
            id = $"demo-ig-{i}",
            from = new { id = $"demo-ig-from-{i}", username = said.Who },
            text = said.Text,
            media = new { id = "demo-media-1", media_product_type = "FEED" },
        };
        var at = now.AddMinutes(-said.MinutesAgo).ToUnixTimeSeconds();
        return Delivery("instagram", new { id = Account, time = at, changes = new[] { new { field = "comments", value } } });
    }

    private static byte[] WhatsApp(string who, string text, DateTimeOffset at)
    {
        var value = new
        {
            messaging_product = "whatsapp",
            contacts = new[] { new { profile = new { name = who }, wa_id = "demo-wa-1" } },
            messages = new[] { new { from = "demo-wa-1", id = "demo-wamid-1", timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), type = "text", text = new { body = text } } },
        };
        return Delivery("whatsapp_business_account", new { id = "1", changes = new[] { new { field = "messages", value } } });
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
