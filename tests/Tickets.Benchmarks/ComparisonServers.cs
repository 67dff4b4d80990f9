using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tickets.Domain.Platforms;

namespace Tickets.Benchmarks;

/// <summary>What the Api is measured against, each run as a process of its own.</summary>
internal static class ComparisonServers
{
    /// <summary>The same Kestrel and the same kind of endpoint: reads the body, verifies the signature, stores nothing.</summary>
    public static async Task VerifyAndForget(int port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        await using var app = builder.Build();
        app.MapPost("/webhooks/meta", Receive);
        await app.RunAsync();
    }

    private static async Task Receive(HttpContext http)
    {
        var body = GC.AllocateUninitializedArray<byte>((int)http.Request.ContentLength!);
        await http.Request.Body.ReadExactlyAsync(body, http.RequestAborted);
        var matches = MetaSignature.Matches(body, http.Request.Headers[MetaSignature.Header].ToString(), SignedRequests.Secret);
        http.Response.StatusCode = matches ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
    }

    /// <summary>Answers whatever it hears at once: what the generator itself can do.</summary>
    public static async Task AnswerAnything(int port)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(512);
        while (true)
            AnswerAlways(await listener.AcceptAsync());
    }

    private static void AnswerAlways(Socket socket)
    {
        socket.NoDelay = true;
        var receiving = new SocketAsyncEventArgs();
        receiving.SetBuffer(new byte[4096]);
        receiving.Completed += (_, _) => Answer();
        if (!socket.ReceiveAsync(receiving))
            Answer();

        void Answer()
        {
            try
            {
                do
                {
                    if (receiving.SocketError != SocketError.Success || receiving.BytesTransferred == 0)
                    {
                        socket.Dispose();
                        receiving.Dispose();
                        return;
                    }

                    socket.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n"u8);
                } while (!socket.ReceiveAsync(receiving));
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }
    }
}
