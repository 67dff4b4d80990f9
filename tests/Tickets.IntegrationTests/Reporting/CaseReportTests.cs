using System.Text;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Reporting;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Reporting;

/// <summary>The cases behind the statistics, on a real database.</summary>
public sealed class CaseReportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Friday = Wib.At("2026-11-20 10:00");
    private static readonly DateTimeOffset Monday = Wib.At("2026-11-23 10:00");
    private static readonly DateTimeOffset Later = Wib.At("2026-12-15 09:00");
    private static readonly Caller Reporting = new(Actor.Key(1, "laporan"), Roles.Reporting, null);

    private ReportDatabase database = null!;

    public async Task InitializeAsync() => database = await ReportDatabase.Prepared();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task There_is_a_row_for_each_ticket_and_clock_in_the_order_of_opening()
    {
        var second = ATicket.Opened(Monday).Routed("LANSIA");
        var first = ATicket.Opened(Friday).Routed("JAMSOS", officer: ATicket.AnOfficer("JAMSOS", "siti")).Answered(Monday).Resolved(Monday).Reopened(Monday.AddHours(1));
        await database.Save(second, first);

        var rows = await Rows();

        Assert.Equal(
            [
                $"{first.Ticket.Number} FirstResponse 1",
                $"{first.Ticket.Number} Resolution 1",
                $"{first.Ticket.Number} Custody 1",
                $"{first.Ticket.Number} Resolution 2",
                $"{first.Ticket.Number} Custody 2",
                $"{second.Ticket.Number} FirstResponse 1",
                $"{second.Ticket.Number} Resolution 1",
                $"{second.Ticket.Number} Custody 1",
            ],
            rows.Select(r => $"{r.Number} {r.Clock} {r.Cycle}")
        );
        Assert.Equal(
            new CaseRow(
                first.Ticket.Number, "JAMSOS", "pkh", Platform.Facebook, Priority.Normal, "siti", TicketStatus.Assigned, Friday, Monday, null,
                ClockKind.FirstResponse, 1, Friday, Wib.At("2026-11-23 16:00"), Monday, null, null, 7.5, "normal@1", "NASIONAL@1"
            ),
            rows[0]
        );
        Assert.All(rows, r => Assert.Equal(Wib.Offset, r.DueAt.Offset));
    }

    [Fact]
    public async Task A_promise_past_its_due_time_shows_its_breach_though_the_clock_has_not_looked()
    {
        await database.Save(ATicket.Opened(Friday).Routed("JAMSOS"));
        Assert.Equal([Wib.At("2026-11-23 16:00"), Wib.At("2026-11-27 16:30"), Wib.At("2026-11-25 16:00")], (await Rows()).Select(r => r.BreachedAt!.Value));
        Assert.All(await Rows(now: Monday), r => Assert.Null(r.BreachedAt));
    }

    [Fact]
    public async Task A_promise_that_fell_away_says_when_and_is_not_broken()
    {
        await database.Save(ATicket.Opened(Friday).Routed("JAMSOS").FoundInvalid(Monday));
        Assert.All(await Rows(), r => Assert.Equal((Monday, null, null, Monday), (r.StoppedAt, r.MetAt, r.BreachedAt, r.ClosedAt)));
    }

    [Fact]
    public async Task Many_tickets_of_one_instant_come_once_each_and_are_never_read_all_at_once()
    {
        const int many = 1203;
        await database.Save([.. Enumerable.Range(0, many).Select(i => ATicket.Opened(i % 3 == 0 ? Monday : Friday))]);
        var before = database.Commands;

        await database.Stream(
            new CaseReport("2026-11-01", null, null, Reporting, Later),
            async cases =>
            {
                await using var rows = cases.GetAsyncEnumerator();
                Assert.True(await rows.MoveNextAsync());
                Assert.Equal(1, database.Commands - before);
                HashSet<string> seen = [Key(rows.Current)];
                while (await rows.MoveNextAsync())
                    Assert.True(seen.Add(Key(rows.Current)));
                Assert.Equal(2 * many, seen.Count);
            }
        );

        Assert.Equal(3, database.Commands - before);

        static string Key(CaseRow row) => $"{row.Number} {row.Clock} {row.Cycle}";
    }

    [Fact]
    public async Task Cases_agree_with_the_statistics()
    {
        await database.Save(
            ATicket.Opened(Friday).Routed("JAMSOS").Answered(Monday).Resolved(Monday),
            ATicket.Opened(Friday).Routed("JAMSOS").Answered(Monday.AddDays(1)),
            ATicket.Opened(Friday).Routed("LANSIA")
        );
        var total = (await database.Ask(new SlaReport("2026-11-01", null, null, Reporting, Later))).Total;
        var rows = await Rows();
        Assert.Equal(total.Received, rows.Select(r => r.Number).Distinct().Count());
        Assert.Equal(total.Breached, rows.Where(r => r.BreachedAt is not null && r.Clock is not (ClockKind.Triage or ClockKind.Custody)).Select(r => r.Number).Distinct().Count());
        Assert.Equal(total.AnsweredInTime, rows.Count(r => r.Clock == ClockKind.FirstResponse && r.MetAt <= r.DueAt));
        Assert.Equal(total.AnsweredLate, rows.Count(r => r.Clock == ClockKind.FirstResponse && r.MetAt > r.DueAt));
    }

    [Fact]
    public async Task Who_belongs_to_a_directorate_sees_its_cases_only_and_others_may_choose_one()
    {
        await database.Save(ATicket.Opened(Friday).Routed("JAMSOS"), ATicket.Opened(Friday).Routed("LANSIA"), ATicket.Opened(Friday));
        var supervisor = new Caller(ATicket.Staff, Roles.Supervisor, "LANSIA");

        Assert.Equal(8, (await Rows()).Count);
        Assert.All(await Rows("JAMSOS"), r => Assert.Equal("JAMSOS", r.Directorate));
        Assert.All(await Rows(by: supervisor), r => Assert.Equal("LANSIA", r.Directorate));
        Assert.Equal(3, (await Rows("LANSIA", supervisor)).Count);
        Assert.Equal(Refusal.NotFound, (await Assert.ThrowsAsync<RefusedException>(() => Rows("JAMSOS", supervisor))).Refusal);
        Assert.Equal(Refusal.NotFound, (await Assert.ThrowsAsync<RefusedException>(() => Rows("TIDAK-ADA"))).Refusal);
    }

    [Fact]
    public async Task As_csv_a_formula_is_defused_and_instants_carry_the_offset_of_Jakarta()
    {
        var ticket = ATicket.Opened(Friday, priority: Priority.Urgent).Routed("JAMSOS", officer: ATicket.AnOfficer("JAMSOS", "+62,\"siti\"")).Answered(Friday.AddMinutes(30).AddTicks(1));
        await database.Save(ticket);
        using var file = new MemoryStream();
        await database.Stream(new CaseReport("2026-11-01", null, null, Reporting, Friday.AddHours(1)), rows => ReportCsv.Write(rows, file, CancellationToken.None));

        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), file.ToArray()[..3]);
        Assert.Equal(
            [
                "number,directorate,topic,platform,priority,officer,status,openedAt,resolvedAt,closedAt,clock,cycle,startedAt,dueAt,metAt,breachedAt,stoppedAt,usedHours,policy,calendar,region",
                $"{ticket.Ticket.Number},JAMSOS,pkh,Facebook,urgent,\"'+62,\"\"siti\"\"\",InProgress,2026-11-20T10:00:00+07:00,,,FirstResponse,1,2026-11-20T10:00:00+07:00,2026-11-20T11:00:00+07:00,2026-11-20T10:30:00.0000001+07:00,,,0.5,urgent@1,24X7@1,",
                $"{ticket.Ticket.Number},JAMSOS,pkh,Facebook,urgent,\"'+62,\"\"siti\"\"\",InProgress,2026-11-20T10:00:00+07:00,,,Resolution,1,2026-11-20T10:00:00+07:00,2026-11-21T10:00:00+07:00,,,,,urgent@1,24X7@1,",
                $"{ticket.Ticket.Number},JAMSOS,pkh,Facebook,urgent,\"'+62,\"\"siti\"\"\",InProgress,2026-11-20T10:00:00+07:00,,,Custody,1,2026-11-20T10:00:00+07:00,2026-11-20T22:00:00+07:00,,,,,urgent@1,24X7@1,",
                "",
            ],
            Encoding.UTF8.GetString(file.ToArray()[3..]).Split("\r\n")
        );
    }

    [Fact]
    public async Task No_column_can_hold_a_citizens_name_or_words()
    {
        await database.Save(ATicket.Opened(Friday));
        using var file = new MemoryStream();
        await database.Stream(new CaseReport("2026-11-01", null, null, Reporting, Later), rows => ReportCsv.Write(rows, file, CancellationToken.None));
        var text = Encoding.UTF8.GetString(file.ToArray());
        Assert.DoesNotContain("Warga", text, StringComparison.Ordinal);
        Assert.DoesNotContain("belum cair", text, StringComparison.Ordinal);
    }

    private async Task<List<CaseRow>> Rows(string? directorate = null, Caller? by = null, DateTimeOffset? now = null)
    {
        List<CaseRow> rows = [];
        await database.Stream(
            new CaseReport("2026-11-01", "2026-12-01", directorate, by ?? Reporting, now ?? Later),
            async cases =>
            {
                await foreach (var row in cases)
                    rows.Add(row);
            }
        );
        return rows;
    }
}
