using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Tickets.Domain.Persistence;

namespace Tickets.UnitTests.Persistence;

/// <summary>
/// What SQL Server refuses although SQLite takes it, looked for in the model, since there is no server on every machine.
/// Limits: 16 columns and 1,700 bytes in the key of a nonclustered index, 900 in that of a clustered one
/// (learn.microsoft.com, "Maximum capacity specifications for SQL Server").
/// </summary>
public class SqlServerTakesTheModel
{
    private const int MostInIndex = 1700;
    private const int MostInClustered = 900;
    private const int MostColumns = 16;
    private const int Unbounded = 1_000_000;

    private static readonly IModel Model = Designed();

    [Fact]
    public void Nothing_is_deleted_by_cascade()
    {
        var cascades =
            from type in Model.GetEntityTypes()
            from key in type.GetForeignKeys()
            where key.DeleteBehavior is not (DeleteBehavior.NoAction or DeleteBehavior.ClientNoAction)
            select $"{type.DisplayName()} -> {key.PrincipalEntityType.DisplayName()}: {key.DeleteBehavior}";

        Expect.Nothing(cascades);
    }

    [Fact]
    public void No_index_is_wider_than_the_server_takes()
    {
        var wide =
            from type in Model.GetEntityTypes()
            from index in type.GetIndexes()
            let bytes = index.Properties.Sum(Bytes)
            where bytes > MostInIndex || index.Properties.Count > MostColumns
            select $"{index.GetDatabaseName()}: {bytes} bytes";

        Expect.Nothing(wide);
    }

    [Fact]
    public void No_key_is_wider_than_the_server_takes()
    {
        var wide =
            from type in Model.GetEntityTypes()
            from key in type.GetKeys()
            let bytes = key.Properties.Sum(Bytes)
            where bytes > (key.IsPrimaryKey() ? MostInClustered : MostInIndex)
            select $"{key.GetName()}: {bytes} bytes";

        Expect.Nothing(wide);
    }

    [Fact]
    public void The_measure_counts_two_bytes_a_letter_and_refuses_what_has_no_bound()
    {
        var conversations = Model.FindEntityType(typeof(Domain.Conversation))!.GetIndexes().Single(i => i.IsUnique);

        Assert.Equal(8 + 2 * 200, conversations.Properties.Sum(Bytes));
        Assert.True(Bytes(Model.FindEntityType(typeof(Domain.Message))!.FindProperty(nameof(Domain.Message.Text))!) > MostInIndex);
    }

    [Fact]
    public void Texts_that_tell_rows_apart_are_compared_letter_by_letter()
    {
        var loose =
            from type in Model.GetEntityTypes()
            from property in type.GetKeys().SelectMany(k => k.Properties).Concat(type.GetIndexes().Where(i => i.IsUnique).SelectMany(i => i.Properties)).Distinct()
            where IsText(property) && property.GetCollation() != SqlServerTicketsDb.Exact
            select $"{type.DisplayName()}.{property.Name}";

        Expect.Nothing(loose);
    }

    [Fact]
    public void A_reference_to_a_text_key_compares_as_the_key_does()
    {
        var different =
            from type in Model.GetEntityTypes()
            from key in type.GetForeignKeys()
            from pair in key.Properties.Zip(key.PrincipalKey.Properties)
            where pair.First.GetCollation() != pair.Second.GetCollation()
            select $"{type.DisplayName()}.{pair.First.Name}";

        Expect.Nothing(different);
    }

    [Fact]
    public void Tables_columns_and_indexes_have_names_that_fit()
    {
        var names =
            from type in Model.GetEntityTypes()
            from name in type.GetIndexes().Select(i => i.GetDatabaseName()).Concat(type.GetForeignKeys().Select(k => k.GetConstraintName())).Append(type.GetTableName())
            where name is null || name.Length > 128
            select name;

        Expect.Nothing(names);
    }

    // A value out of a list is stored by its name, and no two names differ by case alone.
    private static bool IsText(IReadOnlyProperty property) => property.ClrType == typeof(string);

    // A column whose store type is unknown here is refused, so that somebody adds its size.
    private static int Bytes(IReadOnlyProperty property)
    {
        var type = property.GetRelationalTypeMapping().StoreType;
        var parts = type.Split('(', ')');
        return (parts[0], parts.ElementAtOrDefault(1)) switch
        {
            (_, "max") => Unbounded,
            ("nvarchar", { } letters) => 2 * int.Parse(letters),
            ("varbinary" or "binary" or "varchar", { } bytes) => int.Parse(bytes),
            ("bigint" or "float", _) => 8,
            ("int", _) => 4,
            ("bit" or "tinyint", _) => 1,
            ("uniqueidentifier", _) => 16,
            _ => Unbounded,
        };
    }

    private static IModel Designed()
    {
        using var db = Models.SqlServer();
        return db.Designed();
    }
}
