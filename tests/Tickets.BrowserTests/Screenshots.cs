using Microsoft.Playwright;
using Tickets.Testing;

namespace Tickets.BrowserTests;

/// <summary>The pictures of the documents, taken anew by <c>scripts/screenshots</c>.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class Screenshots(TheStaffApp app)
{
    private sealed class FactWhenAsked : FactAttribute
    {
        public FactWhenAsked() => Skip = Chromium.Missing ?? (Environment.GetEnvironmentVariable("TICKETS_SCREENSHOTS") == "1" ? null : "pictures are taken by scripts/screenshots");
    }

    [FactWhenAsked]
    public async Task The_main_pages_as_people_see_them()
    {
        var door = await app.Window();
        await door.GotoAsync("/masuk");
        await door.Locator("form").WaitForAsync();
        await Take(door, "masuk");

        await app.PostsHavePictures();
        var admin = await app.As("demo-rina");
        await admin.Locator(".item").First.WaitForAsync();
        await admin.Locator(".surge").First.WaitForAsync();
        await admin.Keyboard.PressAsync("j");
        await admin.Locator(".acts").WaitForAsync();
        await admin.Locator(".line[data-line=connected]").WaitForAsync();
        await Take(admin, "kotak-masuk");

        var officer = await app.As("demo-bayu");
        await officer.Locator("a.number").First.WaitForAsync();
        await Take(officer, "antrean");
        await officer.Locator("a.number").First.ClickAsync();
        await officer.Locator(".clock").First.WaitForAsync();
        await officer.Keyboard.PressAsync("e");
        await officer.Locator(".composer textarea:not([aria-hidden])").FillAsync("Data Ibu Anda sudah kami perbaiki; PKH tahap berikutnya cair bulan Desember.");
        await officer.Locator(".preview").WaitForAsync();
        await Take(officer, "tiket");

        var supervisor = await app.As("demo-hasan");
        await supervisor.Locator(".figures").WaitForAsync();
        await Take(supervisor, "tim");

        var reporting = await app.As("demo-maria");
        await reporting.Locator(".figures").WaitForAsync();
        await Take(reporting, "laporan");

        var administrator = await app.As("demo-dewi", dark: true);
        await administrator.GotoAsync("/administrasi/kalender");
        await administrator.Locator(".year").WaitForAsync();
        await Take(administrator, "kalender-gelap");

        var telephone = await app.As("demo-bayu", width: 360, height: 740);
        await telephone.Locator("a.number").First.ClickAsync();
        await telephone.Locator(".clock").First.WaitForAsync();
        await Take(telephone, "tiket-telepon");

        var citizen = await app.Window(width: 390, height: 900, scripts: false);
        await citizen.GotoAsync("/lapor");
        await Take(citizen, "lapor");
        await citizen.GetByLabel("Nama Anda").FillAsync("Siti Aminah");
        await citizen.GetByLabel("Apa yang terjadi?").FillAsync("Bantuan PKH ibu saya belum cair sejak bulan Juli, padahal tetangga sudah.");
        await citizen.GetByLabel("Saya setuju").CheckAsync();
        await citizen.GetByRole(AriaRole.Button, new() { Name = "Kirim laporan" }).ClickAsync();
        var found = (await citizen.GetByRole(AriaRole.Link, new() { Name = "Lihat laporan saya" }).GetAttributeAsync("href"))!;
        await Eventually.Holds(
            "the report is at a directorate",
            TimeSpan.FromSeconds(20),
            async () =>
            {
                await citizen.GotoAsync(found);
                return await citizen.Locator(".stages li:not(.ahead)").CountAsync() > 1;
            }
        );
        await Take(citizen, "lacak");
    }

    private static async Task Take(IPage page, string name)
    {
        await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        await page.ScreenshotAsync(new() { Path = Repository.At($"docs/images/{name}.png") });
    }
}
