using Microsoft.Extensions.Configuration;

namespace Tickets.Domain;

/// <summary>Which database.</summary>
public enum DatabaseKind
{
    /// <summary>A file in <see cref="TicketsSettings.DataDirectory"/>.</summary>
    Sqlite,

    /// <summary>By <c>ConnectionStrings:Tickets</c>.</summary>
    SqlServer,
}

/// <summary>Which bus.</summary>
public enum BusKind
{
    /// <summary>Within the process; what a crash loses the sweep finds again.</summary>
    InMemory,

    /// <summary>By <c>ConnectionStrings:RabbitMq</c>.</summary>
    RabbitMq,
}

/// <summary>Where the workers run.</summary>
public enum WorkersKind
{
    /// <summary>Inside the Api process.</summary>
    Embedded,

    /// <summary>As processes of their own.</summary>
    Separate,
}

/// <summary>The keys under <c>Tickets</c> of the configuration.</summary>
public sealed class TicketsSettings
{
    /// <summary>Where the embedded database lives.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>Which database.</summary>
    public DatabaseKind Database { get; set; }

    /// <summary>Which bus.</summary>
    public BusKind Bus { get; set; }

    /// <summary>Where the workers run.</summary>
    public WorkersKind Workers { get; set; }

    /// <summary>
    /// How many processes read and send beside each other. Each keeps to its share of the platforms' limits, so that all of them together keep to the whole, and looks for
    /// the rest of a surge when it has seen its share of one.
    /// </summary>
    public int WorkerProcesses { get; set; } = 1;

    /// <summary>Demo users and conversations; null means in Development only.</summary>
    public bool? Demo { get; set; }

    /// <summary>How the service is reached from outside, for the links in outgoing words; null: the listen address.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Whom we believe when they say for whom they ask.</summary>
    public ProxySettings Proxies { get; set; } = new();

    /// <summary>Where the keys lie that seal the channels' tokens and words with personal data; null: <c>keys</c> in <see cref="DataDirectory"/>. All processes of one service share them.</summary>
    public string? KeyDirectory { get; set; }

    /// <summary>Where the files of citizens lie; null: <c>media</c> in <see cref="DataDirectory"/>. All processes of one service share them.</summary>
    public string? MediaDirectory { get; set; }

    /// <summary>Who may come in.</summary>
    public AccessSettings Access { get; set; } = new();

    /// <summary>When tickets open by themselves.</summary>
    public TriageSettings Triage { get; set; } = new();

    /// <summary>How words go out.</summary>
    public NoticeSettings Notices { get; set; } = new();

    /// <summary>What assesses messages.</summary>
    public UnderstandingSettings Understanding { get; set; } = new();

    /// <summary>Why a process cannot run with these settings, in one line for whoever starts it; null when it can.</summary>
    /// <param name="apart">True for a process that is one of several.</param>
    /// <param name="production">False on a developer's machine, where a citizen is not told.</param>
    public string? WhatIsMissing(bool apart, bool production) =>
        apart && production && PublicUrl is null
            ? "Tickets__PublicUrl is not set. Workers that run apart cannot see where the Api is reached, and the links that they send to citizens would lead nowhere. Set it to the public address, as https://aduan.example.go.id"
            : null;

    /// <summary>
    /// What a process that can run with these settings should be told loudly, in one line; null when nothing. A citizen who is sent to the loopback of a server finds
    /// nothing there.
    /// </summary>
    /// <param name="demo">True where nobody is a citizen.</param>
    /// <param name="production">False on a developer's machine.</param>
    public string? WhatMisleads(bool demo, bool production) =>
        production && !demo && (PublicUrl is null || PublicUrl.IsLoopback)
            ? $"Citizens are sent to {PublicUrl?.ToString() ?? "nowhere"} in every acknowledgement and answer, which only this machine can open. Set Tickets__PublicUrl to the public address, as https://aduan.example.go.id"
            : null;

    /// <summary>Reads them.</summary>
    /// <remarks>An empty value counts as not set: containers pass what is not set as empty.</remarks>
    public static TicketsSettings From(IConfiguration configuration)
    {
        var set = configuration.GetSection("Tickets").AsEnumerable(makePathsRelative: true).Where(v => !string.IsNullOrWhiteSpace(v.Value));
        return new ConfigurationBuilder().AddInMemoryCollection(set).Build().Get<TicketsSettings>() ?? new();
    }
}

/// <summary>The keys under <c>Tickets:Proxies</c>: the reverse proxies before the Api. From anybody else <c>X-Forwarded-For</c> is not believed.</summary>
public sealed class ProxySettings
{
    /// <summary>Their addresses, with commas between them; the machine's own is known already.</summary>
    public string? Addresses { get; set; }

    /// <summary>The networks in which they stand, as <c>10.0.0.0/8</c>, with commas between them.</summary>
    public string? Networks { get; set; }

    /// <summary>How many of them stand one behind the other.</summary>
    public int InARow { get; set; } = 1;
}

/// <summary>The keys under <c>Tickets:Access</c>.</summary>
public sealed class AccessSettings
{
    /// <summary>An API key with every role, made at first start.</summary>
    public string? BootstrapKey { get; set; }
}

/// <summary>The keys under <c>Tickets:Triage</c>.</summary>
public sealed class TriageSettings
{
    /// <summary>From this confidence on (0 to 1) a ticket opens by itself; above 1 never.</summary>
    public double OpenAt { get; set; } = 0.85;
}

/// <summary>The keys under <c>Tickets:Notices</c>.</summary>
public sealed class NoticeSettings
{
    /// <summary>
    /// True to send what the service says by itself (acknowledgement, corrected date) under Meta's tag <c>HUMAN_AGENT</c> too, from a day to seven after the citizen's last
    /// words. Meta means that tag for persons (developers.facebook.com/docs/messenger-platform/policy/policy-overview): who sets this has agreed on it with Meta.
    /// </summary>
    public bool HumanAgentForAutomaticWords { get; set; }
}

/// <summary>The keys under <c>Tickets:Understanding</c>.</summary>
public sealed class UnderstandingSettings
{
    /// <summary>
    /// Which model assesses: null for the one that is built in, <c>rules</c> for the word lists alone, else the path of a file that
    /// <c>scripts/train</c> wrote. Not set, what <c>scripts/model</c> chose counts; its way back is <c>scripts/model back</c>.
    /// </summary>
    public string? Model { get; set; }
}
