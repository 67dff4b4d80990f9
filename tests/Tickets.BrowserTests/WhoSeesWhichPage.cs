using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tickets.Testing;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>Each page × each role: whoever may not see one is led to where they begin. What its calls answer to whom stands in docs/access.md.</summary>
[Collection(nameof(TheStaffApp))]
public sealed partial class WhoSeesWhichPage(TheStaffApp app)
{
    private static readonly Dictionary<string, string[]> Seen = new(StringComparer.Ordinal)
    {
        ["/kotak-masuk"] = ["admin-social", "administrator"],
        ["/antrean"] = ["officer", "supervisor", "admin-social", "administrator"],
        ["/tiket/KMS-1999-000001"] = ["officer", "supervisor", "admin-social", "administrator", "director", "inspectorate"],
        ["/tim"] = ["supervisor", "administrator", "director", "inspectorate"],
        ["/laporan"] = ["reporting", "supervisor", "administrator"],
        ["/laporan/tiket?angka=received"] = ["reporting", "supervisor", "administrator"],
        ["/administrasi"] = ["administrator"],
        ["/administrasi/pengguna"] = ["administrator"],
        ["/pemberitahuan"] = ["admin-social", "officer", "supervisor", "director", "inspectorate", "reporting", "administrator"],
        ["/akun"] = ["admin-social", "officer", "supervisor", "director", "inspectorate", "reporting", "administrator"],
    };

    public static TheoryData<string, string, string> People =>
        new()
        {
            { "demo-rina", "admin-social", "/kotak-masuk" },
            { "demo-bayu", "officer", "/antrean" },
            { "demo-hasan", "supervisor", "/tim" },
            { "demo-wayan", "director", "/tim" },
            { "demo-ratna", "inspectorate", "/tim" },
            { "demo-maria", "reporting", "/laporan" },
            { "demo-dewi", "administrator", "/administrasi" },
        };

    [Fact]
    public void Every_page_of_the_app_has_its_row()
    {
        var routes = Repository.Texts("src/Tickets.Web/src", "main.tsx").Values.SelectMany(text => Route().Matches(text)).Select(m => m.Groups[1].Value).Where(p => p != "/" && !p.StartsWith("/masuk", StringComparison.Ordinal)).ToList();
        var rows = Seen.Keys.Select(k => Parameter().Replace(k, "")).ToHashSet(StringComparer.Ordinal);

        Assert.InRange(routes.Count, 8, 1000);
        Assert.Equal("", string.Join('\n', routes.Where(r => !rows.Contains(Parameter().Replace(r, "")))));
    }

    [TheoryWhenChromium]
    [MemberData(nameof(People))]
    public async Task Each_role_sees_its_pages_and_is_led_home_from_all_others(string login, string role, string home)
    {
        var page = await app.As(login);
        await Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(home) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        foreach (var (path, roles) in Seen)
        {
            await page.GotoAsync(path);
            await page.Locator("#screen > *").First.WaitForAsync();
            await Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(roles.Contains(role) ? path : home) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        }

        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task Nobody_sees_any_page_without_signing_in_and_comes_to_it_afterwards()
    {
        var page = await app.Window();
        foreach (var path in Seen.Keys)
        {
            await page.GotoAsync(path);
            await page.Locator("input[type=password]").WaitForAsync();
            Assert.StartsWith("/masuk", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        }

        await page.GotoAsync("/laporan?menurut=topic");
        await page.GetByLabel("Nama pengguna").FillAsync("demo-maria");
        await page.Locator("input[type=password]").FillAsync("peragaan-kemensos");
        await page.GetByRole(AriaRole.Button, new() { Name = "Masuk", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/laporan.*menurut=topic", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Context.CloseAsync();
    }

    [GeneratedRegex("path: '(/[^']*)'", RegexOptions.None, 1000)]
    private static partial Regex Route();

    // What stands behind the page's own name.
    [GeneratedRegex(@"(?<=^/[a-z-]+/).+$", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
