using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Persistence;

namespace Tickets.Api.Access;

/// <summary>The key ring in the database: a link that one process made is read by every other, and after a restart.</summary>
internal sealed class KeyRing(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<TicketsDb>().Set<RingKey>().AsNoTracking().Select(k => k.Xml).ToList().Select(XElement.Parse)];
    }

    // The framework asks for it without await; a single statement needs no turn among the writers.
    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var xml = element.ToString(SaveOptions.DisableFormatting);
        scope.ServiceProvider.GetRequiredService<TicketsDb>().Database.ExecuteSql($"""INSERT INTO "RingKeys" ("Name", "Xml") VALUES ({friendlyName}, {xml})""");
    }
}
