using Microsoft.Data.Sqlite;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Persistence;

namespace Tickets.Testing;

/// <summary>People with keys of their own, entered into the embedded database.</summary>
internal static class Staff
{
    public static async Task Enter(string folder, string key, string name, Roles roles, string? login, string? directorate)
    {
        await using var file = new SqliteConnection(SqliteFile.ConnectionString(folder));
        await file.OpenAsync();
        if (login is not null)
            await Run(
                """
                INSERT INTO "Users" ("Login", "Name", "Roles", "Directorate", "OnDuty", "Active", "OpenWork") VALUES ($login, $name, $roles, $directorate, 0, 1, 0)
                """
            );
        await Run(
            """
            INSERT OR IGNORE INTO "ApiKeys" ("Name", "Hash", "Roles", "Directorate", "UserId", "CreatedAt")
            VALUES ($name, $hash, $roles, $directorate, (SELECT "Id" FROM "Users" WHERE "Login" = $login), $now)
            """
        );

        async Task Run(string sql)
        {
            await using var command = file.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("$login", login ?? (object)DBNull.Value);
            command.Parameters.AddWithValue("$name", name);
            command.Parameters.AddWithValue("$roles", (int)roles);
            command.Parameters.AddWithValue("$directorate", directorate ?? (object)DBNull.Value);
            command.Parameters.AddWithValue("$hash", Keys.Hash(key));
            command.Parameters.AddWithValue("$now", DateTimeOffset.UtcNow.UtcTicks);
            await command.ExecuteNonQueryAsync();
        }
    }
}
