using Microsoft.Extensions.Configuration;
using Tickets.Domain;

namespace Tickets.UnitTests;

public sealed class SettingsTests
{
    [Fact]
    public void Workers_apart_do_not_start_in_production_without_the_address_that_citizens_are_told()
    {
        var settings = TicketsSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("Tickets:PublicUrl", "")]).Build());

        Assert.StartsWith("Tickets__PublicUrl is not set.", settings.WhatIsMissing(apart: true, production: true), StringComparison.Ordinal);
        Assert.Null(settings.WhatIsMissing(apart: true, production: false));
        Assert.Null(settings.WhatIsMissing(apart: false, production: true));
    }

    [Fact]
    public void With_the_address_they_start()
    {
        var settings = TicketsSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("Tickets:PublicUrl", "https://aduan.example.go.id")]).Build());

        Assert.Null(settings.WhatIsMissing(apart: true, production: true));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData(null)]
    public void Who_would_send_citizens_to_its_own_machine_is_told_loudly_unless_there_are_none(string? url)
    {
        var settings = TicketsSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("Tickets:PublicUrl", url)]).Build());

        Assert.Contains("Set Tickets__PublicUrl", settings.WhatMisleads(demo: false, production: true), StringComparison.Ordinal);
        Assert.Null(settings.WhatMisleads(demo: true, production: true));
        Assert.Null(settings.WhatMisleads(demo: false, production: false));
    }

    [Fact]
    public void With_a_public_address_nobody_is_misled()
    {
        var settings = TicketsSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("Tickets:PublicUrl", "https://aduan.example.go.id")]).Build());

        Assert.Null(settings.WhatMisleads(demo: false, production: true));
    }
}
