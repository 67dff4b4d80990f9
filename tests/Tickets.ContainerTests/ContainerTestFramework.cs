using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: Xunit.TestFramework("Tickets.ContainerTests.ContainerTestFramework", "Tickets.ContainerTests")]

namespace Tickets.ContainerTests;

/// <summary>Xunit's own framework, with the containers up before the first test is looked for.</summary>
public sealed class ContainerTestFramework : XunitTestFramework
{
    public ContainerTestFramework(IMessageSink messageSink)
        : base(messageSink)
    {
        try
        {
            // Whether a test is skipped for want of a server is settled when tests are discovered, before any fixture exists;
            // and xunit asks for a framework synchronously, on a thread of its own.
            ContainerServers.StartOnce().GetAwaiter().GetResult();
        }
        catch (Exception reason)
        {
            // Thrown on, xunit would quietly take its default framework, and every test would show as skipped in a green run.
            Environment.FailFast("The containers did not start, so nothing was tested.", reason);
        }
    }
}
