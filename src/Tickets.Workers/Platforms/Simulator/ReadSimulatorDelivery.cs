using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.Simulator;

/// <summary>Reads what the simulated platform delivers.</summary>
public sealed class ReadSimulatorDelivery : IDeliveryReader
{
    /// <inheritdoc/>
    public string Source => "simulator";

    /// <inheritdoc/>
    public IReadOnlyList<Happening> Read(ReadOnlyMemory<byte> body) => Findings.In(body, ReadWhole);

    private static void ReadWhole(JsonElement whole, Place place, Findings findings)
    {
        if (whole.Id("id") is not { } id)
        {
            findings.Unknown(place, "no id");
            return;
        }

        if (whole.Text("happened") == "post")
        {
            findings.Add(new PostTold(Platform.Simulator, id, whole.Text("text") ?? "", whole.Text("picture")));
            return;
        }

        var isPrivate = whole.Flag("is_private");
        var message = new MessageArrived(
            Platform.Simulator,
            isPrivate ? Audience.Private : Audience.Public,
            isPrivate ? "dm" : whole.Id("post") ?? id,
            id,
            whole.Id("reply_to"),
            whole.Find("author").Id("id") is { } author ? new Author(author, whole.Find("author").Text("name")) : null,
            whole.Instant("at"),
            whole.Text("text") ?? "",
            [],
            isPrivate ? null : whole.Id("post"),
            null,
            false
        );
        switch (whole.Text("happened"))
        {
            case "comment" or "message":
                findings.Add(message);
                break;
            case "edit":
                findings.Add(new MessageEdited(message, null, whole.Instant("edited_at")));
                break;
            case "remove":
                findings.Add(new MessageRemoved(Platform.Simulator, id, whole.Instant("at")));
                break;
            default:
                findings.Unknown(place, $"happened '{Findings.Shown(whole.Text("happened"))}'");
                break;
        }
    }
}
