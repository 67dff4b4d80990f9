using System.Globalization;
using Tickets.Benchmarks;

// Before the first socket: one thread hears all connections and acts at once, so that the generator costs little and the same whatever it measures.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

const string Help = """
    scripts/bench [ingest] [story] [calendar] [clock] [readers] [understanding] [surges] [inbox] [soak] [--seconds N] [--rate N] [--tickets N]        without a name: all but soak

    ingest   durable deliveries per second that the Api accepts, against the same server verifying the same signature and storing nothing
             --seconds N   length of each measurement (3)
    story    seconds from a delivery to its routed ticket and to its acknowledgement
             --rate N      comments per second (200)
             --seconds N   for how long (60)
    calendar what an answer of the working calendar costs
    clock    how late breaches are written down with many open tickets, a burst, what waiting costs, and all clocks counted again after a decree
             --tickets N   open tickets (1000000)
             --part NAME   only idle, late or decree
    readers  payloads per second that each platform's reader reads on one core, and the bytes it allocates for each
             --seconds N   length of each measurement (3)
    understanding   how long one core takes to assess a message, and what it allocates
              --seconds N   length of the measurement (3)
    inbox    what people wait for with many conversations in the database: opening one, lists, filters, search and counters, against the same with few; then in a
             browser: until the inbox can be worked with, opening by key, scrolling 2,000 rows, and how large its scripts are
             --tickets N   conversations (100000)
    surges   messages per second that one core groups by likeness as they stream by, the bytes of the sketch, and how much memory grew meanwhile
    soak     all platforms at once, troubles on, against the product: the sums must balance, else the exit code is 1
             --rate N      deliveries per second (25)
             --seconds N   for how long (600)

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
if (wishes.Names.Contains("calendar"))
    CalendarAnswers.Run();
if (wishes.Names.Contains("clock"))
    await DueClocks.Run(wishes.Tickets ?? 1_000_000, wishes.Part);
if (wishes.Names.Contains("readers"))
    ReadPayloads.Run(wishes.Seconds ?? 3);
if (wishes.Names.Contains("understanding"))
    Understand.Run(wishes.Seconds ?? 3);
if (wishes.Names.Contains("inbox"))
    await InboxAtWork.Run(wishes.Tickets ?? 100_000);
if (wishes.Names.Contains("surges"))
    Surges.Run();
if (wishes.Names.Contains("soak"))
    return await LongSoak.Run(wishes.Seconds ?? 600, wishes.Rate ?? 25);
return 0;
