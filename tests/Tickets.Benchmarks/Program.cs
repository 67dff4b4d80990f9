using System.Globalization;
using Tickets.Benchmarks;

// Before the first socket: one thread hears all connections and acts at once, so that the generator costs little and the same whatever it measures.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

const string Help = """
    scripts/bench [ingest] [story] [--seconds N] [--rate N]        without a name: all

    ingest   durable deliveries per second that the Api accepts, against the same server verifying the same signature and storing nothing
             --seconds N   length of each measurement (3)
    story    seconds from a delivery to its routed ticket and to its acknowledgement
             --rate N      comments per second (200)
             --seconds N   for how long (60)

    Standard output: lines of `name value unit`. The rest is told on standard error.
    """;

switch (args)
{
    case ["--ceiling", var port]:
        await ComparisonServers.VerifyAndForget(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["--trivial", var port]:
        await ComparisonServers.AnswerAnything(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
}

var wishes = Wishes.Of(args);
if (wishes is null)
{
    await Console.Error.WriteLineAsync(Help);
    return 64;
}

if (wishes.Names.Contains("ingest"))
    await Ingest.Run(wishes.Seconds ?? 3);
if (wishes.Names.Contains("story"))
    await Story.Run(wishes.Rate ?? 200, wishes.Seconds ?? 60);
return 0;
