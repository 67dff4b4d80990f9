using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tickets.IntegrationTests.Contract;

namespace Tickets.IntegrationTests.Hosting;

public sealed class BehindAProxy(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public void Only_the_machine_itself_is_believed_unless_others_are_named()
    {
        var forwarded = api.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;

        Assert.All(forwarded.KnownProxies, p => Assert.True(IPAddress.IsLoopback(p)));
        Assert.All(forwarded.KnownIPNetworks, n => Assert.True(IPAddress.IsLoopback(n.BaseAddress)));
    }

    [Fact]
    public void Proxies_and_their_networks_are_named_in_the_settings()
    {
        using var behind = api.WithWebHostBuilder(b => b.UseSetting("Tickets:Proxies:Addresses", "203.0.113.7, 203.0.113.8").UseSetting("Tickets:Proxies:Networks", "10.0.0.0/8").UseSetting("Tickets:Proxies:InARow", "2"));
        var forwarded = behind.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;

        Assert.Contains(IPAddress.Parse("203.0.113.8"), forwarded.KnownProxies);
        Assert.Contains(IPNetwork.Parse("10.0.0.0/8"), forwarded.KnownIPNetworks);
        Assert.Equal(2, forwarded.ForwardLimit);
    }

    [Fact]
    public async Task Who_has_a_whole_network_of_addresses_looks_no_more_often_than_others()
    {
        using var behind = api.WithWebHostBuilder(b => b.ConfigureServices(s => s.AddSingleton<IStartupFilter, FromLoopback>()));
        using var citizen = behind.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        var answers = new List<HttpStatusCode>();
        for (var look = 1; look <= 31; look++)
            answers.Add(await LookFrom($"2001:db8:7:1::{look:x}"));

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal(HttpStatusCode.OK, await LookFrom("2001:db8:7:2::1"));
        Assert.Equal(HttpStatusCode.OK, await LookFrom("192.0.2.1"));

        async Task<HttpStatusCode> LookFrom(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/lacak") { Headers = { { "X-Forwarded-For", address } } };
            using var answer = await citizen.SendAsync(request);
            return answer.StatusCode;
        }
    }

    // The test server has no network, and so nobody whom a proxy's word could come from.
    private sealed class FromLoopback : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (http, then) =>
                    {
                        http.Connection.RemoteIpAddress = IPAddress.Loopback;
                        return then();
                    }
                );
                next(app);
            };
    }

    [Fact]
    public async Task Who_looks_too_often_is_told_in_plain_words_and_when_to_come_back()
    {
        using var citizen = api.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        HttpStatusCode status;
        string page;
        int? wait;
        var looks = 0;
        do
        {
            using var answer = await citizen.GetAsync(new Uri("/lacak", UriKind.Relative));
            (status, page, wait) = (answer.StatusCode, await answer.Content.ReadAsStringAsync(), (int?)answer.Headers.RetryAfter?.Delta?.TotalSeconds);
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        } while (status == HttpStatusCode.OK && ++looks < 200);

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.InRange(wait ?? 0, 1, 60);
        Assert.Contains("Anda terlalu sering melihat", page, StringComparison.Ordinal);
        Assert.Contains($"{wait} detik", page, StringComparison.Ordinal);
    }
}
