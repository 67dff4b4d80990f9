namespace Tickets.Domain;

/// <summary>A unit that solves tickets. Units are data: ministries are reorganised.</summary>
public sealed class Directorate : Versioned
{
    private Directorate() { }

    /// <summary>A unit.</summary>
    public Directorate(string code, string name, string? belongsTo, bool believed)
    {
        Code = code;
        Name = name;
        BelongsTo = belongsTo;
        Believed = believed;
    }

    /// <summary>Short code, as <c>JAMSOS</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its name, in Indonesian.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The directorate general or other unit above it.</summary>
    public string? BelongsTo { get; private set; }

    /// <summary>True while no sourced document confirms that this unit has this task.</summary>
    public bool Believed { get; private set; }

    /// <summary>False when it no longer takes tickets.</summary>
    public bool Active { get; private set; } = true;

    /// <summary>An administrator changed it.</summary>
    public void Change(string name, string? belongsTo, bool believed, bool active) =>
        (Name, BelongsTo, Believed, Active) = (name, belongsTo, believed, active);
}

/// <summary>What tickets can be about.</summary>
public sealed class Topic : Versioned
{
    private Topic() { }

    /// <summary>A topic.</summary>
    public Topic(string code, string name, string nameEn)
    {
        Code = code;
        Name = name;
        NameEn = nameEn;
    }

    /// <summary>One of <see cref="Topics"/>, or an administrator's own.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its name in Indonesian.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its name in English.</summary>
    public string NameEn { get; private set; } = "";

    /// <summary>An administrator changed it.</summary>
    public void Change(string name, string nameEn) => (Name, NameEn) = (name, nameEn);
}

/// <summary>A programme of aid by its name, and the topic it belongs to.</summary>
public sealed class Programme : Versioned
{
    private Programme() { }

    /// <summary>A programme.</summary>
    public Programme(string code, string name, string topic, bool believed)
    {
        Code = code;
        Name = name;
        Topic = topic;
        Believed = believed;
    }

    /// <summary>Short code, as <c>PKH</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Topic code.</summary>
    public string Topic { get; private set; } = "";

    /// <summary>True while no sourced document confirms it.</summary>
    public bool Believed { get; private set; }

    /// <summary>An administrator changed it.</summary>
    public void Change(string name, string topic, bool believed) => (Name, Topic, Believed) = (name, topic, believed);
}

/// <summary>Which directorate gets which tickets. The first rule, by order, that matches decides.</summary>
public sealed class RoutingRule : Versioned
{
    private RoutingRule() { }

    /// <summary>A rule.</summary>
    public RoutingRule(int order, string? topic, string? region, string directorate, string? note)
    {
        Order = order;
        Topic = topic;
        Region = region;
        Directorate = directorate;
        Note = note;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>Lower comes first; of equals, the more specific.</summary>
    public int Order { get; private set; }

    /// <summary>Topic code; null matches all.</summary>
    public string? Topic { get; private set; }

    /// <summary>Region code; null matches all.</summary>
    public string? Region { get; private set; }

    /// <summary>Where the ticket goes.</summary>
    public string Directorate { get; private set; } = "";

    /// <summary>Why, and from which source.</summary>
    public string? Note { get; private set; }

    /// <summary>An administrator changed it.</summary>
    public void Change(int order, string? topic, string? region, string directorate, string? note) =>
        (Order, Topic, Region, Directorate, Note) = (order, topic, region, directorate, note);

    /// <summary>Whether it speaks of such a ticket. A rule for a province speaks of its regencies and cities too: <c>33</c> of <c>33.03</c>.</summary>
    public bool Matches(string topic, string? region) =>
        (Topic is null || Topic == topic) && (Region is null || Region == region || region?.StartsWith(Region + ".", StringComparison.Ordinal) == true);
}

/// <summary>
/// Words that go out by themselves, one row a kind and language. Without a <see cref="Text"/> the built-in words go out. What an administrator writes is a draft
/// until a second person approves it: words to citizens are never one person's alone.
/// </summary>
public sealed class Template : Versioned
{
    private Template() { }

    /// <summary>Words of which nobody has written their own yet.</summary>
    public Template(string code, string language)
    {
        Code = code;
        Language = language;
    }

    /// <summary>Key within the database.</summary>
    public long Id { get; private set; }

    /// <summary>Which words, as <c>acknowledgement.public</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>id or en.</summary>
    public string Language { get; private set; } = "";

    /// <summary>What goes out, with placeholders in braces, as <c>{nomor}</c>; null for the built-in words.</summary>
    public string? Text { get; private set; }

    /// <summary>What waits for approval; null when nothing does.</summary>
    public string? Draft { get; private set; }

    /// <summary>Who wrote the draft, as kind and key of an <see cref="Actor"/>; null without one.</summary>
    public string? DraftBy { get; private set; }

    /// <summary>Their name.</summary>
    public string? DraftByName { get; private set; }

    /// <summary>When they wrote it, UTC.</summary>
    public DateTimeOffset? DraftAt { get; private set; }

    /// <summary>Whether this person wrote the draft.</summary>
    public bool IsDraftOf(Actor actor) => DraftBy is not null && DraftBy == Author(actor);

    /// <summary>An administrator proposes other words; an earlier proposal is replaced.</summary>
    public void Propose(string text, Actor by, DateTimeOffset at) => (Draft, DraftBy, DraftByName, DraftAt) = (text, Author(by), by.Name, at);

    /// <summary>A second person lets the proposed words go out from now on.</summary>
    /// <exception cref="RefusedException"><see cref="Refusal.NothingToApprove"/>, <see cref="Refusal.NeedsSecondPerson"/>.</exception>
    public void Approve(Actor by)
    {
        if (Draft is null)
            throw new RefusedException(Refusal.NothingToApprove, ("key", $"{Code}/{Language}"));
        if (IsDraftOf(by))
            throw new RefusedException(Refusal.NeedsSecondPerson, ("who", by.Name));
        Text = Draft;
        Discard();
    }

    /// <summary>The proposed words are given up. Says whether there were any.</summary>
    public bool Discard()
    {
        var had = Draft is not null;
        (Draft, DraftBy, DraftByName, DraftAt) = (null, null, null, null);
        return had;
    }

    private static string Author(Actor actor) => $"{actor.Kind}:{actor.Id}";
}
