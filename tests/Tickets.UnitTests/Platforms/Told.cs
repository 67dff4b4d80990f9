using System.Globalization;
using System.Text;
using Tickets.Domain.Platforms;

namespace Tickets.UnitTests.Platforms;

/// <summary>
/// What a delivery says, in one line: kind, platform, thread, id, the answered id (^), attachments (+), no words yet (?), a mention (@), the revision (#).
/// </summary>
internal static class Told
{
    public static string Of(IEnumerable<Happening> happenings) => string.Join(" | ", happenings.Select(Of));

    private static string Of(Happening happening) =>
        happening switch
        {
            MessageArrived arrived => $"arrived {Message(arrived)}",
            MessageEdited { Revision: { } revision } edited => string.Create(CultureInfo.InvariantCulture, $"edited {Message(edited.Message)} #{revision}"),
            MessageEdited edited => $"edited {Message(edited.Message)}",
            MessageRemoved removed => $"removed {removed.Platform} {Short(removed.MessageId)}",
            MessageVisibilityChanged changed => $"{(changed.Hidden ? "hidden" : "shown")} {changed.Platform} {Short(changed.MessageId)}",
            EchoArrived echo => $"echo {echo.Platform} {Short(echo.MessageId)} to {Short(echo.RecipientId ?? echo.ReplyToId)}",
            WordsReported reported => $"reported {reported.Platform} {Short(reported.MessageId)} {reported.What}{(reported.FailedBecause is { } code ? $" {code}" : "")}",
            PostTold told => $"post {told.Platform} {Short(told.PostId)}",
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
