using Microsoft.AspNetCore.Http;

namespace Tickets.Testing;

/// <summary>Where the platforms keep what citizens send along: files at addresses, and WhatsApp's ids for them, on the host of the other fakes.</summary>
public sealed class FakeFiles
{
    private readonly Lock gate = new();
    private readonly FakeGraph graph;
    private readonly Dictionary<string, Func<HttpContext, Task>> files = [];
    private readonly Dictionary<string, int> asked = [];

    /// <summary>Beside the fakes that stand already.</summary>
    public FakeFiles(FakeGraph graph)
    {
        this.graph = graph;
        var others = graph.Beside;
        graph.Beside = async http => await Handle(http) || (others is not null && await others(http));
    }

    /// <summary>What <c>Tickets:Media:TrustedHosts</c> should be.</summary>
    public string Host => new Uri(graph.Address).Authority;

    /// <summary>What every file of WhatsApp asks for.</summary>
    public string? RequiredToken { get; set; }

    /// <summary>A picture of one pixel (PNG).</summary>
    public static byte[] Picture { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// <summary>How often it was asked for.</summary>
    public int Asked(string name)
    {
        lock (gate)
            return asked.GetValueOrDefault(name);
    }

    /// <summary>Keeps a file; answers its address.</summary>
    public string Keep(string name, byte[] bytes, string contentType = "application/octet-stream") =>
        Answer(
            name,
            http =>
            {
                http.Response.ContentType = contentType;
                return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
            }
        );

    /// <summary>Answers so to whoever asks for it; answers its address.</summary>
    public string Answer(string name, Func<HttpContext, Task> answer)
    {
        lock (gate)
            files[name] = answer;
        return $"{graph.Address}/files/{name}";
    }

    private async Task<bool> Handle(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is ["whatsapp", _, var id] && HttpMethods.IsGet(http.Request.Method) && Has(id))
        {
            http.Response.StatusCode = IsAllowed(http) ? 200 : 401;
            await http.Response.WriteAsJsonAsync(IsAllowed(http) ? new { messaging_product = "whatsapp", url = $"{graph.Address}/files/{id}", mime_type = "image/png", id } : (object)new { error = new { code = 190 } });
            return true;
        }

        if (path is not ["files", var name])
            return false;
        Func<HttpContext, Task>? answer;
        lock (gate)
        {
            asked[name] = asked.GetValueOrDefault(name) + 1;
            files.TryGetValue(name, out answer);
        }

        if (answer is null)
            http.Response.StatusCode = 404;
        else if (RequiredToken is not null && name.StartsWith("wa", StringComparison.Ordinal) && !IsAllowed(http))
            http.Response.StatusCode = 401;
        else
            await answer(http);
        return true;
    }

    private bool Has(string name)
    {
        lock (gate)
            return files.ContainsKey(name);
    }

    private bool IsAllowed(HttpContext http) => RequiredToken is null || http.Request.Headers.Authorization.ToString() == $"Bearer {RequiredToken}";
}
