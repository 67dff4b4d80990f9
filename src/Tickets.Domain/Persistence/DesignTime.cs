using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Tickets.Domain.Persistence;

/// <summary>For <c>scripts/migrate</c>: a model of SQLite without a database.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteTicketsDb>
{
    public SqliteTicketsDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteTicketsDb>().UseSqlite("Data Source=:memory:").Options);
}

/// <summary>For <c>scripts/migrate</c>: a model of SQL Server without a server.</summary>
internal sealed class SqlServerDesignTime : IDesignTimeDbContextFactory<SqlServerTicketsDb>
{
    public SqlServerTicketsDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqlServerTicketsDb>().UseSqlServer("Server=(none)").Options);
}
