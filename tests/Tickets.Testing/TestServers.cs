using Microsoft.Data.SqlClient;

namespace Tickets.Testing;

/// <summary>Servers that tests may use, by the variables that name them; where one is not set, what needs it is skipped, with the reason.</summary>
public static class TestServers
{
    /// <summary>Why a test that needs a broker was skipped.</summary>
    public const string NoRabbitMq = "TICKETS_TEST_RABBITMQ names no broker: scripts/test starts one where RabbitMQ is installed";

    /// <summary><c>amqp://…</c>; null when there is none.</summary>
    public static string? RabbitMq => Named("TICKETS_TEST_RABBITMQ");

    /// <summary>A connection to a database of its own on the SQL Server there is; null when there is none.</summary>
    public static string? SqlServerFor(string database) =>
        Named("TICKETS_TEST_SQLSERVER") is { } server ? new SqlConnectionStringBuilder(server) { InitialCatalog = database }.ConnectionString : null;

    /// <summary>Takes a database away again.</summary>
    public static async Task Drop(string connection)
    {
        var address = new SqlConnectionStringBuilder(connection);
        var database = address.InitialCatalog.Replace("]", "]]", StringComparison.Ordinal);
        address.InitialCatalog = "master";
        await using var master = new SqlConnection(address.ConnectionString);
        await master.OpenAsync();
        await using var drop = master.CreateCommand();
        drop.CommandText = $"IF DB_ID('{database}') IS NOT NULL BEGIN ALTER DATABASE [{database}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{database}] END";
        await drop.ExecuteNonQueryAsync();
    }

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address ? address : null;
}
