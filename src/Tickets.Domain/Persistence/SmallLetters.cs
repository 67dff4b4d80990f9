using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tickets.Domain.Persistence;

/// <summary>SQLite's own <c>lower</c> knows the letters of ASCII only; with this it knows all, as SQL Server's does, and a search means the same on both.</summary>
internal sealed class SmallLetters : DbConnectionInterceptor
{
    public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
    {
        ((SqliteConnection)result).CreateFunction("lower", (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
        return result;
    }
}
