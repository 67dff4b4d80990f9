using Tickets.Testing;

namespace Tickets.UnitTests;

/// <summary>A fact that needs the real payloads beside the repository; shown as skipped, with the reason, without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWhenSharedData : FactAttribute
{
    public FactWhenSharedData()
    {
        if (SharedData.Root is null)
            Skip = SharedData.Absence;
    }
}
