using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using RabbitMQ.Client;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Workers;

namespace Tickets.Testing;

/// <summary>
/// The product as it is shipped, in processes of its own on the loopback, with its database in a folder of its own and a fake of the Graph API beside it. It
/// is known from outside only: by HTTP, and by what the fake was told. It may be killed and started again.
/// </summary>
public sealed class ARunningProduct : IAsyncDisposable
{
    /// <summary>The page whose comments come in.</summary>
    public const string PageId = "100500";

    /// <summary>The Instagram account whose comments come in.</summary>
    public const string InstagramId = "17841400000000000";

    private const int MostLines = 2000;

    private readonly string folder = Directory.CreateTempSubdirectory("tickets-").FullName;
    private readonly string appSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly string key = "tk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    private readonly ConcurrentQueue<string> log = [];
    private readonly List<Part> parts = [];
    private readonly Dictionary<string, string> settings = [];
    private readonly Action<string>? tell;

    private ARunningProduct(FakeGraph graph, Action<string>? tell)
    {
        this.tell = tell;
        Graph = graph;
        graph.PageId = PageId;
        graph.TroublesMeetReads = false;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        Api = new TheApi(Address, key, appSecret);
        settings["Tickets__DataDirectory"] = folder;
        settings["Tickets__Demo"] = "false";
        settings["Tickets__Access__BootstrapKey"] = key;
        settings["Tickets__Platforms__Meta__AppSecret"] = appSecret;
        settings["Tickets__Platforms__Meta__VerifyToken"] = "kata-sandi-bersama";
        settings["Tickets__Platforms__Meta__AccessToken"] = "EAAfake";
        settings["Tickets__Platforms__Meta__PageId"] = PageId;
        settings["Tickets__Platforms__Meta__InstagramId"] = InstagramId;
        settings["Tickets__Platforms__Meta__BaseUrl"] = graph.BaseUrl;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The service for the caller who may do everything.</summary>
    public TheApi Api { get; }

    /// <summary>The key of the caller who may do everything.</summary>
    public string Key => key;

    /// <summary>The platform beside it.</summary>
    public FakeGraph Graph { get; }

    /// <summary>What Meta would send beside these bytes.</summary>
    public string Signature(byte[] body) => MetaSignature.Of(body, appSecret);

    /// <summary>The embedded database's folder.</summary>
    public string Folder => folder;

    /// <summary>How large the embedded database is with its log.</summary>
    public long BytesOnDisk => new DirectoryInfo(folder).EnumerateFiles("tickets.db*").Sum(f => f.Length);

    /// <summary>What its processes hold in memory.</summary>
    public long BytesInMemory => parts.Sum(p => p.BytesInMemory);

    /// <summary>The last lines that its processes wrote.</summary>
    public string Log => string.Join(Environment.NewLine, log);

    /// <summary>One process, everything inside.</summary>
    /// <param name="tell">Told the log at the end, for those who look why a test failed.</param>
    /// <param name="more">Further settings, as environment variables.</param>
    public static async Task<ARunningProduct> Embedded(Action<string>? tell = null, params (string Name, string Value)[] more)
    {
        var service = NotStarted(await FakeGraph.Start(), tell);
        foreach (var (name, value) in more)
            service.settings[name] = value;
        return await service.Started();
    }

    /// <summary>One process, everything inside, that nobody has started yet.</summary>
    public static ARunningProduct NotStarted(FakeGraph graph, Action<string>? tell = null)
    {
        var service = new ARunningProduct(graph, tell);
        service.parts.Add(new Part("Tickets.Api", service.Address));
        return service;
    }

    /// <summary>An Api and two Workers with RabbitMQ between them, on SQL Server where there is one, else on one SQLite file.</summary>
    public static async Task<ARunningProduct> Distributed(Action<string>? tell = null)
    {
        var broker = TestServers.RabbitMq ?? throw new InvalidOperationException(TestServers.NoRabbitMq);
        await Forget(broker);
        var service = new ARunningProduct(await FakeGraph.Start(), tell);
        service.settings["Tickets__Workers"] = "Separate";
        service.settings["Tickets__Bus"] = "RabbitMq";
        service.settings["Tickets__PublicUrl"] = service.Address.ToString();
        service.settings["Tickets__KeyDirectory"] = Path.Combine(service.folder, "keys");
        service.settings["ConnectionStrings__RabbitMq"] = broker;
        if (TestServers.SqlServerFor(Path.GetFileName(service.folder)) is { } database)
        {
            service.settings["Tickets__Database"] = "SqlServer";
            service.settings["ConnectionStrings__Tickets"] = database;
        }

        service.parts.Add(new Part("Tickets.Api", service.Address));
        service.parts.Add(new Part("Tickets.Workers", new Uri($"http://127.0.0.1:{FreePort()}/")));
        service.parts.Add(new Part("Tickets.Workers", new Uri($"http://127.0.0.1:{FreePort()}/")));
        return await service.Started();
    }

    /// <summary>Somebody new: the service as they see it, by a key of their own. Nobody is on duty unless told, so that tickets wait in queues.</summary>
    /// <param name="login">Short and unique.</param>
    /// <param name="roles">What they may do.</param>
    /// <param name="directorate">For whom they work; null for the whole ministry.</param>
    public async Task<TheApi> Hire(string login, Roles roles, string? directorate = null)
    {
        var entered = await Api.Post("api/v1/users", new { login, name = login, roles = RoleNames.Of(roles), directorate, onDuty = false });
        var issued = (await Api.Post("api/v1/api-keys", new { name = entered.Json["login"], user = login })).Json["key"];
        return Api.As((string)issued!);
    }

    /// <summary>Ends it as a power cut does: no process is asked, none can finish anything.</summary>
    public void Kill()
    {
        foreach (var part in parts)
            part.Kill();
    }

    /// <summary>Starts it again where it was, on what it left on the disk.</summary>
    /// <param name="more">Settings that changed meanwhile.</param>
    public async Task Restart(params (string Name, string Value)[] more)
    {
        foreach (var (name, value) in more)
            settings[name] = value;
        Start();
        await UntilReady();
    }

    /// <summary>From its next start on it runs by another clock: see <see cref="FastClock"/> and <see cref="TurnedClock"/>.</summary>
    public void RunBy(string clock)
    {
        settings[FastClock.Variable] = clock;
        settings["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(FastClock).Assembly.GetName().Name!;
    }

    /// <summary>Starts it again and waits for nothing.</summary>
    public void Start()
    {
        foreach (var part in parts)
            part.Start(settings, Write);
    }

    /// <summary>Waits until every process says that it is ready.</summary>
    public async Task UntilReady()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var part in parts)
            await Eventually.Holds(
                $"{part.Project} at {part.Address} is ready",
                TimeSpan.FromSeconds(60),
                async () =>
                {
                    if (part.HasEnded)
                        throw new InvalidOperationException($"{part.Project} ended by itself.{Environment.NewLine}{Log}");
                    using var answer = await http.GetAsync(new Uri(part.Address, "health/ready"));
                    return answer.StatusCode == HttpStatusCode.OK;
                },
                () => Task.FromResult(Log)
            );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        tell?.Invoke(Log);
        await Graph.DisposeAsync();
        if (settings.TryGetValue("ConnectionStrings__Tickets", out var database))
            await TestServers.Drop(database);
        Directory.Delete(folder, recursive: true);
    }

