using System.Diagnostics;
using System.Text;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;
using Tickets.Workers.Platforms.WhatsApp;
using Tickets.Workers.Platforms.X;
using Tickets.Workers.Platforms.YouTube;

namespace Tickets.Benchmarks;

/// <summary>How fast each reader reads on one core, over the real payloads where they are, else over made ones.</summary>
internal static class ReadPayloads
{
    public static void Run(int seconds)
    {
        Measure("meta", new ReadMetaDelivery(), ["facebook-feed", "messenger", "instagram"], seconds);
        Measure("whatsapp", new ReadWhatsAppDelivery(), ["whatsapp"], seconds);
        Measure("x", new ReadXDelivery(() => null), ["x-aaa", "x-v2"], seconds);
        Measure("youtube", new ReadYouTubeAnswer(() => null), ["youtube"], seconds);
    }

    private static void Measure(string name, IDeliveryReader reader, string[] folders, int seconds)
    {
        byte[][] bodies = [.. folders.SelectMany(f => SharedData.Files($"webhooks/{f}")).Select(File.ReadAllBytes)];
        if (bodies.Length == 0)
        {
            Figures.Say($"{name}: {SharedData.Absence}; one made payload is read instead");
            bodies = [Encoding.UTF8.GetBytes(Made(name))];
        }

        // Warm, so that the compiled code is measured and not the compiling.
        for (var i = 0; i < 20_000; i++)
            reader.Read(bodies[i % bodies.Length]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(seconds))
            for (var i = 0; i < 100; i++)
                reader.Read(bodies[count++ % bodies.Length]);
        var took = Stopwatch.GetElapsedTime(started);
        Figures.Print($"readers.{name}.payloads_per_second_and_core", count / took.TotalSeconds, "1/s");
        Figures.Print($"readers.{name}.bytes_allocated_per_payload", (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count, "B");
        Figures.Print($"readers.{name}.bytes_per_payload", bodies.Average(b => b.Length), "B");
    }

    private static string Made(string name) =>
        name switch
        {
            "whatsapp" => """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"contacts":[{"profile":{"name":"Siti"},"wa_id":"628"}],"messages":[{"from":"628","id":"wamid.1","timestamp":"1780000000","type":"text","text":{"body":"PKH belum cair"}}]}}]}]}""",
            "x" => """{"for_user_id":"1","tweet_create_events":[{"id_str":"9","text":"@kemensos tolong","user":{"id_str":"4","name":"Siti"},"entities":{"user_mentions":[{"id_str":"1"}]}}]}""",
            "youtube" => """{"items":[{"id":"Ug1","snippet":{"videoId":"v","topLevelComment":{"id":"Ug1","snippet":{"textOriginal":"tolong","authorChannelId":{"value":"UC4"},"publishedAt":"2026-11-02T03:04:05Z"}}}}]}""",
            _ => """{"object":"page","entry":[{"id":"1","time":1780000000,"changes":[{"field":"feed","value":{"item":"comment","verb":"add","post_id":"1_2","comment_id":"2_3","from":{"id":"4","name":"Siti"},"message":"PKH belum cair","created_time":1780000000}}]}]}""",
        };
}
