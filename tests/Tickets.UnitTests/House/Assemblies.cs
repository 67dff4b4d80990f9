using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tickets.Api.Hosting;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Workers;

namespace Tickets.UnitTests.House;

/// <summary>What the product is made of.</summary>
internal static class Assemblies
{
    public static Assembly Domain => typeof(Ticket).Assembly;

    public static IReadOnlyList<Assembly> All => [Domain, typeof(Choreography).Assembly, typeof(ApiMarker).Assembly];

    /// <summary>Types that somebody wrote, not nested in another.</summary>
    public static IEnumerable<Type> Written(this Assembly assembly) =>
        assembly.GetTypes().Where(t => !t.IsNested && t.Namespace is not null && t.Namespace.StartsWith("Tickets", StringComparison.Ordinal) && !t.IsDefined(typeof(CompilerGeneratedAttribute), false));

    /// <summary>The classes of the root that are rows of the database, with what they inherit from there.</summary>
    public static IReadOnlyList<Type> Entities()
    {
        using var db = new SqliteTicketsDb(new DbContextOptionsBuilder<SqliteTicketsDb>().UseSqlite("Data Source=:memory:").Options);
        var mapped = db.Model.GetEntityTypes().Select(t => t.ClrType).Where(t => t.Namespace == typeof(Ticket).Namespace).ToList();
        return [.. mapped.Append(typeof(Aggregate)).Distinct().OrderBy(t => t.Name, StringComparer.Ordinal)];
    }
}
