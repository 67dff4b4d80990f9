using Tickets.IntegrationTests.Contract;
using Tickets.IntegrationTests.Platforms;
using Tickets.IntegrationTests.Stories;
using Xunit.Abstractions;

namespace Tickets.IntegrationTests;

/// <summary>What waits longest begins first, so that nothing long is left for the end. The project file names it to xunit.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        nameof(NothingIsLostInACrash), nameof(NoNoticeIsLostInACrash), nameof(AllPlatformsAtOnce), nameof(OneProductWithAllPlatforms), nameof(AnExpiredToken), nameof(ABrokenChannel),
        nameof(ADeadProcessOrALimit), nameof(ACallThatWasCut), nameof(OneRunningProduct), nameof(DistributedTests), nameof(HostileBodies),
    ];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(Place).ThenBy(c => c.DisplayName, StringComparer.Ordinal);

    // Its display name ends with the class or the collection that it stands for.
    private static int Place(ITestCollection collection) => Array.FindIndex(Long, n => collection.DisplayName.EndsWith(n, StringComparison.Ordinal)) is >= 0 and var place ? place : Long.Length;
}
