using Tickets.IntegrationTests.Stories;
using Tickets.Testing;

namespace Tickets.IntegrationTests;

/// <summary>One embedded service for the tests that leave it as they found it: citizens and posts are each test's own.</summary>
public sealed class OneRunningProduct : IAsyncLifetime
{
    public ARunningProduct Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Service = await ARunningProduct.Embedded();
        await Service.IsWarm();
    }

    public async Task DisposeAsync() => await Service.DisposeAsync();
}

/// <summary>Tests of one collection run one after the other.</summary>
[CollectionDefinition(nameof(OneRunningProduct))]
public sealed class OneRunningProductTests : ICollectionFixture<OneRunningProduct>;
