using Microsoft.EntityFrameworkCore;
using Tickets.Domain;
using Tickets.Domain.Intake;
using Tickets.Domain.Media;
using Tickets.Domain.Platforms;
using Tickets.Domain.Resolution;
using Tickets.Domain.Routing;
using Tickets.IntegrationTests.Administration;

namespace Tickets.IntegrationTests.Stories;

/// <summary>Photographs and papers that come with the web form: seen by those who work on the matter, and each opening on record.</summary>
public sealed class FilesOfCitizens : AdministrationTest
{
    private static readonly KeptMedia Photo = new(new string('a', 64), "image/jpeg", 240_000, "KTP 3301010101900001.jpg");
    private static readonly KeptMedia Paper = new(new string('b', 64), "application/pdf", 80_000, "surat.pdf");
    private static readonly Caller OfJamsos = new(Actor.User(7, "Sri"), Roles.Officer, "JAMSOS");
    private static readonly Caller OfLansia = new(Actor.User(8, "Agus"), Roles.Officer, "LANSIA");

    [Fact]
    public async Task Files_of_the_form_stand_at_the_message_with_their_names_masked()
    {
        var number = await Reported();

        var details = await Send(new ShowTicket(number, "id", Admin));

        var attached = Assert.Single(details.Conversation!.Messages).Attachments;
        Assert.Equal(["image", "file"], attached.Select(a => a.Type));
        Assert.Equal([("image/jpeg", 240_000), ("application/pdf", 80_000)], attached.Select(a => (a.Media!.ContentType, (int)a.Media.Length)));
        Assert.DoesNotContain("3301010101900001", attached[0].Media!.Name, StringComparison.Ordinal);
        Assert.Equal("surat.pdf", attached[1].Media!.Name);
    }

    [Fact]
    public async Task The_same_form_sent_twice_keeps_its_files_once()
    {
        var form = Guid.CreateVersion7();
        await Reported(form);
        await Reported(form);

        Assert.Equal(2, await Database.Look(db => db.Media.CountAsync()));
    }

    [Fact]
    public async Task More_files_than_the_form_takes_are_refused() =>
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => Send(Form(Guid.CreateVersion7(), [Photo, Photo, Paper, Paper])));

    [Fact]
    public async Task Who_opens_a_file_stands_in_the_history_of_the_ticket()
    {
        var number = await Reported("JAMSOS");

        var shown = await Send(new ShowMedia(await First(), OfJamsos, Now));

        Assert.Equal((Photo.Sha256, "image/jpeg", true), (shown.Sha256, shown.Kind.ContentType, shown.Kind.Shown));
        Assert.Contains((await Send(new ShowTicket(number, "id", Admin))).History, h => h is { Type: nameof(MediaShown), Actor: "Sri" });
    }

    [Fact]
    public async Task A_file_of_another_directorate_is_not_there()
    {
        await Reported("JAMSOS");

        Assert.Equal(Refusal.NotFound, await Refused(new ShowMedia(await First(), OfLansia, Now)));
        Assert.Equal(Refusal.NotFound, await Refused(new ShowMedia(9999, OfJamsos, Now)));
    }

    [Fact]
    public async Task A_file_goes_along_when_its_matter_goes_into_another_of_another_directorate()
    {
        var id = await First(await Reported("JAMSOS"));
        var citizen = await Database.Look(async db => (await db.Media.Include(m => m.Message.Conversation).FirstAsync()).Message.Conversation.CitizenId);
        var other = await Database.Look(async db =>
        {
            var theirs = new Conversation(await db.Citizens.SingleAsync(c => c.Id == citizen), Audience.Private, "lagi", null, Now);
            db.Add(theirs);
            await db.SaveChangesAsync();
            return theirs.Id;
        });
        var into = await Send(new Domain.Triage.OpenTicket(other, Topics.Pkh, Priority.Normal, "LANSIA", Admin, Now));
        var from = await Database.Look(async db => (await db.Media.Include(m => m.Message.Ticket).FirstAsync()).Message.Ticket!.Number);
        await Send(new MergeTickets(from, into, null, Admin, Now));

        Assert.Equal(id, (await Send(new ShowMedia(id, OfLansia, Now))).Id);
    }

    [Fact]
    public async Task A_file_of_words_that_were_taken_away_is_not_there()
    {
        var id = await First(await Reported("JAMSOS"));
        await Database.Look(async db =>
        {
            (await db.Messages.SingleAsync()).WasRemoved(Now);
            return await db.SaveChangesAsync();
        });

        Assert.Equal(Refusal.NotFound, await Refused(new ShowMedia(id, OfJamsos, Now)));
    }

    private async Task<string> Reported(string directorate)
    {
        var number = await Reported();
        await Send(new RouteTickets([number], Now));
        if ((await Send(new ShowTicket(number, "id", Admin))).Ticket.Directorate != directorate)
            await Send(new TransferTicket(number, directorate, "Mohon ditangani", null, Admin, Now));
        return number;
    }

    private Task<string> Reported() => Reported(Guid.CreateVersion7());

    private async Task<string> Reported(Guid form) => (await Send(Form(form, [Photo, Paper]))).Number;

    private static ReportByForm Form(Guid form, IReadOnlyList<KeptMedia> files) => new(form, "Siti", null, null, "PKH ibu saya belum cair sejak Juli", Now, files);

    private Task<long> First(string? number = null) => Database.Look(db => db.Media.Where(m => number == null || m.Message.Ticket!.Number == number).OrderBy(m => m.Position).Select(m => m.Id).FirstAsync());
}
