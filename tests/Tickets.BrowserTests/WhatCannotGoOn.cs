using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Tickets.Domain.Persistence;
using static Microsoft.Playwright.Assertions;

namespace Tickets.BrowserTests;

/// <summary>What the service could not go on with by itself stands before an administrator.</summary>
[Collection(nameof(TheStaffApp))]
public sealed class WhatCannotGoOn(TheStaffApp app)
{
    [FactWhenChromium]
    public async Task A_ticket_that_was_put_aside_is_named_at_the_head_of_the_audit_and_tried_again_from_there()
    {
        var number = (string)(await app.Product.Api.Get("api/v1/tickets?limit=1")).Json["items"]![0]!["number"]!;
        // What the sweep does when a ticket cannot be routed, again and again.
        await using (var file = new SqliteConnection(SqliteFile.ConnectionString(app.Product.Folder)))
        {
            await file.OpenAsync();
            await using var put = file.CreateCommand();
            put.CommandText = """UPDATE "Events" SET "Outbox" = 0 WHERE "Type" = 'TicketOpened' AND "TicketId" = (SELECT "Id" FROM "Tickets" WHERE "Number" = $number)""";
            put.Parameters.AddWithValue("$number", number);
            Assert.Equal(1, await put.ExecuteNonQueryAsync());
        }

        var page = await app.As("demo-dewi");
        await page.GotoAsync("/administrasi/audit");
        var alarm = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = number });
        await Expect(alarm).ToContainTextAsync("1 hal perlu Anda periksa");
        await alarm.GetByRole(AriaRole.Button, new() { Name = $"Coba lagi {number}" }).ClickAsync();
        await Expect(alarm).ToHaveCountAsync(0);

        Assert.Empty((await app.Product.Api.Get("api/v1/audit?putAside=true")).Json["items"]!.AsArray());
        await page.Context.CloseAsync();
    }
}
