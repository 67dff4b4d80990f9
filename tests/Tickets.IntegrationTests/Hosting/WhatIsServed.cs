using System.Net;
using System.Text.RegularExpressions;
using Tickets.IntegrationTests.Contract;
using Tickets.Testing;

namespace Tickets.IntegrationTests.Hosting;

/// <summary>What those who run the service rely on: its addresses of health, and which paths a proxy must let through.</summary>
[Collection(nameof(OneApiUnderTest))]
public sealed partial class WhatIsServed(ApiUnderTest api)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_process_that_is_well_says_so_in_one_word_to_anybody(string address)
    {
        using var stranger = api.Stranger();
        using var answer = await stranger.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, "Healthy"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/lacak")]
    [InlineData("/lapor")]
    public async Task Whatever_a_citizens_page_loads_a_proxy_is_told_to_let_through(string address)
    {
        using var citizen = api.Stranger();
        var page = await citizen.GetStringAsync(new Uri(address, UriKind.Relative));
        var letThrough = Path().Matches(Sentence().Match(Repository.Texts("infra", ".md")["infra/README.md"]).Value).Select(m => m.Value).ToList();

        var loads = Loads().Matches(page).Select(m => m.Groups[1].Value).Append(address).ToList();
        Assert.Contains(loads, l => l.StartsWith("/citizen/", StringComparison.Ordinal));
        Assert.All(loads, l => Assert.Contains(letThrough, p => l == p || l.StartsWith(p + "/", StringComparison.Ordinal) || l.StartsWith(p + "?", StringComparison.Ordinal)));
        foreach (var file in loads.Where(l => l.StartsWith("/citizen/", StringComparison.Ordinal)))
            Assert.Equal(HttpStatusCode.OK, (await citizen.GetAsync(new Uri(file, UriKind.Relative))).StatusCode);
    }

    [GeneratedRegex("forward nothing else of it but[^.]*", RegexOptions.None, 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex("(?<=`)/[a-z]+(?=`)", RegexOptions.None, 1000)]
    private static partial Regex Path();

    [GeneratedRegex("<(?:link|script|img|form)[^>]*\\s(?:href|src|action)=\"(/[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Loads();
}
