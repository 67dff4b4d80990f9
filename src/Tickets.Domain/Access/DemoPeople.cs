using MediatR;
using Microsoft.EntityFrameworkCore;
using Tickets.Domain.Persistence;

namespace Tickets.Domain.Access;

/// <summary>Somebody who works here only for show.</summary>
/// <param name="Login">Short name.</param>
/// <param name="Name">A name that nobody at the ministry is meant by.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="Directorate">Code; null for the ministry-wide.</param>
/// <param name="Key">Their key: fixed and public, which is why it opens nothing once the demonstration is off.</param>
public sealed record DemoPerson(string Login, string Name, Roles Roles, string? Directorate, string Key);

/// <summary>One for each role, for demonstration and training.</summary>
public static class DemoPeople
{
    /// <summary>All of them, as the start prints them.</summary>
    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        new("demo-rina", "Rina Wulandari", Roles.AdminSocial, null, "demo-admin-sosial"),
        new("demo-bayu", "Bayu Pratama", Roles.Officer, "JAMSOS", "demo-petugas-jamsos"),
        new("demo-sri", "Sri Lestari", Roles.Officer, "JAMSOS", "demo-petugas-jamsos-2"),
        new("demo-agus", "Agus Setiawan", Roles.Officer, "PUSDATIN", "demo-petugas-pusdatin"),
        new("demo-ningsih", "Ningsih Rahayu", Roles.Officer, "LANSIA", "demo-petugas-lansia"),
        new("demo-yosef", "Yosef Tabuni", Roles.Officer, "KORBAN-BENCANA", "demo-petugas-bencana"),
        new("demo-putri", "Putri Anggraini", Roles.Officer, "SEMBAKO", "demo-petugas-sembako"),
        new("demo-made", "Made Suardana", Roles.Officer, "DISABILITAS", "demo-petugas-disabilitas"),
        new("demo-hasan", "Hasan Basri", Roles.Supervisor, "JAMSOS", "demo-penyelia-jamsos"),
        new("demo-wayan", "Wayan Sudira", Roles.Director, "JAMSOS", "demo-direktur-jamsos"),
        new("demo-ratna", "Ratna Kusuma", Roles.Inspectorate, null, "demo-inspektorat"),
        new("demo-maria", "Maria Simanjuntak", Roles.Reporting, null, "demo-pelaporan"),
        new("demo-dewi", "Dewi Kartika", Roles.Administrator, null, "demo-administrator"),
        new("demo-surya", "Surya Darma", Roles.Administrator, null, "demo-administrator-2"),
    ];

    /// <summary>Enters who is missing and lets all of them in, in the caller's transaction; what an administrator changed about them stays.</summary>
    public static async Task Plant(TicketsDb db, DateTimeOffset at, CancellationToken cancellation)
    {
        var directorates = await db.Directorates.Select(d => d.Code).ToListAsync(cancellation);
        foreach (var person in All.Where(p => p.Directorate is null || directorates.Contains(p.Directorate)))
        {
            var user = await db.Users.SingleOrDefaultAsync(u => u.Login == person.Login, cancellation);
            if (user is null)
                db.Add(user = new User(person.Login, person.Name, person.Roles, person.Directorate));
            else if (!user.Active)
                user.Change(user.Name, user.Roles, user.Directorate, onDuty: true, active: true);
            await db.SaveChangesAsync(cancellation);
            var hash = Keys.Hash(person.Key);
            if (await db.ApiKeys.SingleOrDefaultAsync(k => k.Hash == hash, cancellation) is { } key)
                key.Restore();
            else
                db.Add(new ApiKey("demo", hash, Roles.None, directorate: null, user.Id, at));
        }
    }

    /// <summary>Replies that people say often, for a demonstration that has none.</summary>
    public static async Task KeepReplies(TicketsDb db, CancellationToken cancellation)
    {
        if (await db.Set<SavedReply>().AnyAsync(cancellation))
            return;
        db.AddRange(
            new SavedReply("cek", "Cara memeriksa status bansos", "Yth. {nama}, status penerima dapat dilihat di cekbansos.kemensos.go.id dengan nama dan wilayah sesuai KTP."),
            new SavedReply("data", "Minta data lewat pesan pribadi", "Yth. {nama}, mohon kirim nama lengkap dan kabupaten/kota lewat pesan pribadi. Jangan menulis NIK di kolom komentar."),
            new SavedReply("proses", "Sedang diproses", "Yth. {nama}, laporan {nomor} sedang kami tindak lanjuti dan kami kabari paling lambat {tenggat}."),
            new SavedReply("terima-kasih", "Terima kasih kembali", "Terima kasih kembali, semoga bermanfaat bagi keluarga.")
        );
    }

    /// <summary>Shuts all of them out, in the caller's transaction: their keys are known to everybody, and no real ticket may wait for somebody who is not there.</summary>
    public static async Task Revoke(TicketsDb db, DateTimeOffset at, CancellationToken cancellation)
    {
        List<byte[]> hashes = [.. All.Select(p => Keys.Hash(p.Key))];
        foreach (var key in await db.ApiKeys.Where(k => hashes.Contains(k.Hash) && k.RevokedAt == null).ToListAsync(cancellation))
        {
            key.Revoke(at);
            if (await db.Users.SingleOrDefaultAsync(u => u.Id == key.UserId && u.Active, cancellation) is not { } user)
                continue;
            user.Change(user.Name, user.Roles, user.Directorate, onDuty: false, active: false);
            await db.HandBackWork(user, Actor.System, at, cancellation);
        }
    }
}

/// <summary>Sent at each start: the demonstration's people come in when it is on, and are shut out when it is off.</summary>
/// <param name="On">Whether this is a demonstration.</param>
/// <param name="At">When.</param>
public sealed record ArrangeDemo(bool On, DateTimeOffset At) : IRequest<Unit>, IChange;

internal sealed class ArrangeDemoHandler(TicketsDb db) : IRequestHandler<ArrangeDemo, Unit>
{
    public async Task<Unit> Handle(ArrangeDemo request, CancellationToken cancellationToken)
    {
        await db.OneAtATime(cancellationToken);
        if (request.On)
        {
            await DemoPeople.Plant(db, request.At, cancellationToken);
            await DemoPeople.KeepReplies(db, cancellationToken);
        }
        else
            await DemoPeople.Revoke(db, request.At, cancellationToken);
        return Unit.Value;
    }
}