    private async Task<ARunningProduct> Started()
    {
        try
        {
            await Restart();
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private void Write(string line)
    {
        log.Enqueue(line);
        while (log.Count > MostLines)
            log.TryDequeue(out _);
    }

    // What an earlier service left in the queues speaks of another database.
    private static async Task Forget(string broker)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var step in Choreography.Steps)
            foreach (var queue in (string[])[step.Queue, step.Queue + "_error", step.Queue + "_skipped"])
                await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
    }

    // Below the range that systems hand out for outgoing connections, so that nobody is given it between two starts.
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }

    /// <summary>One process of the product.</summary>
    private sealed class Part(string project, Uri address)
    {
        private static readonly string[] Ours = ["Tickets__", "ConnectionStrings__", "ASPNETCORE_", "Logging__", "OTEL_", "DOTNET_ENVIRONMENT", "URLS", "TICKETS_TEST_CLOCK"];
        private Process? process;

        public string Project { get; } = project;

        public Uri Address { get; } = address;

        public long BytesInMemory
        {
            get
            {
                process?.Refresh();
                return HasEnded ? 0 : process!.WorkingSet64;
            }
        }

        public bool HasEnded => process is null or { HasExited: true };

        public void Start(Dictionary<string, string> settings, Action<string> write)
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet")
            {
                WorkingDirectory = settings["Tickets__DataDirectory"],
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            // The product as it is shipped knows nothing of tests, nor of their clock.
            if (settings.ContainsKey(FastClock.Variable))
                foreach (var argument in (string[])["exec", "--runtimeconfig", Beside($"{Project}.runtimeconfig.json"), "--depsfile", Beside($"{TestsOf()}.deps.json")])
                    start.ArgumentList.Add(argument);
            foreach (var argument in (string[])[Beside($"{Project}.dll"), "--urls", Address.ToString().TrimEnd('/')])
                start.ArgumentList.Add(argument);
            // What the caller's shell is set to is none of ours.
            foreach (var name in start.Environment.Keys.Where(n => Ours.Any(o => n.StartsWith(o, StringComparison.OrdinalIgnoreCase))).ToList())
                start.Environment.Remove(name);
            foreach (var (name, value) in settings)
                start.Environment[name] = value;
            process = Process.Start(start)!;
            process.OutputDataReceived += (_, line) => Told(line.Data);
            process.ErrorDataReceived += (_, line) => Told(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();

            void Told(string? line)
            {
                if (line is not null)
                    write($"{Project}:{Address.Port} {line}");
            }
        }

        private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

        // Whoever runs us has everything there is among its dependencies.
        private static string TestsOf() =>
            Directory
                .GetFiles(AppContext.BaseDirectory, "*Tests.deps.json")
                .Select(f => Path.GetFileName(f)[..^".deps.json".Length])
                .Single();

        public void Kill()
        {
            if (process is not { } running)
                return;
            process = null;
            running.Kill(entireProcessTree: true);
            // With a deadline it waits for the process alone, and not for whoever else may hold the end of its output.
            if (!running.WaitForExit(TimeSpan.FromSeconds(30)))
                throw new InvalidOperationException($"{Project} at {Address} does not end.");
            running.Dispose();
        }
    }
}
