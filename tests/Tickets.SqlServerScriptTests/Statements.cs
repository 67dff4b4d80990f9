using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Tickets.Domain;
using Tickets.Domain.Access;
using Tickets.Domain.Audit;
using Tickets.Domain.Intake;
using Tickets.Domain.Learning;
using Tickets.Domain.Media;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Reporting;
using Tickets.Domain.Resolution;
using Tickets.Domain.Retention;
using Tickets.Domain.Routing;
using Tickets.Domain.Sla;
using Tickets.Domain.Sweeping;
using Tickets.Domain.Triage;
using Tickets.Domain.WorkingTime;

namespace Tickets.SqlServerScriptTests;

/// <summary>What the product asks of SQL Server, by its use cases and by its own hand-written SQL, is T-SQL that the server takes.</summary>
public class Statements
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);
    private static readonly Caller Admin = new(Actor.User(1, "Admin"), RoleNames.Every, null);
    private static readonly Caller Officer = new(Actor.User(2, "Officer"), Roles.Officer, "JAMSOS");

    [Fact]
    public async Task What_the_use_cases_ask_is_good_T_SQL()
    {
        var wrong = (await AllAsked()).SelectMany(a => Dialect.Errors(a.Statement).Select(e => $"{a.By}: {e}\n{a.Statement}"));

        Assert.Equal("", string.Join("\n\n", wrong));
    }

    [Fact]
    public async Task Every_use_case_tried_here_asks_something()
    {
        var asked = (await AllAsked()).Select(a => a.By).ToHashSet();

        Assert.Empty(Requests().Concat(Writings()).Select(r => r.Name).Except(asked));
    }

    /// <summary>Two columns of different collations in one comparison: the server refuses with error 468, and only when it is asked.</summary>
    [Fact]
    public async Task Columns_that_are_compared_have_one_collation()
    {
        var collations = Collations();
        var wrong = (await AllAsked()).SelectMany(a => Compared.In(a.Statement).Where(c => Differ(collations, c)).Select(c => $"{a.By}: {c.Left.Table}.{c.Left.Name} and {c.Right.Table}.{c.Right.Name}"));

        Assert.Equal("", string.Join('\n', wrong.Distinct()));
    }

    [Fact]
    public async Task Nothing_is_sorted_inside_a_subquery_without_a_top()
    {
        var wrong = (await AllAsked()).Where(a => SortedInside.Any(a.Statement)).Select(a => $"{a.By}: {a.Statement}");

        Assert.Equal("", string.Join("\n\n", wrong));
    }

    /// <summary>Some of many rows are the same rows tomorrow only when it is said which.</summary>
    [Fact]
    public async Task Whatever_takes_some_of_the_rows_says_which()
    {
        var wrong = (await AllAsked()).Where(a => SomeOfMany.Any(a.Statement)).Select(a => $"{a.By}: {a.Statement}");

        Assert.Equal("", string.Join("\n\n", wrong));
    }

    [Fact]
    public async Task The_numbers_of_tickets_are_taken_by_statements_of_our_own()
    {
        await using var product = new ProductWithoutServer();
        var asked = await product.Asked(s =>
        {
            var db = s.GetRequiredService<TicketsDb>();
            return db.Change(() => db.NextNumber(Now, CancellationToken.None), CancellationToken.None);
        });

        Assert.Contains(asked, s => s.Contains("OUTPUT inserted.[Last]", StringComparison.Ordinal));
        Assert.Contains(asked, s => s.Contains("HOLDLOCK", StringComparison.Ordinal));
        Assert.Empty(asked.SelectMany(Dialect.Errors));
    }

    private static readonly string[] Changing = [nameof(Clock.Id), nameof(Clock.Calendar), nameof(Clock.DueAt), nameof(Clock.NextAt)];

    [Fact]
    public async Task The_queue_of_due_clocks_and_the_writing_of_many_rows_are_statements_of_our_own()
    {
        await using var product = new ProductWithoutServer();
        List<string> asked = [];
        foreach (
            var work in (Func<TicketsDb, Task>[])
                [
                    db => db.TakeDueClocks(Now, Now.AddSeconds(30), 500, CancellationToken.None),
                    db => db.RecordMany([TicketsDb.RowOf(1, new ClockAimed("KMS-2026-000001", ClockKind.Resolution, 1, Now))], Now, CancellationToken.None),
                    db => db.WriteOver<Clock>([.. ATicket(db).Clocks.Select(c => db.RowOf(c, Changing))], Changing, CancellationToken.None),
                ]
        )
            asked.AddRange(await product.Asked(s => work(s.GetRequiredService<TicketsDb>())));

        Assert.Contains(asked, s => s.Contains("READPAST", StringComparison.Ordinal));
        Assert.Contains(asked, s => s.Contains("INSERT INTO \"Events\"", StringComparison.Ordinal));
        Assert.Contains(asked, s => s.Contains("UPDATE \"Clocks\"", StringComparison.Ordinal));
        Assert.Empty(asked.SelectMany(Dialect.Errors));
    }

    private static IReadOnlyList<(string Name, Func<IServiceProvider, Task> Send)> Requests() =>
        [
            Send(new RecogniseKey("tk_none")),
            Send(new ReadDeliveries([1, 2, 3])),
            Send(new FindHoles(Platform.Facebook, new Dictionary<string, string?> { ["4_77"] = "tolong", ["4_78"] = null })),
            Send(new ThreadsOfMatters(Platform.YouTube, "Ug1", 2)),
            Send(new ThreadsOfMatters(Platform.YouTube, null, 2)),
            Send(new ListInbox(null, Platform.Facebook, "pkh", "post", "cair", new PageOf(null, 20), Now)),
            Send(new ListInbox(ConversationState.Dismissed, null, null, null, null, new PageOf("5.7", 20), Now)),
            Send(new ListInbox(null, null, null, null, null, new PageOf("5.7", 20), Now)),
            Send(new ListInbox(null, null, null, null, null, new PageOf(null, 20), Now, Resting: true)),
            Send(new ListInbox(null, null, null, null, null, new PageOf(null, 20), Now, Exposed: true, Surge: 1)),
            Send(new ListInbox(null, null, null, null, null, new PageOf(null, 20), Now, Collapsed: true)),
            Send(new ListInbox(null, null, null, null, null, new PageOf(null, 100), Now, Among: [1, 2], Language: "jv")),
            Send(new ListSurges(Now)),
            Send(new AnswerSurge(1, "Halo", true, Admin, Now)),
            Send(new OpenSurgeTicket(1, "pkh", null, "JAMSOS", Admin, Now)),
            Send(new LeaveSurge(1, Admin, Now)),
            Send(new LinkPerson(1, 2, Admin, Now)),
            Send(new HideComment(1, "m", Admin, Now)),
            Send(new AskToDelete(1, "m", null, Admin, Now)),
            Send(new FindUntoldPosts(Platform.Facebook, 20)),
            Send(new TellPost(Platform.Facebook, "1_2", "PKH tahap 4", Now, "https://scontent.fbcdn.net/poster.jpg")),
            Send(new TakeErrands(Now, 16)),
            Send(new EndErrand(1, null, MediaFault.NotReached, Now)),
            Send(new RetryMedia(1, Officer, Now)),
            Send(new ShowMedia(1, Officer, Now)),
            Send(new ShowPostPicture(1, Admin)),
            Send(new ShowPostPicture(1, Officer)),
            Send(new ExportDecisions(null, null, Admin, Now)),
            Send(new MeasureUnderstanding(30, Now)),
            Send(new AdviseTriage(1, Admin, Now)),
            Send(new ClaimConversation(1, false, Admin, Now)),
            Send(new ReleaseConversation(1, new Caller(Actor.User(1, "Budi"), RoleNames.Every, null))),
            Send(new RestConversation(1, null, Admin, Now)),
            Send(new ReplyInInbox(1, "Halo", true, Admin, Now)),
            Send(new ShowPersonalData(1, null, "m", Admin, Now)),
            Send(new ListQueue("budi", "JAMSOS", Officer, Now)),
            Send(new ListQueue("none", null, Admin, Now)),
            Send(new ListQueue(null, null, Admin, Now, "pkh", "cair", "638000000000000000.7", 20)),
            Send(new ListQueue(null, null, Admin, Now, Cursor: "9223372036854775807.7", Limit: 20)),
            Send(new SumUpQueue(Officer, Now)),
            Send(new CountWork(Admin, Now)),
            Send(new PreviewWords("KMS-2026-000001", WordsFor.Reply, "Halo", false, Admin, Now)),
            Send(new ListOfficers("JAMSOS", Officer)),
            Send(new ListSavedReplies()),
            Send(new SaveReply("halo", "Halo", "Halo", Admin, Now)),
            Send(new DeleteReply("halo", Admin, Now)),
            Send(new FindRated("2026-000001-ABCDEFGHJKMNPQ")),
            Send(new RateTicket("2026-000001-ABCDEFGHJKMNPQ", 5, null, Now)),
            Send(new ReportByForm(Guid.CreateVersion7(), "Siti", null, null, "PKH ibu saya belum cair", Now)),
            Send(new RecogniseSession("none", Now)),
            Send(new BeginSession(1, "browser", "password", Now)),
            Send(new EndSessions("budi", 1, 2, Admin, Now)),
            Send(new ListSessions("budi", 1, Now)),
            Send(new ShowConversation(1, "id")),
            Send(new OpenTicket(1, null, null, null, Admin, Now)),
            Send(new OpenTicket(1, null, null, null, Admin, Now, Officer: "budi")),
            Send(new DismissConversation(1, "praise", Admin, Now)),
            Send(new LinkConversation(1, "KMS-2026-000001", Admin, Now)),
            Send(new ListTickets([TicketStatus.New, TicketStatus.Assigned], "JAMSOS", "budi", "pkh", Platform.Facebook, Due.Late, "cair", new PageOf("5.7", 20), Officer, Now)),
            Send(new ListTickets([], null, "none", null, null, Due.Week, null, new PageOf(null, null), Admin, Now)),
            Send(new ListTickets([], null, null, null, null, null, null, new PageOf(null, null), Admin, Now, Region: "33")),
            Send(new ShowTicket("KMS-2026-000001", "id", Admin)),
            Send(new ExplainClocks("KMS-2026-000001", Admin, Now)),
            Send(new RouteTickets(["KMS-2026-000001"], Now)),
            Send(new PutTicketAside("KMS-2026-000001", 6, "Exception", Now)),
            Send(new AssignTicket("KMS-2026-000001", "budi", null, Admin, Now)),
            Send(new TransferTicket("KMS-2026-000001", "ANAK", "please", null, Admin, Now)),
            Send(new MergeTickets("KMS-2026-000001", "KMS-2026-000002", null, Admin, Now)),

            Send(new RecordDueClocks(Now)),
            Send(new ClassifyTicket("KMS-2026-000001", "pkh", Priority.Urgent, Sp4nClass.Supervisory, "why", null, Admin, Now)),
            Send(new ListNotifications(Unread: true, new PageOf("5.7", 20), "id", Admin, Now)),
            Send(new ReadNotifications(1, Admin, Now)),
            Send(new ReadNotifications(null, Admin, Now)),
            Send(new ArrangeAbsence("budi", Now, null, "sri", Admin, Now)),
            Send(new RecountClocks(Now, 100)),
            Send(new CountClocks(Now, 100)),
            Send(new DecreeCalendar("NASIONAL", null, System.Text.Json.JsonElement.Parse(System.Text.Json.JsonSerializer.Serialize(NationalCalendar.Definition)), "2026-12-24", "SKB", true, Admin, Now)),
            Send(new ReadClosures("NASIONAL", "csv", "date,name\n2027-02-01,Imlek"u8.ToArray(), null, Now)),
            Send(new SlaReport("2026-11-01", "2026-12-01", "directorate,month", Officer, Now)),
            Send(new SlaReport(null, null, "province", Admin, Now)),
            (nameof(CaseReport), Cases),
            Send(new TicketsBehindFigure("2026-11-01", "2026-12-01", ReportFigure.Breached, Of((ReportGroup.Province, "33"), (ReportGroup.Officer, "budi"), (ReportGroup.Month, "2026-11")), new PageOf("5.7", 20), Admin, Now)),
            Send(new TicketsBehindFigure(null, null, ReportFigure.Backlog, Of((ReportGroup.Directorate, null), (ReportGroup.Priority, "urgent")), new PageOf(null, null), Officer, Now)),
            ("replaying closed tickets", s => Replay.Of([ATicket(s)], s.GetRequiredService<TicketsDb>(), new Timetable([], []), CancellationToken.None)),
            Send(new ListEvents(new PageOf("5.7", 20), "id", PutAside: false, SoughtEvents.Read("dewi", AuditKind.Settings, "topic", "diubah", "2026-11-01", "2026-12-01"))),
            Send(new ApproveTemplate("ack.public", "id", Admin, Now)),
            Send(new DiscardDraft("ack.public", "id", null, Admin, Now)),
            Send(new ShowRetention(Now)),
            Send(new CloseUncontested(Now)),
            Send(new SendNotices(["ack:KMS-2026-000001"])),
            Send(new FindLeftBehind(Now, TimeSpan.FromSeconds(3))),
            Send(new MarkPublished([1, 2, 3])),
        ];

    private static async Task Cases(IServiceProvider services)
    {
        await foreach (var _ in await services.GetRequiredService<IMediator>().Send(new CaseReport("2026-11-01", "2026-12-01", null, Officer, Now)))
        {
            // What was asked is what matters.
        }
    }

    private static Dictionary<ReportGroup, string?> Of(params (ReportGroup By, string? Value)[] group) => group.ToDictionary(g => g.By, g => g.Value);

    private static (string, Func<IServiceProvider, Task>) Send<T>(IRequest<T> request) => (request.GetType().Name, s => s.GetRequiredService<IMediator>().Send(request));

    private static async Task<IReadOnlyList<(string By, string Statement)>> AllAsked()
    {
        await using var product = new ProductWithoutServer(together: 1);
        await using var together = new ProductWithoutServer();
        var all = new List<(string, string)>();
        Add("routing", await product.Asked(s => s.GetRequiredService<RouteToDirectorate>().OfficerOf("JAMSOS", Now, CancellationToken.None)));
        Add("taking in", await product.Asked(TakeAllIn));
        foreach (var (name, work) in Requests().Concat(Writings()))
            Add(name, await product.Asked(work));
        Add("seed data", await together.Asked(s => SeedData.Plant(s.GetRequiredService<TicketsDb>(), CancellationToken.None)));
        Add("many at once", await together.Asked(AppendMany));
        return all;

        void Add(string by, IReadOnlyList<string> statements) => all.AddRange(statements.Select(s => (by, s)));
    }

    private static async Task TakeAllIn(IServiceProvider services)
    {
        var words = new MessageArrived(Platform.Facebook, Audience.Public, "post", "comment", null, new Author("42", "Siti"), Now, "tolong, PKH belum cair", [], "post", null, false);
        var takeIn = services.GetRequiredService<TakeIn>();
        foreach (Happening happening in new Happening[] { new EchoArrived(Platform.Facebook, "m", "42", null, "halo"), new MessageRemoved(Platform.Facebook, "gone", Now), words })
            await Record.ExceptionAsync(() => takeIn.It(happening, Now, CancellationToken.None));
    }

    // A ticket that is not saved yet, spoken of by every door.
    private static IEnumerable<(string Name, Func<IServiceProvider, Task> Write)> Writings()
    {
        yield return ("acknowledging", s => s.GetRequiredService<WriteNotices>().Acknowledge(ATicket(s), Now, CancellationToken.None));
        yield return ("answering in private", s => s.GetRequiredService<WriteNotices>().FromStaff(ATicket(s), NoticeKind.Reply, "Halo", false, Actor.System, Now, CancellationToken.None));
        yield return ("closing", s => s.GetRequiredService<WriteNotices>().Close(ATicket(s), 1, Actor.System, Now, CancellationToken.None));
        yield return ("finding a ticket's conversations", s => s.GetRequiredService<TicketsDb>().ConversationsOf(ATicket(s), CancellationToken.None));
        yield return ("finding what went into a ticket", s => s.GetRequiredService<TicketsDb>().MergedTogether(ATicket(s), CancellationToken.None));
        yield return ("finding the same person", s => s.GetRequiredService<SamePerson>().Of(new Citizen(Platform.Facebook, "42", "Siti Aminah", Now), "33.03", CancellationToken.None));
        yield return ("saving a ticket", Save);
    }

    private static async Task Save(IServiceProvider services)
    {
        await services
            .GetRequiredService<TicketsDb>()
            .Change(
                () =>
                {
                    ATicket(services);
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
    }

    private static async Task AppendMany(IServiceProvider services)
    {
        var db = services.GetRequiredService<TicketsDb>();
        db.AddRange(Enumerable.Range(1, 20).Select(i => new Delivery("meta", [1, 2, 3], Now.AddSeconds(i))));
        await db.SaveChangesAsync();
    }

    private static Ticket ATicket(IServiceProvider services) => ATicket(services.GetRequiredService<TicketsDb>());

    private static Ticket ATicket(TicketsDb db)
    {
        var calendar = new CalendarVersion(NationalCalendar.Code, 1, "", DateTimeOffset.MinValue, System.Text.Json.JsonSerializer.Serialize(NationalCalendar.Definition));
        var conversation = new Conversation(new Citizen(Platform.Facebook, "42", "Siti", Now), Audience.Public, "post", "post", Now);
        conversation.Hear(new Message(conversation, Platform.Facebook, "comment", 0, null, "tolong, PKH belum cair", [], null, Now, Now), new Assessment(0.9, Topics.Pkh, 0.9, false, [], []), "tolong, PKH belum cair");
        var ticket = Ticket.Open(new Opening("KMS-2026-000001", "7K2M9QXD", Topics.Pkh, Priority.Normal, null, "PKH"), conversation, new Timetable(SeedData.Policies, [calendar]), Actor.System, Now);
        db.Add(conversation);
        return ticket;
    }

    private static Dictionary<(string Table, string Column), string> Collations()
    {
        using var db = new SqlServerTicketsDb(new DbContextOptionsBuilder<SqlServerTicketsDb>().UseSqlServer("Server=(none)").Options);
        var model = Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<Microsoft.EntityFrameworkCore.Metadata.IDesignTimeModel>(db).Model;
        return (
            from type in model.GetEntityTypes()
            from property in type.GetProperties()
            where property.GetRelationalTypeMapping().StoreType.StartsWith("nvarchar", StringComparison.Ordinal)
            select (Key: (type.GetTableName()!, property.GetColumnName()), Value: property.GetCollation() ?? "the database's own")
        ).ToDictionary(c => c.Key, c => c.Value);
    }

    private static bool Differ(Dictionary<(string Table, string Column), string> collations, (Column Left, Column Right) compared) =>
        collations.TryGetValue((compared.Left.Table, compared.Left.Name), out var left)
        && collations.TryGetValue((compared.Right.Table, compared.Right.Name), out var right)
        && left != right;

    private sealed record Column(string Table, string Name);

    /// <summary>Columns on both sides of a comparison. The aliases of one statement are all different.</summary>
    private sealed class Compared : TSqlFragmentVisitor
    {
        private readonly Dictionary<string, string> tables = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<BooleanComparisonExpression> comparisons = [];

        public static IEnumerable<(Column Left, Column Right)> In(string statement)
        {
            var visitor = new Compared();
            Dialect.Parse(statement, out _)?.Accept(visitor);
            foreach (var comparison in visitor.comparisons)
                if (visitor.Resolve(comparison.FirstExpression) is { } left && visitor.Resolve(comparison.SecondExpression) is { } right)
                    yield return (left, right);
        }

        public override void Visit(NamedTableReference node) => tables[node.Alias?.Value ?? node.SchemaObject.BaseIdentifier.Value] = node.SchemaObject.BaseIdentifier.Value;

        public override void Visit(BooleanComparisonExpression node) => comparisons.Add(node);

        private Column? Resolve(ScalarExpression expression) =>
            expression is ColumnReferenceExpression { MultiPartIdentifier.Identifiers: [var alias, var column] } && tables.TryGetValue(alias.Value, out var table) ? new Column(table, column.Value) : null;
    }

    private sealed class SortedInside : TSqlFragmentVisitor
    {
        private bool found;

        public static bool Any(string statement)
        {
            var visitor = new SortedInside();
            Dialect.Parse(statement, out _)?.Accept(visitor);
            return visitor.found;
        }

        public override void Visit(QueryDerivedTable node) => Look(node.QueryExpression);

        public override void Visit(ScalarSubquery node) => Look(node.QueryExpression);

        private void Look(QueryExpression query) => found |= query is QuerySpecification { OrderByClause: not null, TopRowFilter: null, OffsetClause: null };
    }

    // One row is taken by a key, or to see whether there is any; it needs no order. What is counted needs none either.
    private sealed class SomeOfMany : TSqlFragmentVisitor
    {
        private bool found;

        public static bool Any(string statement)
        {
            var visitor = new SomeOfMany();
            Dialect.Parse(statement, out _)?.Accept(visitor);
            return visitor.found;
        }

        public override void Visit(QuerySpecification node)
        {
            var many = node.TopRowFilter is { Expression: var top } && top is not ParenthesisExpression { Expression: IntegerLiteral } and not IntegerLiteral;
            found |= many && node.OrderByClause is null;
        }
    }
}
