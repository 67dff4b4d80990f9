using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Tickets.Domain.Persistence;

/// <summary>The key ring in the database: a link that one process made is read by every other, and after a restart. What is sealed has keys outside of it: <see cref="SealKeys"/>.</summary>
public sealed class KeyRing(IServiceScopeFactory scopes) : IXmlRepository
{
    /// <summary>The name of the application whose keys are here.</summary>
    public const string Application = "tickets";

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<TicketsDb>().Set<RingKey>().AsNoTracking().Select(k => k.Xml).ToList().Select(XElement.Parse)];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var xml = element.ToString(SaveOptions.DisableFormatting);
        // The framework asks for it without await; a single statement needs no turn among the writers.
        scope.ServiceProvider.GetRequiredService<TicketsDb>().Database.ExecuteSql($"""INSERT INTO "RingKeys" ("Name", "Xml") VALUES ({friendlyName}, {xml})""");
    }
}
