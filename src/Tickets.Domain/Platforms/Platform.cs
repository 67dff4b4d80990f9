namespace Tickets.Domain.Platforms;

/// <summary>Where citizens write to the ministry.</summary>
public enum Platform
{
    /// <summary>The ministry's Facebook page: comments, posts, mentions, Messenger.</summary>
    Facebook,

    /// <summary>The ministry's Instagram account: comments, mentions, direct messages, stories.</summary>
    Instagram,

    /// <summary>WhatsApp Cloud API.</summary>
    WhatsApp,

    /// <summary>X: mentions, replies, direct messages.</summary>
    X,

    /// <summary>YouTube comment threads.</summary>
    YouTube,

    /// <summary>The ministry's own web form.</summary>
    Web,

    /// <summary>The built-in platform for demonstration and training.</summary>
    Simulator,
}

/// <summary>Who can read what is written in a conversation.</summary>
public enum Audience
{
    /// <summary>Everybody: a comment, a mention, a post on the page.</summary>
    Public,

    /// <summary>The citizen and the ministry: a direct message.</summary>
    Private,
}
