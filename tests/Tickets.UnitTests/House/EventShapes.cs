using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Tickets.Domain;
using Tickets.Domain.Persistence;
using Tickets.Testing;
using Tickets.Workers;

namespace Tickets.UnitTests.House;

/// <summary><c>docs/events.md</c>: the contract of what goes over the bus and into the history.</summary>
public class EventShapes
{
    private static readonly IReadOnlyDictionary<string, XElement> Docs = XmlDocs.Of(Assemblies.Domain);

    [Fact]
    public void The_page_of_events_is_fresh() => Assert.Null(Snapshot.Stale("docs/events.md", Render()));

    [Fact]
    public void Every_event_on_the_bus_says_what_each_field_means()
    {
        var silent =
            from @event in OnTheBus()
            from field in Fields(@event)
            where Meaning(@event, field).Length == 0
            select $"{@event.Name}.{field.Name}";

        Expect.Nothing(silent);
    }

    private static IEnumerable<Type> OnTheBus() => TicketEventNames.All.Where(Outboxes.Publishes).OrderBy(e => e.MetadataToken);

    private static string Render()
    {
        var page = new StringBuilder(
            """
            # Events

            Rendered by a test from `src/Tickets.Domain/TicketEvents.cs`. Each event is a line of the history and of the audit trail. Those of the first part also go
            to the bus, as MassTransit messages under the exchange `Tickets.Domain:{name}`: at least once, in no promised order, with a message id that is the same
            for every repeat. Instants are UTC. Fields are added, never renamed; no event on the bus carries a citizen's words or personal data.

            # On the bus

            """
        );
        foreach (var @event in OnTheBus())
            Write(page, @event);
        page.Append("\n# History only\n");
        foreach (var @event in TicketEventNames.All.Where(e => !Outboxes.Publishes(e)).OrderBy(e => e.MetadataToken))
            Write(page, @event);
        return page.ToString();
    }

    private static void Write(StringBuilder page, Type @event)
    {
        page.Append("\n## ").Append(@event.Name).Append("\n\n").Append(XmlDocs.Plain(Docs["T:" + @event.FullName].Element("summary"))).Append('\n');
        if (Choreography.Steps.FirstOrDefault(s => s.Event == @event) is { } step)
            page.Append("\nFollowed inside by the queue `").Append(step.Queue).Append("`.\n");
        var fields = Fields(@event);
        if (fields.Length == 0)
            return;
        page.Append("\n| field | type | meaning |\n|---|---|---|\n");
        foreach (var field in fields)
            page.Append("| `").Append(JsonNamingPolicy.CamelCase.ConvertName(field.Name)).Append("` | ").Append(TypeName(field)).Append(" | ").Append(Meaning(@event, field)).Append(" |\n");
    }

    private static PropertyInfo[] Fields(Type @event) => @event.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static string Meaning(Type @event, PropertyInfo field) =>
        XmlDocs.Plain(Docs.GetValueOrDefault("T:" + @event.FullName)?.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == field.Name));

    private static string TypeName(PropertyInfo field)
    {
        var inner = Nullable.GetUnderlyingType(field.PropertyType);
        var mayBeNull = inner is not null || new NullabilityInfoContext().Create(field).ReadState == NullabilityState.Nullable;
        var type = inner ?? field.PropertyType;
        var name = type.IsEnum ? string.Join(" \\| ", Enum.GetNames(type).Select(n => $"`{n}`"))
            : type == typeof(DateTimeOffset) ? "instant"
            : type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "whole number"
            : type == typeof(string) ? "text"
            : type.Name;
        return mayBeNull ? name + ", or null" : name;
    }
}
