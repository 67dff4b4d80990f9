using MediatR;
using Microsoft.Net.Http.Headers;
using Tickets.Api.Access;
using Tickets.Domain;
using Tickets.Domain.Media;

namespace Tickets.Api.Endpoints;

/// <summary>Files of citizens and pictures of posts, served so that nothing in them can act in our name.</summary>
internal static class MediaEndpoints
{
    // As for covered personal data: those who work on the matter.
    private const Roles Workers = Roles.AdminSocial | Roles.Officer | Roles.Supervisor;

    // As for the words under the post.
    private const Roles Readers = Workers | Roles.Administrator | Roles.Director | Roles.Inspectorate;

    /// <summary>How the description of the API calls whatever a file is.</summary>
    public const string Bytes = "application/octet-stream";

    private const string Sandboxed = "default-src 'none'; sandbox; frame-ancestors 'none'";

    public static void MapMedia(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inbox/{id:long}/post-picture", ShowOfPost)
            .WithTags("Inbox")
            .WithSummary("The picture of the post under which a conversation stands, for whoever may see the conversation")
            .WithDescription("As it was when the post was first read, however the platform shows it now. Served as its bytes say, in a sandbox, without sniffing; browsers ask each time whether they still may show it (`ETag`).")
            .Produces<byte[]>(StatusCodes.Status200OK, Bytes)
            .NeedsRole(Readers)
            .Refuses(404);
        api.MapGet("/media/{id:long}", Show)
            .WithTags("Media")
            .WithSummary("A file that came with a citizen's message; that it was opened is on record")
            .WithDescription("Images that browsers draw are shown, all else is taken along. `download=true` takes images along too. Served as its bytes say, in a sandbox, without sniffing.")
            .Produces<byte[]>(StatusCodes.Status200OK, Bytes)
            .NeedsRole(Workers)
            .Refuses(404);
    }

    private static async Task<IResult> ShowOfPost(long id, HttpContext http, IMediator mediator, KeepMedia media, CancellationToken stop)
    {
        var shown = await mediator.Send(new ShowPostPicture(id, http.Caller()), stop);
        var bytes = media.Open(shown.Sha256) ?? throw NotThere("gambar", id);
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileName = $"unggahan-{id}{shown.Kind.Extension}" }.ToString();
        http.Response.Headers.ContentSecurityPolicy = Sandboxed;
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Stream(bytes, shown.Kind.ContentType, entityTag: new EntityTagHeaderValue($"\"{shown.Sha256}\""));
    }

    private static async Task<IResult> Show(long id, bool? download, HttpContext http, IMediator mediator, KeepMedia media, TimeProvider time, CancellationToken stop)
    {
        var shown = await mediator.Send(new ShowMedia(id, http.Caller(), time.GetUtcNow()), stop);
        var bytes = media.Open(shown.Sha256) ?? throw NotThere("lampiran", id);
        var inline = shown.Kind.Shown && download != true;
        // Named by us: a citizen's own name for it may hold their numbers.
        var disposition = new ContentDispositionHeaderValue(inline ? "inline" : "attachment") { FileName = $"lampiran-{id}{shown.Kind.Extension}" };
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.ContentSecurityPolicy = Sandboxed;
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(bytes, shown.Kind.ContentType);
    }

    private static RefusedException NotThere(string what, long id) => new(Refusal.NotFound, ("what", what), ("key", id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
