using System.Text;
using Tickets.Domain;
using Tickets.Domain.Platforms;
using Tickets.Domain.Reporting;
using Tickets.Testing.Builders;

namespace Tickets.IntegrationTests.Reporting;

/// <summary>
/// SLA statistics on a real database. A normal ticket of Friday 2026-11-20 10:00 owes its first response by Monday 16:00 and its resolution by Friday
/// 2026-11-27 16:30; on that Friday it has used 5 h by the evening, and 7 h 30 min by Monday 10:00.
/// </summary>
public sealed class SlaReportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Friday = Wib.At("2026-11-20 10:00");
    private static readonly DateTimeOffset Monday = Wib.At("2026-11-23 10:00");
    private static readonly DateTimeOffset FirstResponseDue = Wib.At("2026-11-23 16:00");
    private static readonly DateTimeOffset ResolutionDue = Wib.At("2026-11-27 16:30");
    private static readonly DateTimeOffset Later = Wib.At("2026-12-15 09:00");
    private static readonly Caller Reporting = new(Actor.Key(1, "laporan"), Roles.Reporting, null);

    private ReportDatabase database = null!;

    public async Task InitializeAsync() => database = await ReportDatabase.Prepared();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Every_ticket_is_counted_once_on_each_line()
    {
        var citizen = ATicket.SomeCitizen(Platform.Facebook, Friday);
        var inTime = ATicket.Opened(Friday, citizen: citizen).Routed("JAMSOS").Answered(Monday).Resolved(Monday.AddDays(1)).Closed(Monday.AddDays(11));
        var late = ATicket.Opened(Friday).Routed("JAMSOS").Answered(FirstResponseDue.AddTicks(1)).Resolved(ResolutionDue.AddTicks(1));
        var atTheDueInstant = ATicket.Opened(Friday).Routed("JAMSOS").Answered(FirstResponseDue).Resolved(ResolutionDue);
        var forgotten = ATicket.Opened(Friday);
        var fresh = ATicket.Opened(Later.AddHours(-1)).Routed("JAMSOS");
        var waiting = ATicket.Opened(Friday).Routed("JAMSOS").Asked(Monday);
        var merged = ATicket.Opened(Friday, citizen: citizen).Routed("JAMSOS").MergedInto(waitingOf(citizen), FirstResponseDue.AddDays(1));
        var invalid = ATicket.Opened(Friday).Routed("JAMSOS").FoundInvalid(FirstResponseDue.AddDays(1));
        var referred = ATicket.Opened(Friday).Routed("JAMSOS").Referred(Monday);
        var reopened = ATicket.Opened(Friday).Routed("JAMSOS").Resolved(Monday).Reopened(Monday.AddDays(1));
        await database.Save(inTime, late, atTheDueInstant, forgotten, fresh, waiting, merged, invalid, referred, reopened);

        var total = (await Ask(from: "2026-11-20")).Total;

        Assert.Equal(
            new
            {
                Received = 10,
                Merged = 1,
                Invalid = 1,
                Referred = 1,
                Reopened = 1,
                AnsweredInTime = 5,
                AnsweredLate = 1,
                Unanswered = 2,
                UnansweredOverdue = 1,
                ResolvedInTime = 3,
                ResolvedLate = 1,
                Unresolved = 3,
                UnresolvedOverdue = 1,
                // Late, forgotten, and the reopened one, whose second round was due on 2026-12-01.
                Breached = 3,
                // Forgotten, fresh, waiting and reopened.
                Backlog = 4,
            },
            new
            {
                total.Received,
                total.Merged,
                total.Invalid,
                total.Referred,
                total.Reopened,
                total.AnsweredInTime,
                total.AnsweredLate,
                total.Unanswered,
                total.UnansweredOverdue,
                total.ResolvedInTime,
                total.ResolvedLate,
                total.Unresolved,
                total.UnresolvedOverdue,
                total.Breached,
                total.Backlog,
            }
        );

        static ATicket waitingOf(Citizen citizen) => ATicket.Opened(Friday, citizen: citizen);
    }

    [Fact]
    public async Task The_sums_balance_in_every_group_of_hundreds_of_random_lives()
    {
        var random = new Random(20261120);
        var officers = new[] { "JAMSOS", "LANSIA" }.ToDictionary(d => d, d => ATicket.AnOfficer(d, "petugas-" + d.ToLowerInvariant()));
        ATicket[] tickets = [.. Enumerable.Range(0, 400).Select(_ => RandomLife(random, officers))];
        await database.Save(tickets);

        foreach (var groupBy in new[] { "directorate", "topic", "platform", "officer", "priority", "month", "directorate,month", "month,officer", "topic,platform" })
        {
            var report = await Ask("2026-09-01", "2026-12-01", groupBy);
            Assert.NotEmpty(report.Groups);
            Assert.True(report.Total is { Received: > 0, Merged: > 0, Invalid: > 0, Referred: > 0, Reopened: > 0, AnsweredLate: > 0, ResolvedLate: > 0, UnresolvedOverdue: > 0 });
            Assert.All(report.Groups.Append(report.Total), Balances);
            foreach (var (column, of) in Additive)
                Assert.True(of(report.Total) == report.Groups.Sum(of), $"{column} by {groupBy}");
            if (!groupBy.Contains("month", StringComparison.Ordinal))
                Assert.Equal(report.Total.Backlog, report.Groups.Sum(g => g.Backlog));
            else
                Assert.Equal(report.Total.Backlog, report.Groups.Where(g => g.Key["month"] == "2026-11").Sum(g => g.Backlog));
            Assert.Equal(report.Groups.Count, report.Groups.Select(g => string.Join('|', g.Key.Values)).Distinct().Count());
        }
    }

    [Fact]
    public async Task The_backlog_grows_by_what_is_opened_and_reopened_and_shrinks_by_what_is_resolved_or_ended()
    {
        var random = new Random(20261121);
        ATicket[] tickets = [.. Enumerable.Range(0, 300).Select(_ => RandomLife(random, []))];
        await database.Save(tickets);

        foreach (var end in new[] { "2026-10-05", "2026-11-01", "2026-11-20", "2026-12-01" })
        {
            var instant = Wib.At(end);
            var open = tickets.Count(t => t.Ticket.Clocks.Any(c => c.Kind == ClockKind.Resolution && c.StartedAt < instant && (c.MetAt ?? c.StoppedAt ?? DateTimeOffset.MaxValue) >= instant));
            Assert.Equal(open, (await Ask("2026-09-01", end)).Total.Backlog);
        }
    }

    [Fact]
    public async Task A_promise_past_its_due_time_is_broken_though_the_clock_has_not_looked()
    {
        var ticket = ATicket.Opened(Friday).Routed("JAMSOS");
        Assert.All(ticket.Ticket.Clocks, c => Assert.Null(c.BreachedAt));
        await database.Save(ticket);

        Assert.Equal(0, (await Ask(now: FirstResponseDue)).Total.Breached);
        var justAfter = (await Ask(now: FirstResponseDue.AddTicks(1))).Total;
        Assert.Equal((1, 1, 0), (justAfter.Breached, justAfter.UnansweredOverdue, justAfter.UnresolvedOverdue));
    }

    [Fact]
    public async Task A_paused_promise_is_not_broken_while_the_citizen_is_asked()
    {
        await database.Save(ATicket.Opened(Friday).Routed("JAMSOS").Asked(Monday));
        var total = (await Ask(from: "2026-11-01", now: Later)).Total;
        Assert.Equal((1, 1, 0, 0), (total.AnsweredInTime, total.Unresolved, total.UnresolvedOverdue, total.Breached));
    }

    [Fact]
    public async Task Resolved_in_time_means_the_first_resolution_and_a_late_second_one_is_a_breach_only()
    {
        await database.Save(ATicket.Opened(Friday).Routed("JAMSOS").Resolved(Monday).Reopened(Monday.AddHours(1)).Resolved(Monday.AddDays(20)));
        var total = (await Ask(from: "2026-11-01", now: Later)).Total;
        Assert.Equal((1, 0, 1, 1), (total.ResolvedInTime, total.ResolvedLate, total.Reopened, total.Breached));
        Assert.Equal(7.5, total.ResolutionMedianHours);
    }

    [Fact]
    public async Task A_ticket_reopened_after_a_referral_is_judged_by_the_round_that_did_not_fall_away()
    {
        await database.Save(ATicket.Opened(Friday).Routed("JAMSOS").Referred(Friday).Reopened(Monday).Resolved(Monday.AddHours(1)));
        var total = (await Ask(from: "2026-11-01")).Total;
        Assert.Equal((0, 1, 1, 1.0), (total.Referred, total.ResolvedInTime, total.Reopened, total.ResolutionMedianHours));
    }

    [Fact]
    public async Task Percentiles_are_values_that_occurred_by_nearest_rank()
    {
        // Answered after 1, 2, 3 and 7.5 working hours.
        await database.Save(
            ATicket.Opened(Friday).Routed("JAMSOS").Answered(Wib.At("2026-11-20 11:00")),
            ATicket.Opened(Friday).Routed("JAMSOS").Answered(Wib.At("2026-11-20 13:30")),
            ATicket.Opened(Friday).Routed("JAMSOS").Answered(Wib.At("2026-11-20 14:30")),
            ATicket.Opened(Friday).Routed("JAMSOS").Answered(Monday)
        );
        var total = (await Ask(from: "2026-11-01")).Total;
        Assert.Equal((2.0, 7.5, null, null), (total.FirstResponseMedianHours, total.FirstResponseP90Hours, total.ResolutionMedianHours, total.ResolutionP90Hours));
    }

    [Fact]
    public async Task An_urgent_ticket_is_measured_round_the_clock()
    {
        var saturday = Wib.At("2026-11-21 20:00");
        await database.Save(ATicket.Opened(saturday, priority: Priority.Urgent).Routed("JAMSOS").Answered(saturday.AddMinutes(45)).Resolved(saturday.AddHours(12)));
        var total = (await Ask(from: "2026-11-01")).Total;
        Assert.Equal((0.75, 12.0), (total.FirstResponseMedianHours, total.ResolutionMedianHours));
    }

    [Fact]
    public async Task The_period_begins_at_its_first_instant_and_ends_before_its_last()
    {
        await database.Save(
            ATicket.Opened(Wib.At("2026-10-31 23:59:59.9999999")),
            ATicket.Opened(Wib.At("2026-11-01 00:00")),
            ATicket.Opened(Wib.At("2026-11-30 23:59:59.9999999")),
            ATicket.Opened(Wib.At("2026-12-01 00:00"))
        );
        var report = await Ask("2026-11-01", "2026-12-01", "month");
        Assert.Equal(2, report.Total.Received);
        Assert.Equal((Wib.At("2026-11-01 00:00"), Wib.At("2026-12-01 00:00")), (report.From, report.To));
        Assert.Equal("2026-11", Assert.Single(report.Groups).Key["month"]);
    }

    [Fact]
    public async Task Without_dates_it_covers_the_last_thirty_days()
    {
        await database.Save(ATicket.Opened(Later.AddDays(-30)), ATicket.Opened(Later.AddDays(-30).AddTicks(-1)), ATicket.Opened(Later.AddTicks(-1)), ATicket.Opened(Later));
        var report = await Ask(now: Later);
        Assert.Equal((2, Later.AddDays(-30), Later), (report.Total.Received, report.From, report.To));
    }

    [Fact]
    public async Task The_backlog_holds_what_was_open_at_the_end_whenever_it_was_opened()
    {
        var end = Wib.At("2026-12-01 00:00");
        await database.Save(
            ATicket.Opened(Wib.At("2026-08-03 10:00")).Routed("JAMSOS"),
            ATicket.Opened(Friday).Routed("JAMSOS").Resolved(end),
            ATicket.Opened(Friday).Routed("JAMSOS").Resolved(Monday).Reopened(Monday.AddDays(1)),
            ATicket.Opened(Friday).Routed("JAMSOS").Resolved(end.AddTicks(-1)),
            ATicket.Opened(Friday).Routed("JAMSOS").Resolved(Monday).Reopened(end),
            ATicket.Opened(Friday).Routed("JAMSOS").FoundInvalid(Monday),
            ATicket.Opened(end)
        );
        var total = (await Ask("2026-11-01", "2026-12-01", now: Later)).Total;
        Assert.Equal((5, 3), (total.Received, total.Backlog));
    }

    [Fact]
    public async Task By_month_the_backlog_is_that_of_each_months_end_even_when_nothing_was_received()
    {
        await database.Save(ATicket.Opened(Wib.At("2026-08-03 10:00")).Routed("JAMSOS").Resolved(Wib.At("2026-11-02 10:00")));
        var report = await Ask("2026-08-01", "2027-02-01", "month", now: Later);
        Assert.Equal(["2026-08:1:1", "2026-09:0:1", "2026-10:0:1"], report.Groups.Select(g => $"{g.Key["month"]}:{g.Received}:{g.Backlog}"));
        Assert.Equal(0, report.Total.Backlog);
    }

    [Fact]
    public async Task Groups_come_in_order_and_tickets_without_a_value_last()
    {
        var siti = ATicket.AnOfficer("JAMSOS", "siti");
        var ani = ATicket.AnOfficer("LANSIA", "ani");
        await database.Save(
            ATicket.Opened(Friday),
            ATicket.Opened(Friday).Routed("LANSIA", officer: ani),
            ATicket.Opened(Friday, priority: Priority.Urgent).Routed("JAMSOS", officer: siti),
            ATicket.Opened(Friday).Routed("JAMSOS", officer: siti),
            ATicket.Opened(Friday, platform: Platform.Instagram).Routed("JAMSOS")
        );
        Assert.Equal(["JAMSOS:3", "LANSIA:1", ":1"], await Keys("directorate"));
        Assert.Equal(["ani:1", "siti:2", ":2"], await Keys("officer"));
        Assert.Equal(["normal:4", "urgent:1"], await Keys("priority"));
        Assert.Equal(["Facebook:4", "Instagram:1"], await Keys("platform"));
        Assert.Equal(["pkh:5"], await Keys("topic"));
        Assert.Equal(["2026-11|JAMSOS:3", "2026-11|LANSIA:1", "2026-11|:1"], await Keys("month,directorate"));

        async Task<IEnumerable<string>> Keys(string groupBy) =>
            (await Ask("2026-11-01", "2026-12-01", groupBy)).Groups.Select(g => $"{string.Join('|', groupBy.Split(',').Select(n => g.Key[n]))}:{g.Received}");
    }

    [Fact]
    public async Task Who_belongs_to_a_directorate_learns_of_its_tickets_only()
    {
        await database.Save(ATicket.Opened(Friday).Routed("JAMSOS"), ATicket.Opened(Friday).Routed("LANSIA"), ATicket.Opened(Friday));
        var supervisor = new Caller(ATicket.Staff, Roles.Supervisor, "LANSIA");
        var report = await database.Ask(new SlaReport("2026-11-01", null, "directorate", supervisor, Later));
        Assert.Equal((1, 1), (report.Total.Received, report.Total.Backlog));
        Assert.Equal("LANSIA", Assert.Single(report.Groups).Key["directorate"]);
    }

    [Fact]
    public async Task Two_commands_suffice_however_many_tickets_and_months_there_are()
    {
        await database.Save([.. Enumerable.Range(0, 100).Select(i => ATicket.Opened(Friday.AddDays(-i)).Routed("JAMSOS").Answered())]);
        var before = database.Commands;
        await Ask("2026-01-01", "2026-12-01", "officer,month");
        Assert.Equal(2, database.Commands - before);
    }

    [Fact]
    public async Task An_empty_database_answers_zeros()
    {
        var report = await Ask(groupBy: "directorate,month");
        Assert.Empty(report.Groups);
        Assert.Equal((0, 0, null), (report.Total.Received, report.Total.Backlog, report.Total.ResolutionP90Hours));
    }

    [Theory]
    [InlineData("2026-11-30", "2026-11-01", null)]
    [InlineData("yesterday", null, null)]
    [InlineData("2020-01-01", "2025-01-02", null)]
    [InlineData(null, null, "weather")]
    [InlineData(null, null, "topic,topic")]
    [InlineData(null, null, "topic,month,officer")]
    public async Task What_makes_no_sense_is_refused(string? from, string? to, string? groupBy)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Ask(from, to, groupBy));
        Assert.Equal(Refusal.Invalid, refused.Refusal);
    }

    [Fact]
    public async Task As_csv_it_has_a_row_for_each_group_and_a_last_one_for_all()
    {
        await database.Save(
            ATicket.Opened(Friday).Routed("JAMSOS", officer: ATicket.AnOfficer("JAMSOS", "=cmd|'/c calc'!A1")).Answered(Monday),
            ATicket.Opened(Friday).Routed("JAMSOS")
        );
        using var file = new MemoryStream();
        await ReportCsv.Write(await Ask("2026-11-01", "2026-12-01", "officer,month"), file, CancellationToken.None);

        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), file.ToArray()[..3]);
        var lines = Encoding.UTF8.GetString(file.ToArray()[3..]).Split("\r\n");
        Assert.Equal(
            [
                "scope,from,to,directorate,topic,platform,officer,priority,month,received,merged,invalid,referred,reopened,answeredInTime,answeredLate,unanswered,"
                    + "unansweredOverdue,resolvedInTime,resolvedLate,unresolved,unresolvedOverdue,breached,firstResponseMedianHours,firstResponseP90Hours,"
                    + "resolutionMedianHours,resolutionP90Hours,backlog,province",
                "group,2026-11-01T00:00:00+07:00,2026-12-01T00:00:00+07:00,,,,\"'=cmd|'/c calc'!A1\",,2026-11,1,0,0,0,0,1,0,0,0,0,0,1,1,1,7.5,7.5,,,1,",
                "group,2026-11-01T00:00:00+07:00,2026-12-01T00:00:00+07:00,,,,,,2026-11,1,0,0,0,0,0,0,1,1,0,0,1,1,1,,,,,1,",
                "total,2026-11-01T00:00:00+07:00,2026-12-01T00:00:00+07:00,,,,,,,2,0,0,0,0,1,0,1,1,0,0,2,2,2,7.5,7.5,,,2,",
                "",
            ],
            lines
        );
    }

    [Fact]
    public async Task Every_figure_opens_exactly_the_tickets_that_it_counts()
    {
        var random = new Random(20261123);
        var officers = new[] { "JAMSOS", "LANSIA" }.ToDictionary(d => d, d => ATicket.AnOfficer(d, "petugas-" + d.ToLowerInvariant()));
        await database.Save([.. Enumerable.Range(0, 250).Select(_ => RandomLife(random, officers))]);

        foreach (var groupBy in new[] { "directorate,month", "officer", "topic,platform", "priority" })
        {
            var report = await Ask("2026-09-01", "2026-11-20", groupBy);
            foreach (var figures in report.Groups.Append(report.Total).Where((_, i) => i % 3 == 0).Append(report.Total))
                foreach (var (column, of) in Additive.Append(("backlog", f => f.Backlog)))
                {
                    var behind = await Behind(Enum.Parse<ReportFigure>(column, ignoreCase: true), figures.Key);
                    Assert.True(of(figures) == behind.Count, $"{column} of {string.Join('|', figures.Key.Values)} by {groupBy}: {of(figures)} and {behind.Count}");
                    // A page has 200 at most; a ticket that was reopened twice is here once.
                    if (column != "reopened")
                        Assert.Equal(Math.Min(behind.Count, 200), behind.Items.Select(t => t.Number).Distinct().Count());
                }
        }
    }

    [Fact]
    public async Task The_tickets_behind_a_figure_come_in_pages_in_the_order_of_opening_and_of_the_own_directorate_alone()
    {
        await database.Save([.. Enumerable.Range(0, 7).Select(i => ATicket.Opened(Friday.AddMinutes(i % 3)).Routed(i < 5 ? "JAMSOS" : "LANSIA"))]);
        var supervisor = new Caller(Actor.Key(2, "penyelia"), Roles.Supervisor, "JAMSOS");
        List<CountedTicket> all = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await database.Ask(new TicketsBehindFigure("2026-11-01", "2026-12-01", ReportFigure.Breached, new Dictionary<ReportGroup, string?>(), new PageOf(cursor, 2), supervisor, Later));
            Assert.Equal(5, page.Count);
            all.AddRange(page.Items);
            cursor = page.Next;
        }

        Assert.Equal(5, all.DistinctBy(t => t.Number).Count());
        Assert.Equal(all.OrderBy(t => t.OpenedAt), all);
        Assert.All(all, t => Assert.Equal("JAMSOS", t.Directorate));
        Assert.All(all, t => Assert.Equal([ClockKind.FirstResponse, ClockKind.Resolution], t.Broken));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("November")]
    [InlineData("2026-13")]
    public async Task Of_what_is_no_month_there_is_no_figure(string? month) =>
        Assert.Equal(Refusal.Invalid, (await Assert.ThrowsAsync<RefusedException>(() => Behind(ReportFigure.Received, new Dictionary<string, string?> { ["month"] = month }))).Refusal);

    [Fact]
    public async Task A_province_counts_what_is_of_its_regencies_and_cities_and_of_nowhere_else()
    {
        // Banten, and Jawa Tengah with a regency and a city; Kalimantan and Maluku end or begin with the same digits. Two name no place.
        await database.Save([.. new[] { "36", "33", "33.03", "33.74", "63.33", "63", "31.73", "13.33", "81.03", null, null }.Select(InRegion)]);

        var groups = (await Ask(from: "2026-11-20", groupBy: "province")).Groups;

        Assert.Equal([("13", 1), ("31", 1), ("33", 3), ("36", 1), ("63", 2), ("81", 1), (null, 2)], groups.Select(g => (g.Key["province"], g.Received)));
        foreach (var group in groups)
            Assert.Equal(group.Received, (await Of(group.Key["province"])).Count);
        // What is no code of a province is the province of nothing, whatever region begins with it.
        foreach (var none in (string[])["3", "33.03", "33.", "03", "99", "", "_3", "%"])
            Assert.Equal((0, 0), await Of(none) is var found ? (found.Count, found.Items.Count) : default);
        var month = (await Ask(from: "2026-11-20", groupBy: "province,month")).Groups;
        // Opened in November, and open still in December.
        Assert.Equal([("2026-11", 3, 3), ("2026-12", 0, 3)], month.Where(g => g.Key["province"] == "33").Select(g => (g.Key["month"]!, g.Received, g.Backlog)));

        Task<CountedTickets> Of(string? province) =>
            database.Ask(new TicketsBehindFigure("2026-11-20", "2026-12-15", ReportFigure.Received, new Dictionary<ReportGroup, string?> { [ReportGroup.Province] = province }, new PageOf(null, 200), Reporting, Later));

        static ATicket InRegion(string? region) => region is null ? ATicket.Opened(Friday).Routed("JAMSOS") : ATicket.Opened(Friday).Routed("JAMSOS").Classified(region: region);
    }

    private Task<CountedTickets> Behind(ReportFigure figure, IReadOnlyDictionary<string, string?> key) =>
        database.Ask(
            new TicketsBehindFigure(
                "2026-09-01",
                "2026-11-20",
                figure,
                key.ToDictionary(k => Enum.Parse<ReportGroup>(k.Key, ignoreCase: true), k => k.Value),
                new PageOf(null, 200),
                Reporting,
                Later
            )
        );

    private static readonly (string Column, Func<SlaFigures, int> Of)[] Additive =
    [
        ("received", f => f.Received),
        ("merged", f => f.Merged),
        ("invalid", f => f.Invalid),
        ("referred", f => f.Referred),
        ("reopened", f => f.Reopened),
        ("answeredInTime", f => f.AnsweredInTime),
        ("answeredLate", f => f.AnsweredLate),
        ("unanswered", f => f.Unanswered),
        ("unansweredOverdue", f => f.UnansweredOverdue),
        ("resolvedInTime", f => f.ResolvedInTime),
        ("resolvedLate", f => f.ResolvedLate),
        ("unresolved", f => f.Unresolved),
        ("unresolvedOverdue", f => f.UnresolvedOverdue),
        ("breached", f => f.Breached),
    ];

    private static void Balances(SlaFigures f)
    {
        Assert.Equal(f.Received, f.Merged + f.Invalid + f.AnsweredInTime + f.AnsweredLate + f.Unanswered);
        Assert.Equal(f.Received, f.Merged + f.Invalid + f.Referred + f.ResolvedInTime + f.ResolvedLate + f.Unresolved);
        Assert.True(f.UnansweredOverdue <= f.Unanswered && f.UnresolvedOverdue <= f.Unresolved);
        Assert.True(f.Breached >= Math.Max(f.AnsweredLate + f.UnansweredOverdue, f.ResolvedLate + f.UnresolvedOverdue));
        Assert.True(f.Breached <= f.Received - f.Merged - f.Invalid);
        Assert.Equal(f.AnsweredInTime + f.AnsweredLate == 0, f.FirstResponseMedianHours is null);
        Assert.True(f.FirstResponseMedianHours is null || f.FirstResponseMedianHours <= f.FirstResponseP90Hours);
        Assert.True(f.ResolutionMedianHours is null || f.ResolutionMedianHours <= f.ResolutionP90Hours);
    }

    // Steps at random until one is refused or the pen is laid down; a refused step changes nothing.
    private static ATicket RandomLife(Random random, Dictionary<string, User> officers)
    {
        var at = Wib.At("2026-08-15 00:00").AddMinutes(random.Next(0, 60 * 24 * 100));
        var citizen = ATicket.SomeCitizen((Platform)random.Next(3), at);
        var ticket = ATicket.Opened(at, Topics.All[random.Next(5)], (Priority)random.Next(2), citizen.Platform, citizen);
        var directorate = random.Next(2) == 0 ? "JAMSOS" : "LANSIA";
        for (var steps = random.Next(8); steps > 0; steps--)
        {
            at = at.AddMinutes(random.Next(1, 60 * 24 * 4));
            try
            {
                if (ticket.Ticket.Status == TicketStatus.New)
                    ticket.Routed(directorate, at, random.Next(2) == 0 ? officers.GetValueOrDefault(directorate) : null);
                else
                    Step(random.Next(10));
            }
            catch (RefusedException)
            {
                break;
            }
        }

        return ticket;

        ATicket Step(int which) =>
            which switch
            {
                0 or 1 => ticket.Answered(at),
                2 => ticket.Asked(at),
                3 => ticket.Heard(at, objects: true),
                4 or 5 => ticket.Resolved(at),
                6 => ticket.Reopened(at),
                7 => ticket.Referred(at),
                8 => ticket.FoundInvalid(at),
                _ => ticket.MergedInto(ATicket.Opened(at, citizen: citizen), at),
            };
    }

    private Task<SlaStatistics> Ask(string? from = null, string? to = null, string? groupBy = null, DateTimeOffset? now = null) =>
        database.Ask(new SlaReport(from, to, groupBy, Reporting, now ?? Later));
}
