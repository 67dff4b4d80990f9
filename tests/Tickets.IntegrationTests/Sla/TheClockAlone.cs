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
/// A process with the SLA clock in it and nothing else, around a database that is there already: what a test starts that wants to kill one often. It tells on
/// its standard output of each commit twice, just before it and just after.
/// </summary>
internal sealed class TheClockAlone : IDisposable
{
    private readonly Process process;

    private TheClockAlone(Process process) => this.process = process;

    /// <summary>Starts one.</summary>
    /// <param name="folder">The database's folder.</param>
    /// <param name="told">The clock it runs by: see <see cref="FastClock"/>.</param>
    public static TheClockAlone Start(string folder, string told)
    {
        string[] arguments =
        [
            "exec", "--runtimeconfig", Beside("Tickets.Workers.runtimeconfig.json"), "--depsfile", Beside("Tickets.IntegrationTests.deps.json"),
            Beside("Tickets.IntegrationTests.dll"), folder, told,
        ];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new TheClockAlone(Process.Start(start)!);
    }

    /// <summary>What it tells next; null when it has ended by itself.</summary>
    public Task<string?> Told() => process.StandardOutput.ReadLineAsync();

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
        // The word lists of the understanding are nothing that a clock needs.
        var settings = new Dictionary<string, string?> { ["Tickets:DataDirectory"] = args[0], ["Tickets:Understanding:Model"] = "rules" };
        await using var services = new ServiceCollection()
            .AddLogging(log => log.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .AddSingleton<TimeProvider>(new FastClock(args[1]))
            .AddTicketsDomain(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .ConfigureDbContext<SqliteTicketsDb>(options => options.AddInterceptors(new TellOfCommits()))
            .AddSingleton<SlaClock>()
            .BuildServiceProvider();
        var clock = services.GetRequiredService<SlaClock>();
        await clock.StartAsync(CancellationToken.None);
        await Task.WhenAny(clock.ExecuteTask!, Console.In.ReadToEndAsync());
        return 1;
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private sealed class TellOfCommits : DbTransactionInterceptor
    {
        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction,
            TransactionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default
        )
        {
            await Console.Out.WriteLineAsync("committing");
            return result;
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            Console.Out.WriteLineAsync("committed");
    }
}
