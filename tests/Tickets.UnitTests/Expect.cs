namespace Tickets.UnitTests;

/// <summary>Says all that is wrong, not the first few of it.</summary>
internal static class Expect
{
    /// <summary>Fails with one line for each finding.</summary>
    public static void Nothing(IEnumerable<string?> findings)
    {
        var all = findings.Distinct().ToList();
        if (all.Count > 0)
            Assert.Fail($"{all.Count} found:\n{string.Join('\n', all)}");
    }
}
