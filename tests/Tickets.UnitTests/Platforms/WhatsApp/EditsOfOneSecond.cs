using Microsoft.EntityFrameworkCore;

namespace Tickets.UnitTests.Platforms.WhatsApp;

/// <summary>WhatsApp stamps whole seconds, and gives each edit an id of its own: by it a repeat is told from another edit.</summary>
public sealed class EditsOfOneSecond : Connections
{
    [Fact]
    public async Task Each_edit_counts_once_and_the_last_of_them_stands_also_when_it_says_what_an_earlier_one_said()
    {
        await Deliver("whatsapp", Told("""{"from":"628123","id":"wamid.1","timestamp":"1780000000","type":"text","text":{"body":"PKH belum cair"} }"""));
        (string Id, string Says)[] edits = [("wamid.2", "BPNT belum cair"), ("wamid.3", "BLT belum cair"), ("wamid.4", "BPNT belum cair")];
        foreach (var (id, says) in edits)
            await Deliver("whatsapp", Edit(id, says));
        Assert.Equal(("BPNT belum cair", 4), await Standing());

        // Delivered again, in whatever order.
        foreach (var (id, says) in edits.Reverse())
            await Deliver("whatsapp", Edit(id, says));
        Assert.Equal(("BPNT belum cair", 4), await Standing());
    }

    private static string Edit(string id, string says) =>
        Told($$"""{"from":"628123","id":"{{id}}","timestamp":"1780000060","type":"edit","edit":{"original_message_id":"wamid.1","message":{"type":"text","text":{"body":"{{says}}"} } } }""");

    private static string Told(string message) =>
        $$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","contacts":[{"profile":{"name":"Siti"},"wa_id":"628123"}],"messages":[{{message}}]} }]}]}""";

    private Task<(string? Text, int Revisions)> Standing() =>
        Database.Look(async db =>
        {
            var all = await db.Messages.AsNoTracking().ToListAsync();
            return (all.Single(m => m.Current).Text, all.Count);
        });
}
