using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Tickets.Domain.Persistence;

namespace Tickets.UnitTests.Persistence;

/// <summary>Both models, without a database.</summary>
internal static class Models
{
    public static SqliteTicketsDb Sqlite(string source = ":memory:") => new(new DbContextOptionsBuilder<SqliteTicketsDb>().UseSqlite($"Data Source={source}").Options);

    public static SqlServerTicketsDb SqlServer() => new(new DbContextOptionsBuilder<SqlServerTicketsDb>().UseSqlServer("Server=(none)").Options);

    /// <summary>A context by the name of its database, for theories.</summary>
    public static TicketsDb Of(string database) => database == "SqlServer" ? SqlServer() : Sqlite();

    /// <summary>The model with all that migrations are made from.</summary>
    public static IModel Designed(this TicketsDb db) => db.GetService<IDesignTimeModel>().Model;
}
