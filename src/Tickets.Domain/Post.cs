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
        // The others tell the words of a post by webhook or not at all.
        AwaitsWords = platform is Platform.Facebook or Platform.Instagram ? true : null;
    }

    /// <summary>Where.</summary>
    public Platform Platform { get; private set; }

    /// <summary>The platform's id of it; unique with the platform.</summary>
    public string PlatformPostId { get; private set; } = "";

    /// <summary>Its words; null while nobody has told them, and when they cannot be had.</summary>
    public string? Text { get; private set; }

    /// <summary>When the service first heard of it, UTC.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>True while its words must still be fetched, else null.</summary>
    public bool? AwaitsWords { get; private set; }

    /// <summary>Its words were told, or cannot be had (null). What a post says later replaces what it said.</summary>
    public void IsTold(string? text)
    {
        AwaitsWords = null;
        Text = string.IsNullOrWhiteSpace(text) ? Text : text.Length <= 4_000 ? text : text[..4_000];
    }
}
