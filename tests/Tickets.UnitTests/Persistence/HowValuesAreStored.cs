using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;

namespace Tickets.UnitTests.Persistence;

/// <summary>One convention on both databases, so that every comparison and sorting is the database's own and exact.</summary>
public class HowValuesAreStored
{
    [Theory]
    [InlineData("Sqlite", "INTEGER")]
    [InlineData("SqlServer", "bigint")]
    public void Instants_and_durations_are_whole_numbers(string database, string store)
    {
        using var db = Models.Of(database);
        var times = Properties(db).Where(p => Plain(p) == typeof(DateTimeOffset) || Plain(p) == typeof(TimeSpan)).ToList();

        Assert.InRange(times.Count, 20, 1000);
        Expect.Nothing(times.Where(p => p.GetRelationalTypeMapping().StoreType != store || p.GetTypeMapping().Converter?.ProviderClrType != typeof(long)).Select(Named));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("SqlServer")]
    public void A_value_out_of_a_list_is_stored_by_its_name_within_bounds(string database)
    {
        using var db = Models.Of(database);
        // Roles are a set and stored as a number.
        var enums = Properties(db).Where(p => Plain(p).IsEnum && Plain(p) != typeof(Roles)).ToList();

        Assert.InRange(enums.Count, 10, 1000);
        Expect.Nothing(
            enums
                .Where(p => p.GetTypeMapping().Converter?.ProviderClrType != typeof(string) || p.GetMaxLength() is not { } most || Enum.GetNames(Plain(p)).Any(n => n.Length > most))
                .Select(Named)
        );
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("SqlServer")]
    public void No_moment_of_another_type_and_no_decimal_is_stored(string database)
    {
        using var db = Models.Of(database);
        Type[] unsafeOnOne = [typeof(DateTime), typeof(decimal), typeof(DateOnly), typeof(TimeOnly)];

        Expect.Nothing(Properties(db).Where(p => unsafeOnOne.Contains(Plain(p))).Select(Named));
    }

    [Fact]
    public async Task Instants_and_durations_compare_sort_and_come_back_exactly()
    {
        var directory = Directory.CreateTempSubdirectory("tickets-storing-");
        try
        {
            await using var db = Models.Sqlite(Path.Combine(directory.FullName, "storing.db"));
            await db.Database.MigrateAsync();
            var noon = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(7));
            // Written with three offsets, the order of the texts is not the order of the instants.
            DateTimeOffset[] instants = [noon.AddTicks(1).ToOffset(TimeSpan.Zero), noon, noon.AddTicks(-1).ToOffset(TimeSpan.FromHours(9)), DateTimeOffset.MaxValue];
            db.AddRange(instants.Select((at, i) => new Citizen(Platform.Web, $"citizen {i}", null, at)));
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();

            Assert.Equal(instants.Order().Select(i => i.UtcTicks), (await db.Citizens.OrderBy(c => c.FirstSeenAt).Select(c => c.FirstSeenAt).ToListAsync()).Select(i => i.UtcTicks));
            Assert.Equal(2, await db.Citizens.CountAsync(c => c.FirstSeenAt > noon));
            Assert.Equal(noon.AddTicks(-1), await db.Citizens.MinAsync(c => c.FirstSeenAt));
            Assert.Equal(1, await db.Citizens.CountAsync(c => c.FirstSeenAt == noon.ToUniversalTime()));

            TimeSpan[] durations = [TimeSpan.FromDays(100), TimeSpan.FromHours(9), TimeSpan.FromTicks(1), TimeSpan.FromDays(-1)];
            Assert.Equal(durations.Order(), await Sorted(db, durations));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            directory.Delete(recursive: true);
        }
    }

    // Through the column in which clocks keep what they used.
    private static async Task<List<TimeSpan>> Sorted(TicketsDb db, TimeSpan[] durations)
    {
        var column = db.Model.FindEntityType(typeof(Clock))!.FindProperty(nameof(Clock.Used))!;
        var stored = durations.Select(d => (long)column.GetTypeMapping().Converter!.ConvertToProvider(d)!).ToArray();
        var sorted = await db
            .Database.SqlQuery<long>(
                $"SELECT v AS Value FROM (SELECT {stored[0]} AS v UNION ALL SELECT {stored[1]} UNION ALL SELECT {stored[2]} UNION ALL SELECT {stored[3]}) ORDER BY v"
            )
            .ToListAsync();
        return [.. sorted.Select(v => (TimeSpan)column.GetTypeMapping().Converter!.ConvertFromProvider(v)!)];
    }

    private static IEnumerable<IProperty> Properties(TicketsDb db) => db.Model.GetEntityTypes().SelectMany(t => t.GetProperties());

    private static Type Plain(IReadOnlyProperty property) => Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;

    private static string Named(IReadOnlyProperty property) => $"{property.DeclaringType.DisplayName()}.{property.Name}";
}
