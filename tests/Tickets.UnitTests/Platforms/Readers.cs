using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;
using Tickets.Workers.Platforms.WhatsApp;
using Tickets.Workers.Platforms.X;
using Tickets.Workers.Platforms.YouTube;

namespace Tickets.UnitTests.Platforms;

/// <summary>Each reader of the product beside the folders of real material that it reads.</summary>
internal static class Readers
{
    public static readonly IDeliveryReader Meta = new ReadMetaDelivery();
    public static readonly IDeliveryReader WhatsApp = new ReadWhatsAppDelivery();
    public static readonly IDeliveryReader X = new ReadXDelivery(() => null);
    public static readonly IDeliveryReader YouTube = new ReadYouTubeAnswer(() => null);

    public static readonly IReadOnlyList<(IDeliveryReader Reader, string Folder)> All =
    [
        (Meta, "facebook-feed"), (Meta, "messenger"), (Meta, "instagram"),
        (WhatsApp, "whatsapp"), (WhatsApp, "whatsapp-twilio"), (Meta, "tiktok"), (X, "x-aaa"), (X, "x-v2"), (YouTube, "youtube"),
    ];

    public static IEnumerable<(IDeliveryReader Reader, string Name, byte[] Body)> RealMaterial() =>
        from pair in All
        from file in SharedData.Files($"webhooks/{pair.Folder}")
        select (pair.Reader, $"{pair.Folder}/{Path.GetFileNameWithoutExtension(file)}", File.ReadAllBytes(file));
}
