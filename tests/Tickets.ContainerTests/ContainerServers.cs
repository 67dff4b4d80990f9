using System.Security.Cryptography;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace Tickets.ContainerTests;

/// <summary>
/// SQL Server and RabbitMQ in containers, named to the tests by the same variables as servers given by address.
/// A variable that is set already wins, and its container is not started.
/// </summary>
/// <remarks>Nothing here removes the containers: the package's reaper does, as soon as this process is gone, also after a crash.</remarks>
public static class ContainerServers
{
    public const string SqlServer = "TICKETS_TEST_SQLSERVER";
    public const string RabbitMq = "TICKETS_TEST_RABBITMQ";

    private static readonly Lazy<Task> Started = new(() => Task.WhenAll(
        Offer(SqlServer, StartSqlServer),
        Offer(RabbitMq, StartRabbitMq)));

    /// <summary>Starts both, once per process however often it is called.</summary>
    public static Task StartOnce() => Started.Value;

    private static async Task Offer(string variable, Func<Task<string>> start)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
            Environment.SetEnvironmentVariable(variable, await start());
    }

    private static async Task<string> StartSqlServer()
    {
        var password = Secret();
        var container = new ContainerBuilder("mcr.microsoft.com/mssql/server:2022-latest")
            .WithEnvironment("ACCEPT_EULA", "Y")
            .WithEnvironment("MSSQL_SA_PASSWORD", password)
            .WithPortBinding(1433, assignRandomHostPort: true)
            // "Ready for client connections" is logged while the first start still upgrades master and refuses logins: ask it something.
            .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted(
                "/opt/mssql-tools18/bin/sqlcmd", "-C", "-b", "-S", "localhost", "-U", "sa", "-P", password, "-Q", "SELECT 1"))
            .Build();
        await container.StartAsync();
        return $"Server={Address(container, ',', 1433)};Database=master;User ID=sa;Password={password};Encrypt=true;TrustServerCertificate=true";
    }

    private static async Task<string> StartRabbitMq()
    {
        var password = Secret();
        var container = new ContainerBuilder("rabbitmq:4.1")
            .WithEnvironment("RABBITMQ_DEFAULT_USER", "tickets")
            .WithEnvironment("RABBITMQ_DEFAULT_PASS", password)
            .WithPortBinding(5672, assignRandomHostPort: true)
            .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted("rabbitmq-diagnostics", "-q", "check_port_connectivity"))
            .Build();
        await container.StartAsync();
        return $"amqp://tickets:{password}@{Address(container, ':', 5672)}/";
    }

    private static string Address(IContainer container, char separator, int port) =>
        $"{container.Hostname}{separator}{container.GetMappedPublicPort(port)}";

    // SQL Server wants three of four kinds of character; these pass unescaped through an URI and a connection string.
    private static string Secret() => "Aa1." + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
}
