using System.Globalization;
using System.Text;
using Tickets.Domain.Platforms;
using Tickets.Testing;
using Tickets.Workers.Platforms.Meta;

namespace Tickets.UnitTests.Platforms.Meta;

public sealed class RealMetaPayloads
{
    /// <summary>
    /// File → what it says: kind, platform, thread, id, the answered id (^), attachments (+), no words yet (?), a mention (@), the revision (#).
    /// </summary>
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        //TABLE
    };

    [FactWhenSharedData]
    public void Each_real_payload_is_read_into_what_it_says()
    {
        var actual = new StringBuilder();
        var expected = new StringBuilder();
        foreach (var file in Files())
        {
            var name = Name(file);
            actual.AppendLine($"[\"{name}\"] = \"{Summary(File.ReadAllBytes(file))}\",");
            expected.AppendLine($"[\"{name}\"] = \"{Expected.GetValueOrDefault(name, "(not listed)")}\",");
        }

        Assert.Equal(expected.ToString(), actual.ToString());
    }

    [FactWhenSharedData]
    public void Every_listed_payload_is_there()
    {
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), Files().Select(Name).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Files() =>
        SharedData.Files("webhooks/facebook-feed").Concat(SharedData.Files("webhooks/messenger")).Concat(SharedData.Files("webhooks/instagram"));

    private static string Name(string file) => $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileNameWithoutExtension(file)}";

    private static string Summary(byte[] body) => string.Join(" | ", new ReadMetaDelivery().Read(body).Select(Summary));

    private static string Summary(Happening happening) =>
        happening switch
        {
            MessageArrived arrived => $"arrived {Message(arrived)}",
            MessageEdited edited => string.Create(CultureInfo.InvariantCulture, $"edited {Message(edited.Message)}{(edited.Revision is { } r ? $" #{r}" : "")}"),
            MessageRemoved removed => $"removed {removed.Platform} {Short(removed.MessageId)}",
            MessageVisibilityChanged changed => $"{(changed.Hidden ? "hidden" : "shown")} {changed.Platform} {Short(changed.MessageId)}",
            EchoArrived echo => $"echo {echo.Platform} {Short(echo.MessageId)} to {Short(echo.RecipientId ?? echo.ReplyToId)}",
            KnownNonMessage known => $"known {known.What}",
            UnknownPart unknown => $"unknown {unknown.Where}",
            _ => happening.ToString(),
        };

    private static string Message(MessageArrived message)
    {
        var builder = new StringBuilder();
        builder.Append(message.Platform).Append(' ').Append(Short(message.Thread)).Append(' ').Append(Short(message.MessageId));
        if (message.ReplyToId is not null)
            builder.Append(" ^").Append(Short(message.ReplyToId));
        if (message.Author is null)
            builder.Append(" by nobody");
        if (message.SentAt is null)
            builder.Append(" sometime");
        foreach (var attachment in message.Attachments)
            builder.Append(" +").Append(attachment.Type).Append(attachment.Url is null ? "(no url)" : "");
        if (message.Text is null)
            builder.Append(" ?");
        if (message.IsMention)
            builder.Append(" @");
        return builder.ToString();
    }

    private static string Short(string? id) => id is null ? "-" : id.Length <= 12 ? id : $"…{id[^8..]}";
}
