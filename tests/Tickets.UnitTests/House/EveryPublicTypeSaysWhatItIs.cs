namespace Tickets.UnitTests.House;

/// <summary>Whoever meets a type reads in one sentence what it is.</summary>
public class EveryPublicTypeSaysWhatItIs
{
    [Fact]
    public void Every_public_type_has_a_summary()
    {
        var silent = new List<string>();
        foreach (var assembly in Assemblies.All)
        {
            var docs = XmlDocs.Of(assembly);
            silent.AddRange(
                from type in assembly.GetExportedTypes()
                where type.Namespace?.Contains(".Migrations", StringComparison.Ordinal) == false
                let id = "T:" + type.FullName!.Replace('+', '.')
                where XmlDocs.Plain(docs.GetValueOrDefault(id)?.Element("summary")).Length == 0
                select type.FullName
            );
        }

        Expect.Nothing(silent);
    }
}
