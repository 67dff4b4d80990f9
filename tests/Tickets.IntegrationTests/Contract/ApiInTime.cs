using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Tickets.IntegrationTests.Contract;

/// <summary>The Api with its workers inside, under the test's clock.</summary>
internal sealed class ApiInTime(TimeProvider clock) : ApiUnderTest
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureTestServices(services => services.AddSingleton(clock));
    }
}
