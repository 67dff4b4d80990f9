using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tickets.Benchmarks;

/// <summary>A server as a process of its own, on a free port of the loopback.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan PatienceWithStart = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private ServerProcess(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Time that its threads have spent on the cores so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The Api as it is shipped, with a database in <paramref name="directory"/>.</summary>
    public static async Task<ServerProcess> Api(string directory, params (string Name, string Value)[] settings)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(Dotnet, [Beside("Tickets.Api.dll")]);
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Tickets__DataDirectory"] = directory;
        start.Environment["Tickets__Platforms__Meta__AppSecret"] = SignedRequests.Secret;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return await Start(start, port);
    }

    /// <summary>A server of <see cref="ComparisonServers"/>, in the runtime that the Api runs in.</summary>
    public static Task<ServerProcess> Comparison(string kind)
    {
        var port = FreePort();
        string[] arguments =
        [
            "exec", "--runtimeconfig", Beside("Tickets.Api.runtimeconfig.json"), "--depsfile", Beside("Tickets.Benchmarks.deps.json"),
            Beside("Tickets.Benchmarks.dll"), kind, port.ToString(CultureInfo.InvariantCulture),
        ];
        return Start(new ProcessStartInfo(Dotnet, arguments), port);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static async Task<ServerProcess> Start(ProcessStartInfo start, int port)
    {
        // The generator's ways with sockets are its own.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT");
        start.WorkingDirectory = AppContext.BaseDirectory;
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var started = Process.Start(start)!;
        started.OutputDataReceived += (_, line) => Retell(line.Data);
        started.ErrorDataReceived += (_, line) => Retell(line.Data);
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        var server = new ServerProcess(started, port);
        await server.Listens();
        return server;
    }

    private static void Retell(string? line)
    {
        if (!string.IsNullOrEmpty(line))
            Figures.Say(line);
    }

    private async Task Listens()
    {
        for (var from = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(from) < PatienceWithStart)
            {
                // Not yet.
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

/// <summary>A folder that vanishes.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("tickets-bench-").FullName;
        var disk = DriveInfo.GetDrives().Where(d => Path.StartsWith(d.Name, StringComparison.Ordinal)).MaxBy(d => d.Name.Length);
        if (disk?.DriveFormat is "tmpfs" or "ramfs")
            Figures.Say($"{Path} lies in memory: waiting for the disk costs nothing there. Point TMPDIR at a disk.");
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
