namespace Tickets.IntegrationTests.Contract;

/// <summary>One Api for the tests that only ask it: a host costs seconds.</summary>
[CollectionDefinition(nameof(OneApiUnderTest))]
public sealed class OneApiUnderTest : ICollectionFixture<ApiUnderTest>;
