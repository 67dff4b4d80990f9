using Tickets.Domain.Platforms;

namespace Tickets.Domain;

/// <summary>A post of the ministry's: what it says tells what the short comments under it are about.</summary>
public sealed class Post
{
    private Post() { }

    /// <summary>A post that comments stand under, and of which nothing else is known.</summary>
    public Post(Platform platform, string platformPostId, DateTimeOffset at)
    {
        Platform = platform;
        PlatformPostId = platformPostId;
        SeenAt = at;
        // The others tell of a post by webhook or not at all.
        IsUntold = platform is Platform.Facebook or Platform.Instagram or Platform.YouTube ? true : null;
    }

    /// <summary>Where.</summary>
    public Platform Platform { get; private set; }

    /// <summary>The platform's id of it; unique with the platform.</summary>
    public string PlatformPostId { get; private set; } = "";

    /// <summary>Its words; null while nobody has told them, and when they cannot be had.</summary>
    public string? Text { get; private set; }

    /// <summary>When the service first heard of it, UTC.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>True while its platform must still be asked what it says and shows, else null.</summary>
    public bool? IsUntold { get; private set; }

    /// <summary>Hash of its picture's bytes, under which they lie; null while there is none.</summary>
    public string? PictureSha256 { get; private set; }

    /// <summary>What its picture is, as its first bytes say; null while there is none.</summary>
    public string? PictureType { get; private set; }

    /// <summary>Its platform was asked about it, and has told what there is to tell.</summary>
    public void WasAskedAbout() => IsUntold = null;

    /// <summary>What it says; null tells nothing new. What a post says later replaces what it said.</summary>
    public void Says(string? text) => Text = string.IsNullOrWhiteSpace(text) ? Text : text.Length <= 4_000 ? text : text[..4_000];

    /// <summary>Its picture is ours now.</summary>
    /// <param name="sha256">Hash of its bytes, under which they lie.</param>
    /// <param name="contentType">As its first bytes say.</param>
    public void Shows(string sha256, string contentType) => (PictureSha256, PictureType) = (sha256, contentType);
}
