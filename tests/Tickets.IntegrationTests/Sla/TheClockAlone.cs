using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Hosting;
using Tickets.Domain.Persistence;
using Tickets.Testing;
using Tickets.Workers.Clock;

namespace Tickets.IntegrationTests.Sla;

/// <summary>
/// A process with the SLA clock in it and nothing else, around databases that are there already, each by a clock of its own: what a test starts that wants to
/// kill one often. It tells on its standard output of each commit twice, just before it and just after.
/// </summary>
internal sealed class TheClockAlone : IDisposable
{
    private readonly Process process;

    private TheClockAlone(Process process) => this.process = process;

    /// <summary>Starts one.</summary>
    /// <param name="databases">The folder of each, and what it is told of the time: see <see cref="FastClock"/>.</param>
    public static TheClockAlone Start(params IEnumerable<(string Folder, string Told)> databases)
    {
        var program = typeof(TheClockAlone).Assembly.GetName().Name;
        string[] arguments =
        [
            "exec", "--runtimeconfig", Beside("Tickets.Workers.runtimeconfig.json"), "--depsfile", Beside($"{program}.deps.json"),
            Beside($"{program}.dll"), .. databases.SelectMany(d => (string[])[d.Folder, d.Told]),
        ];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new TheClockAlone(Process.Start(start)!);
    }

    /// <summary>In which database, counted from 0, it is about to commit or has committed next; null when it has ended by itself.</summary>
    public async Task<int?> Told() => await process.StandardOutput.ReadLineAsync() is { } line ? line[0] - '0' : null;

    /// <summary>Ends it as a power cut does (SIGKILL).</summary>
    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>The process itself. It ends with whoever started it.</summary>
    public static async Task<int> Main(string[] args)
    {
        // The console's reader reads where it is asked, whatever its methods are called.
        List<Task> running = [Task.Run(Console.In.ReadToEnd)];
        foreach (var (number, database) in args.Chunk(2).Index())
        {
            // The word lists of the understanding are nothing that a clock needs.
            var settings = new Dictionary<string, string?> { ["Tickets:DataDirectory"] = database[0], ["Tickets:Understanding:Model"] = "rules" };
            var clock = new ServiceCollection()
                .AddLogging(log => log.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
                .AddSingleton<TimeProvider>(new FastClock(database[1]))
                .AddTicketsDomain(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
                .ConfigureDbContext<SqliteTicketsDb>(options => options.AddInterceptors(new TellOfCommits(number)))
                .AddSingleton<SlaClock>()
                .BuildServiceProvider()
                .GetRequiredService<SlaClock>();
            await clock.StartAsync(CancellationToken.None);
            running.Add(clock.ExecuteTask!);
        }

        await Task.WhenAny(running);
        return 1;
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private sealed class TellOfCommits(int number) : DbTransactionInterceptor
    {
        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction,
            TransactionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default
        )
        {
            await Console.Out.WriteLineAsync($"{number} commits");
            return result;
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            Console.Out.WriteLineAsync($"{number} has committed");
    }
}
