using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Tickets.Testing;

namespace Tickets.BrowserTests;

/// <summary>What is loaded by those who wait: staff on the first day, and citizens on a slow line.</summary>
[Collection(nameof(TheStaffApp))]
public sealed partial class WhatPagesWeigh(TheStaffApp app)
{
    private const long ScriptsAllowed = 300_000;
    private const long PageAllowed = 50_000;

    [FactWhenChromium]
    public async Task The_inbox_needs_less_than_300_kB_of_script_before_it_obeys()
    {
        var page = await app.As("demo-rina");
        var fresh = await page.Context.Browser!.NewContextAsync(new() { BaseURL = app.Product.Address.ToString(), StorageState = await page.Context.StorageStateAsync() });
        // What comes in a quiet moment is waited for by nobody: here no moment is quiet, however long all else takes.
        await fresh.AddInitScriptAsync("window.requestIdleCallback = () => 0;");
        var inbox = await fresh.NewPageAsync();
        List<Task<long>> scripts = [];
        inbox.Response += (_, answer) =>
        {
            if (answer.Request.ResourceType == "script")
                scripts.Add(Packed(answer));
        };
        await inbox.GotoAsync("/kotak-masuk");
        await inbox.Locator(".item").First.WaitForAsync();
        await inbox.Keyboard.PressAsync("j");
        await inbox.Locator(".item[data-open]").WaitForAsync();
        // What the live line needs comes beside it, and counts.
        await inbox.Locator(".line[data-line=connected]").WaitForAsync();

        var weight = (await Task.WhenAll(scripts)).Sum();
        Assert.InRange(weight, 50_000, ScriptsAllowed);
        await fresh.CloseAsync();
        await page.Context.CloseAsync();
    }

    [FactWhenChromium]
    public async Task Each_page_for_citizens_is_under_50_kB_with_all_that_it_loads()
    {
        var (rating, number) = await ARatedTicketsLink();
        using var http = new HttpClient { BaseAddress = app.Product.Address };
        // As large as it comes: nothing packed.
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        foreach (var path in (string[])["/lapor", "/lapor?lang=en", "/lacak", $"/lacak?nomor={number}&kode=SALAH", rating, rating + "?lang=en"])
        {
            var page = await http.GetStringAsync(new Uri(path, UriKind.Relative));
            var weight = (long)page.Length;
            foreach (var part in Loaded().Matches(page).Select(m => m.Groups["address"].Value).Distinct())
                weight += (await http.GetByteArrayAsync(new Uri(part, UriKind.Relative))).Length;
            Assert.True(weight is > 1_000 and < PageAllowed, $"{path}: {weight} bytes");
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [FactWhenChromium]
    public async Task A_page_that_asks_for_a_rating_has_no_barrier_before_and_after_it_is_given()
    {
        var (rating, _) = await ARatedTicketsLink();
        var citizen = await app.Window(width: 360, height: 740);
        List<string> wrong = [];
        foreach (var language in (string[])["", "?lang=en"])
        {
            await citizen.GotoAsync(rating + language);
            wrong.AddRange(await Barriers(citizen, "asking" + language));
        }

        await citizen.GotoAsync(rating);
        await citizen.GetByLabel("Cukup", new() { Exact = false }).First.CheckAsync();
        await citizen.GetByRole(AriaRole.Button, new() { Name = "Kirim penilaian" }).ClickAsync();
        await citizen.GetByText("Terima kasih atas penilaian Anda").WaitForAsync();
        wrong.AddRange(await Barriers(citizen, "thanks"));
        Assert.Empty(wrong);
        await citizen.Context.CloseAsync();
    }

    private async Task<(string Link, string Number)> ARatedTicketsLink()
    {
        var opened = await app.ATicketAt("JAMSOS");
        await app.Product.Api.Do(opened, "resolution", new { answer = "Bantuan sudah cair." });
        return (await app.RatingLink(opened), opened);
    }

    private static async Task<List<string>> Barriers(IPage page, string where)
    {
        List<string> found = [];
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            var axe = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
            found.AddRange(axe.Violations.Select(v => $"{where}, {theme}: {v.Id}: {v.Help}"));
            if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"))
                found.Add($"{where}, {theme}: scrolls sideways");
        }

        return found;
    }

    private static async Task<long> Packed(IResponse answer)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(await answer.BodyAsync());
        return packed.Length;
    }

    [GeneratedRegex("(?:src|href)=\"(?<address>/[^\"?]+\\.(?:css|js|svg|png|woff2))\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Loaded();
}
