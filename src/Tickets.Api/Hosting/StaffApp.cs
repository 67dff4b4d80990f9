using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using Tickets.Api.Access;

namespace Tickets.Api.Hosting;

/// <summary>The built staff app: one page for all its addresses, and files that never change under their names.</summary>
internal static class StaffApp
{
    private const string Nonce = "__nonce__";

    // The app's own addresses; what is none of them stays 404.
    private static readonly string[] Pages =
    [
        "/", "/masuk", "/masuk/tautan", "/kotak-masuk", "/antrean", "/tiket/{number}", "/tim", "/laporan", "/laporan/tiket", "/pemberitahuan", "/administrasi/{page?}", "/akun",
    ];

    public static void MapStaffApp(this WebApplication app)
    {
        var files = new PhysicalFileProvider(Root(app.Environment));
        foreach (var page in Pages)
            app.MapGet(page, http => Page(http, files)).ExcludeFromDescription().ForAnybody("the same page for everybody; what it shows it asks the API for");
    }

    /// <summary>Files under <c>/app</c> and <c>/citizen</c>: from where the service was started, or from beside it.</summary>
    public static void UseStaffAppFiles(this WebApplication app)
    {
        var files = new PhysicalFileProvider(Root(app.Environment));
        var types = new FileExtensionContentTypeProvider();
        app.Use(
            async (http, next) =>
            {
                var path = http.Request.Path.Value ?? "";
                if (!(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) || !path.StartsWith("/app/assets/", StringComparison.Ordinal) || !types.TryGetContentType(path, out var type))
                {
                    await next();
                    return;
                }

                var packed = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase) ? files.GetFileInfo(path + ".br") : null;
                var file = packed is { Exists: true } ? packed : files.GetFileInfo(path);
                if (!file.Exists)
                {
                    await next();
                    return;
                }

                if (file == packed)
                    http.Response.Headers.ContentEncoding = "br";
                http.Response.Headers.Vary = "Accept-Encoding";
                http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                http.Response.ContentType = type;
                http.Response.ContentLength = file.Length;
                if (HttpMethods.IsGet(http.Request.Method))
                    await http.Response.SendFileAsync(file, http.RequestAborted);
            }
        );
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
    }

    private static async Task Page(HttpContext http, PhysicalFileProvider files)
    {
        var page = files.GetFileInfo("app/index.html");
        if (!page.Exists)
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync("The staff app was not built: it needs Node 20 or newer at build time. The API is at /swagger, citizens at /lacak.", http.RequestAborted);
            return;
        }

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";
        headers.CacheControl = new StringValues("no-store");
        http.Response.ContentType = "text/html; charset=utf-8";
        using var reader = new StreamReader(page.CreateReadStream());
        await http.Response.WriteAsync((await reader.ReadToEndAsync(http.RequestAborted)).Replace(Nonce, nonce, StringComparison.Ordinal), http.RequestAborted);
    }

    // Started by the SDK, the sources hold it; published or under test, it lies beside the program.
    private static string Root(IWebHostEnvironment environment)
    {
        var there = Path.Combine(environment.ContentRootPath, "wwwroot");
        var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var root = Directory.Exists(Path.Combine(there, "citizen")) ? there : beside;
        return Directory.CreateDirectory(root).FullName;
    }
}
