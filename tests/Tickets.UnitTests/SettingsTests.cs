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
}
