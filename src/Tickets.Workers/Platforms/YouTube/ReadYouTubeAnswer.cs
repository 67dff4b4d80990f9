using System.Net;
using System.Text.Json;
using Tickets.Domain.Platforms;

namespace Tickets.Workers.Platforms.YouTube;

/// <summary>
/// Reads the answers of the YouTube Data API that polling keeps as deliveries: comment threads and comments (developers.google.com/youtube/v3/docs), one or
/// many; and the poller's own note of comments that are no longer there.
/// </summary>
/// <param name="ownId">The ministry's channel; null when nobody knows.</param>
/// <remarks>It logs nothing: all that passes through it is personal.</remarks>
public sealed class ReadYouTubeAnswer(Func<string?> ownId) : IDeliveryReader
{
    /// <summary>The kind of the poller's note of comments that were asked for and not given.</summary>
    public const string Missing = "tickets#missingComments";

    /// <inheritdoc/>
    public string Source => "youtube";

    /// <inheritdoc/>
    public IReadOnlyList<Happening> Read(ReadOnlyMemory<byte> body) => Findings.In(body, ReadWhole);

    private void ReadWhole(JsonElement whole, Place place, Findings findings)
    {
        var kind = whole.Text("kind");
        if (whole.Has("error"))
            findings.Known("youtube.error");
        else if (kind == Missing)
            ReadMissing(whole, findings, place);
        else if (kind is "youtube#commentThread" or "youtube#comment")
            ReadItem(whole, place, findings);
        else if (whole.Has("items"))
            ReadItems(whole.Find("items"), findings, place);
        else if (kind is "youtube#commentThreadListResponse" or "youtube#commentListResponse")
            findings.Known("youtube.comments (none)");
        else
            findings.Unknown(place, $"kind '{Findings.Shown(kind)}'");
    }

    private void ReadItems(JsonElement items, Findings findings, Place place)
    {
        var index = 0;
        foreach (var item in items.Parts())
            ReadItem(item, place with { List = "items", Index = index++ }, findings);
        if (index == 0)
            findings.Known("youtube.comments (none)");
    }

    private static void ReadMissing(JsonElement note, Findings findings, Place place)
    {
        var index = 0;
        foreach (var item in note.Find("items").Parts())
            if (item.Id("id") is { } id)
                findings.Add(new MessageRemoved(Platform.YouTube, id, note.Instant("at")));
            else
                findings.Unknown(place with { List = "items", Index = index++ }, "no id");
    }

    private void ReadItem(JsonElement item, Place place, Findings findings)
    {
        var snippet = item.Find("snippet");
        var top = snippet.Find("topLevelComment");
        if (top.ValueKind == JsonValueKind.Object)
        {
            ReadComment(top, snippet, null, place, findings);
            var index = 0;
            foreach (var reply in item.Find("replies").Find("comments").Parts())
                ReadComment(reply, snippet, top.Id("id") ?? item.Id("id"), place with { List = "replies", Index = index++ }, findings);
        }
        else if (snippet.ValueKind == JsonValueKind.Object && item.Text("kind") is null or "youtube#comment")
        {
            ReadComment(item, default, null, place, findings);
        }
        else
        {
            findings.Unknown(place, $"kind '{Findings.Shown(item.Text("kind"))}'");
        }
    }

    private void ReadComment(JsonElement comment, JsonElement thread, string? under, Place place, Findings findings)
    {
        var snippet = comment.Find("snippet");
        if (comment.Id("id") is not { } id || snippet.ValueKind != JsonValueKind.Object)
        {
            findings.Unknown(place, "comment without id or snippet");
            return;
        }

        // The id of a reply begins with the comment at the top.
        var parent = snippet.Id("parentId") ?? under ?? (id.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? id[..dot] : null);
        if (parent == id)
            parent = null;
        var author = snippet.Find("authorChannelId").Id("value") ?? snippet.Id("authorChannelId") ?? AtTheEnd(snippet.Text("authorChannelUrl"));
        var text = snippet.Text("textOriginal") ?? Plain(snippet.Text("textDisplay"));
        if (author is not null && author == (ownId() ?? snippet.Id("channelId") ?? thread.Id("channelId")))
        {
            findings.Add(new EchoArrived(Platform.YouTube, id, null, parent, text));
            return;
        }

        var published = snippet.Instant("publishedAt");
        var updated = snippet.Instant("updatedAt");
        var video = snippet.Id("videoId") ?? thread.Id("videoId");
        var message = new MessageArrived(
            Platform.YouTube,
            Audience.Public,
            parent ?? id,
            id,
            parent,
            author is null ? null : new Author(author, snippet.Text("authorDisplayName")),
            published ?? updated,
            text,
            [],
            video,
            video is null ? null : $"https://www.youtube.com/watch?v={Uri.EscapeDataString(video)}&lc={Uri.EscapeDataString(id)}",
            false
        );
        if (updated > published)
            findings.Add(new MessageEdited(message, null));
        else
            findings.Add(message);
        // Held, taken for spam or rejected: the citizen wrote it all the same, and nobody else sees it.
        if (snippet.Text("moderationStatus") is { } standing)
            findings.Add(new MessageVisibilityChanged(Platform.YouTube, id, standing is "heldForReview" or "likelySpam" or "rejected", updated ?? published));
    }

    private static string? AtTheEnd(string? url) => url is not null && url.LastIndexOf('/') is var slash and >= 0 && slash + 1 < url.Length ? url[(slash + 1)..] : null;

    /// <summary>Words as YouTube shows them are HTML: line breaks, links, escapes.</summary>
    private static string Plain(string? html)
    {
        if (html is null)
            return "";
        var plain = new System.Text.StringBuilder(html.Length);
        for (var at = 0; at < html.Length; at++)
        {
            var end = html[at] == '<' ? html.IndexOf('>', at) : -1;
            if (end < 0)
            {
                // Once no bracket closes, none does: the rest is words.
                if (html[at] == '<')
                {
                    plain.Append(html, at, html.Length - at);
                    break;
                }

                plain.Append(html[at]);
                continue;
            }

            if (html.AsSpan(at + 1, end - at - 1).TrimStart().StartsWith("br", StringComparison.OrdinalIgnoreCase))
                plain.Append('\n');
            at = end;
        }

        return WebUtility.HtmlDecode(plain.ToString());
    }
}
