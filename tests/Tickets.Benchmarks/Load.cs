using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tickets.Benchmarks;

/// <summary>What a load came to.</summary>
/// <param name="Answered">How many requests were answered 200; any other answer ends the run.</param>
/// <param name="PerSecond">Answers per second, the warming-up not counted.</param>
/// <param name="Seconds">From the intended moment of each request to its answer; only for a paced load.</param>
internal sealed record LoadResult(int Answered, double PerSecond, double[] Seconds);

/// <summary>
/// Keep-alive connections that send ready-made requests and wait for each answer before the next. Plain sockets: what it costs is taken from the two cores
/// that the server needs too.
/// </summary>
internal sealed class Load : IDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceWithLast = TimeSpan.FromSeconds(30);

    private readonly SignedRequests requests;
    private readonly Connection[] connections;
    private readonly Lock gate = new();
    private readonly Queue<long> due = new();
    private readonly Stack<Connection> idle = new();
    private readonly List<long> latencies = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int next;
    private int answered;
    private int busy;
    private volatile bool stopping;
    private bool paced;

    private Load(int port, int connections, SignedRequests requests, int first)
    {
        this.requests = requests;
        next = first - 1;
        this.connections = [.. Enumerable.Range(0, connections).Select(_ => new Connection(this, port))];
    }

    /// <summary>Each connection sends as soon as it has its answer.</summary>
    /// <param name="port">Of the loopback.</param>
    /// <param name="connections">How many.</param>
    /// <param name="requests">What to send, in turn; after the last comes the first again.</param>
    /// <param name="first">Which to begin with.</param>
    /// <param name="measured">For how long, after a second of warming up.</param>
    public static async Task<LoadResult> AsFastAsItGoes(int port, int connections, SignedRequests requests, int first, TimeSpan measured)
    {
        using var load = new Load(port, connections, requests, first);
        load.busy = connections;
        foreach (var connection in load.connections)
            connection.Send(0);
        await load.For(WarmUp);
        var (before, from) = (Volatile.Read(ref load.answered), Stopwatch.GetTimestamp());
        await load.For(measured);
        var (after, took) = (Volatile.Read(ref load.answered), Stopwatch.GetElapsedTime(from));
        await load.Stop();
        return new LoadResult(load.answered, (after - before) / took.TotalSeconds, []);
    }

    /// <summary>
    /// Requests come when they come, however long the answers take: each millisecond its share. Latency counts from that millisecond, so that waiting for a
    /// free connection, and the generator's own lateness, are in it.
    /// </summary>
    /// <param name="port">Of the loopback.</param>
    /// <param name="connections">How many.</param>
    /// <param name="requests">What to send, in turn.</param>
    /// <param name="first">Which to begin with.</param>
    /// <param name="perSecond">How many come in a second.</param>
    /// <param name="count">How many come in all.</param>
    /// <param name="sentAt">Told of each request when it is due, by its place in the order.</param>
    public static async Task<LoadResult> Paced(int port, int connections, SignedRequests requests, int first, double perSecond, int count, Action<int>? sentAt = null)
    {
        using var load = new Load(port, connections, requests, first) { paced = true };
        foreach (var connection in load.connections)
            load.idle.Push(connection);
        var start = Stopwatch.GetTimestamp();
        await Task.Factory.StartNew(() => load.Pace(start, perSecond, count, sentAt), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await load.Stop();
        var took = Stopwatch.GetElapsedTime(start);
        return new LoadResult(load.answered, load.answered / took.TotalSeconds, [.. load.latencies.Select(l => l / (double)Stopwatch.Frequency)]);
    }

    public void Dispose()
    {
        foreach (var connection in connections)
            connection.Dispose();
    }

    private async Task For(TimeSpan time)
    {
        if (await Task.WhenAny(ended.Task, Task.Delay(time)) == ended.Task)
            await ended.Task;
    }

    private void Pace(long start, double perSecond, int count, Action<int>? sentAt)
    {
        using var never = new ManualResetEvent(false);
        for (var come = 0; come < count && !ended.Task.IsFaulted;)
        {
            never.WaitOne(1);
            var now = Stopwatch.GetTimestamp();
            for (; come < count; come++)
            {
                var intended = start + (long)(Math.Floor(come / perSecond * 1000) / 1000 * Stopwatch.Frequency);
                if (intended > now)
                    break;
                sentAt?.Invoke(come);
                Come(intended);
            }
        }
    }

    private void Come(long intended)
    {
        Connection? free;
        lock (gate)
        {
            if (!idle.TryPop(out free))
            {
                due.Enqueue(intended);
                return;
            }

            busy++;
        }

        free.Send(intended);
    }

    // Answers whether the connection sends again, and for when.
    private bool Answered(Connection connection, long intended, out long nextIntended)
    {
        Interlocked.Increment(ref answered);
        nextIntended = 0;
        if (!paced && !stopping)
            return true;
        lock (gate)
        {
            if (paced)
                latencies.Add(Stopwatch.GetTimestamp() - intended);
            if (due.TryDequeue(out nextIntended))
                return true;
            idle.Push(connection);
            busy--;
            if (stopping && busy == 0)
                ended.TrySetResult();
            return false;
        }
    }

    private async Task Stop()
    {
        lock (gate)
        {
            stopping = true;
            if (busy == 0)
                ended.TrySetResult();
        }

        await ended.Task.WaitAsync(PatienceWithLast);
    }

    private ReadOnlyMemory<byte> NextRequest() => requests[(int)((uint)Interlocked.Increment(ref next) % (uint)requests.Count)];

    private void Failed(Exception problem) => ended.TrySetException(problem);

    private sealed class Connection : IDisposable
    {
        private readonly Load load;
        private readonly Socket socket;
        private readonly SocketAsyncEventArgs receiving = new();
        private readonly byte[] answer = new byte[4096];
        private int length;
        private long intended;

        public Connection(Load load, int port)
        {
            this.load = load;
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPAddress.Loopback, port);
            receiving.SetBuffer(answer, 0, answer.Length);
            receiving.Completed += (_, _) => Heard();
        }

        public void Send(long at)
        {
            intended = at;
            try
            {
                SendOne();
                if (!socket.ReceiveAsync(receiving))
                    Heard();
            }
            catch (SocketException problem)
            {
                load.Failed(problem);
            }
        }

        public void Dispose()
        {
            socket.Dispose();
            receiving.Dispose();
        }

        private void SendOne()
        {
            length = 0;
            receiving.SetBuffer(0, answer.Length);
            // The buffer of an idle connection takes a request whole.
            socket.Send(load.NextRequest().Span);
        }

        private void Heard()
        {
            try
            {
                do
                {
                    if (receiving.SocketError != SocketError.Success || receiving.BytesTransferred == 0)
                        throw new IOException($"The server ended a connection: {receiving.SocketError}.");
                    length += receiving.BytesTransferred;
                    var heard = answer.AsSpan(0, length);
                    if (!heard.EndsWith("\r\n\r\n"u8))
                    {
                        receiving.SetBuffer(length, answer.Length - length);
                        continue;
                    }

                    if (!heard.StartsWith("HTTP/1.1 200 "u8))
                        throw new IOException($"The server answered {Encoding.ASCII.GetString(heard[..Math.Min(length, 200)])}");
                    if (!load.Answered(this, intended, out intended))
                        return;
                    SendOne();
                } while (!socket.ReceiveAsync(receiving));
            }
            catch (Exception problem)
            {
                load.Failed(problem);
            }
        }
    }
}
