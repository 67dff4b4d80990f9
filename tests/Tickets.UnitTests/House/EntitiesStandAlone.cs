using System.Reflection;

namespace Tickets.UnitTests.House;

/// <summary>The model knows nothing of databases, buses and the web, and changes by its verbs alone.</summary>
public class EntitiesStandAlone
{
    private static readonly string[] Outside = ["Microsoft.EntityFrameworkCore", "MediatR", "MassTransit", "Microsoft.AspNetCore", "Microsoft.Extensions"];

    [Fact]
    public void Every_entity_of_the_model_is_found()
    {
        Assert.Contains(typeof(Domain.Ticket), Assemblies.Entities());
        Assert.InRange(Assemblies.Entities().Count, 12, 200);
    }

    [Fact]
    public void An_entity_names_nothing_of_databases_buses_and_the_web()
    {
        var strangers =
            from entity in Assemblies.Entities()
            from named in NamedTypes.By(entity)
            where Outside.Any(o => named.Namespace == o || named.Namespace?.StartsWith(o + ".", StringComparison.Ordinal) == true)
            select $"{entity.Name} names {named.FullName}";

        Expect.Nothing(strangers);
    }

    [Fact]
    public void An_entity_is_changed_by_its_verbs_never_by_a_setter()
    {
        var open =
            from entity in Assemblies.Entities()
            from property in entity.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where property.SetMethod is { IsPublic: true }
            select $"{entity.Name}.{property.Name}";
        var fields = from entity in Assemblies.Entities() from field in entity.GetFields(BindingFlags.Public | BindingFlags.Instance) select $"{entity.Name}.{field.Name}";

        Expect.Nothing(open.Concat(fields));
    }
}
