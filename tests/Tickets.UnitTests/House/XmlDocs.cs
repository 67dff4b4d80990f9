using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tickets.UnitTests.House;

/// <summary>The XML documentation files that the build writes beside the assemblies.</summary>
internal static partial class XmlDocs
{
    /// <summary>Documented members of an assembly by their id, as <c>T:Tickets.Domain.Ticket</c>.</summary>
    public static IReadOnlyDictionary<string, XElement> Of(Assembly assembly) =>
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    /// <summary>The text of an element as a sentence: references by their last name, blanks folded.</summary>
    public static string Plain(XElement? element) =>
        element is null ? "" : Blanks().Replace(string.Concat(element.Nodes().Select(Plain)), " ").Trim();

    private static string Plain(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "seealso" } see => $"`{(see.Attribute("cref") ?? see.Attribute("langword"))?.Value.Split('.', ':')[^1]}`",
            XElement { Name.LocalName: "paramref" or "typeparamref" } named => $"`{named.Attribute("name")?.Value}`",
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement other => Plain(other),
            _ => "",
        };

    [GeneratedRegex(@"\s+", RegexOptions.None, 5000)]
    private static partial Regex Blanks();
}
