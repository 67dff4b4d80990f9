using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Tickets.Domain.Understanding;
using Tickets.Domain.Words;

namespace Tickets.Domain.Persistence;

/// <summary>
/// The database. Saving writes the events of the changed aggregates in the same transaction, counts their versions up and keeps the
/// officers' counts of open work in step.
/// </summary>
public abstract class TicketsDb(DbContextOptions options) : DbContext(options)
{
    // The first try included.
    private const int MostTries = 5;

    private readonly List<EventRow> written = [];
    private readonly List<Action> afterwards = [];
    private DateTimeOffset? aimed;

    /// <summary>Raw webhook bodies, append-only.</summary>
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    /// <summary>People as platforms know them.</summary>
    public DbSet<Citizen> Citizens => Set<Citizen>();

    /// <summary>What one citizen and the ministry say to each other in one place.</summary>
    public DbSet<Conversation> Conversations => Set<Conversation>();

    /// <summary>Words of citizens, a row a revision.</summary>
    public DbSet<Message> Messages => Set<Message>();

    /// <summary>Files that came with them.</summary>
    public DbSet<MediaFile> Media => Set<MediaFile>();
    /// <summary>Posts of the ministry's that citizens write under.</summary>
    public DbSet<Post> Posts => Set<Post>();

    /// <summary>What identifies citizens, as keyed hashes.</summary>
    public DbSet<CitizenMark> CitizenMarks => Set<CitizenMark>();

    /// <summary>What people decided, as labels to learn from.</summary>
    public DbSet<Decision> Decisions => Set<Decision>();

    /// <summary>Near-equal pleas of many.</summary>
    public DbSet<Surge> Surges => Set<Surge>();

    /// <summary>What is usual at each hour of the day.</summary>
    public DbSet<SurgeLevel> SurgeLevels => Set<SurgeLevel>();

    /// <summary>Removals that came before the words.</summary>
    public DbSet<EarlyMark> EarlyMarks => Set<EarlyMark>();

    /// <summary>Tickets.</summary>
    public DbSet<Ticket> Tickets => Set<Ticket>();

    /// <summary>Promises of tickets.</summary>
    public DbSet<Clock> Clocks => Set<Clock>();

    /// <summary>Words of ours.</summary>
    public DbSet<Notice> Notices => Set<Notice>();

    /// <summary>Ways to the platforms.</summary>
    public DbSet<Channel> Channels => Set<Channel>();

    /// <summary>History, audit and outbox.</summary>
    public DbSet<EventRow> Events => Set<EventRow>();

    /// <summary>Units that solve tickets.</summary>
    public DbSet<Directorate> Directorates => Set<Directorate>();

    /// <summary>What tickets can be about.</summary>
    public DbSet<Topic> Topics => Set<Topic>();

    /// <summary>Programmes of aid.</summary>
    public DbSet<Programme> Programmes => Set<Programme>();

    /// <summary>Which directorate gets what.</summary>
    public DbSet<RoutingRule> RoutingRules => Set<RoutingRule>();

    /// <summary>What is promised.</summary>
    public DbSet<SlaPolicy> SlaPolicies => Set<SlaPolicy>();

    /// <summary>When work is done.</summary>
    public DbSet<CalendarVersion> Calendars => Set<CalendarVersion>();

    /// <summary>Texts of administrators.</summary>
    public DbSet<Template> Templates => Set<Template>();

    /// <summary>How long words are kept.</summary>
    public DbSet<RetentionRules> RetentionRules => Set<RetentionRules>();

    /// <summary>Staff.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>What staff is told of.</summary>
    public DbSet<Notification> Notifications => Set<Notification>();

    /// <summary>Filters that people keep.</summary>
    public DbSet<SavedView> SavedViews => Set<SavedView>();

    /// <summary>Keys.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>In a query: the text in small letters, to search whatever the case.</summary>
    public static string Lower(string text) => throw new NotSupportedException($"Only a database can say it of '{text}'.");

    internal WriteTurns Turns { get; set; } = null!;

    internal Commits Commits { get; set; } = null!;

    internal DueTimes DueTimes { get; set; } = null!;

    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Seals words with personal data; null where there are no keys, as when migrations are written.</summary>
    internal WordSeal? Seal { get; set; }

    /// <summary>
    /// Does a piece of work and saves it, whole or not at all. On SQLite writers take turns, since it has one write lock and its own way of waiting for it
    /// is to sleep. Work that the database undid because two writers waited for each other (SQL Server's error 1205) is done again from its beginning, a few
    /// times: it must load what it changes within itself.
    /// </summary>
    public async Task<T> Change<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        if (Database.CurrentTransaction is not null)
            return await work();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ChangeOnce(work, cancellation);
            }
            catch (Exception problem) when (attempt < MostTries && Faults.MayBeDoneAgain(problem))
            {
                // What was loaded is of a transaction that is no more. Who was in the way is given a moment to get through.
                ChangeTracker.Clear();
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(10, 40) << attempt), Time, cancellation);
            }
        }
    }

    private async Task<T> ChangeOnce<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        using var turn = await Turns.Take(cancellation);
        written.Clear();
        afterwards.Clear();
        aimed = null;
        await using var transaction = await Database.BeginTransactionAsync(cancellation);
        var result = await work();
        await SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        if (written.Count > 0)
            Commits.Tell([.. written.Where(r => r.Outbox == true)]);
        if (aimed is { } soonest)
            DueTimes.Tell(soonest);
        written.Clear();
        foreach (var then in afterwards)
            then();
        afterwards.Clear();
        return result;
    }

    /// <inheritdoc cref="Change{T}"/>
    public Task Change(Func<Task> work, CancellationToken cancellation) =>
        Change(
            async () =>
            {
                await work();
                return true;
            },
            cancellation
        );

    /// <summary>Writes down what belongs to no ticket, such as an administrator's change; saved with the change that caused it.</summary>
    internal void Record(Actor by, DateTimeOffset at, TicketEvent what)
    {
        var row = new EventRow(new Happened(by, at, what), ticket: null, conversation: null, Time.GetUtcNow());
        Events.Add(row);
        written.Add(row);
    }

    /// <summary>
    /// Takes the clocks whose time has come out of the queue, the most overdue first, and puts them back for <paramref name="until"/>; answers their keys. Two
    /// processes never take the same.
    /// </summary>
    internal async Task<List<long>> TakeDueClocks(DateTimeOffset now, DateTimeOffset until, int most, CancellationToken cancellation) =>
        await Database.SqlQueryRaw<long>(TakeDue, now.UtcTicks, until.UtcTicks, most).ToListAsync(cancellation);

    /// <summary>A line of history of a ticket as <see cref="RecordMany"/> takes it. Making it asks the database nothing.</summary>
    internal static string RowOf(long ticketId, TicketEvent what) =>
        JsonRow.Of([ticketId, what.GetType().Name, JsonSerializer.Serialize(what, what.GetType(), TicketEventNames.Json)]);

    /// <summary>Writes the history of many tickets at once, what the bus is not told of.</summary>
    /// <param name="happened">Each a line by <see cref="RowOf(long, TicketEvent)"/>.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="cancellation">Stops it.</param>
    internal async Task RecordMany(IReadOnlyCollection<string> happened, DateTimeOffset at, CancellationToken cancellation)
    {
        if (happened.Count == 0)
            return;
        string[] columns = [nameof(EventRow.TicketId), nameof(EventRow.Type), nameof(EventRow.Payload)];
        var insert = $$"""
            INSERT INTO "Events" ("At", "RecordedAt", "Type", "TicketId", "ActorKind", "ActorName", "Payload")
            SELECT {1}, {2}, r."Type", r."TicketId", {3}, {4}, r."Payload" FROM {{RowsOf(columns.Select(c => Column(Model.FindEntityType(typeof(EventRow))!.FindProperty(c)!)))}} AS r
            """;
        await Database.ExecuteSqlRawAsync(insert, [JsonRow.All(happened), at.UtcTicks, Time.GetUtcNow().UtcTicks, nameof(ActorKind.System), Actor.System.Name], cancellation);
    }

    /// <summary>What a row is now, as <see cref="WriteOver"/> takes it. Making it asks the database nothing.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="names">The key and what changed.</param>
    internal string RowOf<T>(T entity, IReadOnlyList<string> names)
        where T : class
    {
        var type = Model.FindEntityType(typeof(T))!;
        return JsonRow.Of(names.Select(n => Stored(type.FindProperty(n)!, entity)));
    }

    /// <summary>Writes these properties of many rows over, by their key, in one statement; what else is tracked or read of them knows nothing of it.</summary>
    /// <param name="rows">Each a row by <see cref="RowOf{T}(T, IReadOnlyList{string})"/>.</param>
    /// <param name="names">The key and what changed.</param>
    /// <param name="cancellation">Stops it.</param>
    internal async Task WriteOver<T>(IReadOnlyCollection<string> rows, IReadOnlyList<string> names, CancellationToken cancellation)
        where T : class
    {
        if (rows.Count == 0)
            return;
        var type = Model.FindEntityType(typeof(T))!;
        IProperty[] properties = [.. names.Select(n => type.FindProperty(n)!)];
        var table = type.GetTableName();
        var key = properties[0].GetColumnName();
        var changes = string.Join(", ", properties.Skip(1).Select(p => $"\"{p.GetColumnName()}\" = r.\"{p.GetColumnName()}\""));
        var update = $"""UPDATE "{table}" SET {changes} FROM {RowsOf(properties.Select(Column))} AS r WHERE "{table}"."{key}" = r."{key}" """;
        await Database.ExecuteSqlRawAsync(update, [JsonRow.All(rows)], cancellation);
    }

    /// <summary>SQL: the parameter {0}, a JSON list of lists, as a table of these columns.</summary>
    protected abstract string RowsOf(IEnumerable<(string Name, string Type)> columns);

    private static (string Name, string Type) Column(IProperty property) => (property.GetColumnName(), property.GetRelationalTypeMapping().StoreType);

    private static object? Stored(IProperty property, object entity)
    {
        var value = property.GetGetter().GetClrValue(entity);
        return property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }

    /// <summary>Writes down what happened about a ticket without changing it; saved with the caller's transaction.</summary>
    internal void RecordOn(Ticket ticket, Actor by, DateTimeOffset at, TicketEvent what) => Record(new EventRow(new Happened(by, at, what), ticket, conversation: null, Time.GetUtcNow()));

    /// <summary>Writes down what happened about a conversation without changing it; saved with the caller's transaction.</summary>
    internal void RecordOn(Conversation conversation, Actor by, DateTimeOffset at, TicketEvent what) =>
        Record(new EventRow(new Happened(by, at, what), conversation.Ticket, conversation, Time.GetUtcNow()));

    private void Record(EventRow row)
    {
        Events.Add(row);
        written.Add(row);
    }

    /// <summary>Writes down a change of a setting that happens at the edge, such as an invitation; saved with the caller's transaction.</summary>
    public void RecordSetting(Actor by, DateTimeOffset at, string what, string key, string change) => Record(by, at, new SettingChanged(what, key, change));

    /// <summary>Done once the change is committed; not at all when it is rolled back.</summary>
    internal void AfterCommit(Action then) => afterwards.Add(then);

    /// <summary>
    /// Until the caller's transaction ends, no other change that asks for this runs, in any process: what a rule looked up (is one administrator left? is
    /// the code free?) stays true. SQLite has one writer anyway.
    /// </summary>
    internal async Task OneAtATime(CancellationToken cancellation)
    {
        if (Database.CurrentTransaction is null)
            throw new InvalidOperationException("Settings are changed inside a transaction.");
        if (Database.IsSqlServer())
            await Database.ExecuteSqlRawAsync("EXEC sp_getapplock @Resource = 'Tickets.Settings', @LockMode = 'Exclusive', @LockOwner = 'Transaction'", cancellation);
    }

    /// <summary>The next number of a ticket, in the caller's transaction: a roll-back gives it back, so numbers have no gaps.</summary>
    public async Task<string> NextNumber(DateTimeOffset at, CancellationToken cancellation)
    {
        if (Database.CurrentTransaction is null)
            throw new InvalidOperationException("Numbers are taken inside a transaction.");
        // As the ministry's seat counts it.
        var year = at.ToOffset(Sentences.Wib).Year;
        var taken = await Database.SqlQueryRaw<long>(TakeNumber, year).ToListAsync(cancellation);
        if (taken.Count == 0)
        {
            await Database.ExecuteSqlRawAsync(BeginYear, [year], cancellation);
            taken = await Database.SqlQueryRaw<long>(TakeNumber, year).ToListAsync(cancellation);
        }

        return $"KMS-{year}-{taken[0]:000000}";
    }

    /// <summary>SQL that sets the next instant {1} for at most {2} clocks whose own has passed by {0}, and returns their keys.</summary>
    protected abstract string TakeDue { get; }

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        WriteEvents();
        CountVersionsUp();
        await CountOpenWork(cancellationToken);
        var sealedNow = SealWords();
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            foreach (var open in sealedNow)
                open();
        }
    }

    // On the disk sealed, in memory as it was written: what was saved is put back at once, and counts as unchanged.
    private List<Action> SealWords()
    {
        List<Action> open = [];
        if (Seal is not { } seal)
            return open;
        foreach (var entry in ChangeTracker.Entries<Message>().Where(e => e.State == EntityState.Added || (e.State == EntityState.Modified && e.Property(m => m.Text).IsModified)))
        {
            if (entry.Entity is not { Text: { Length: > 0 } text } message || text == WordSeal.NotOpened || !Identifies(message))
                continue;
            message.Says(seal.Seal(text));
            open.Add(() =>
            {
                message.Says(text);
                entry.Property(m => m.Text).OriginalValue = text;
            });
        }

        foreach (var entry in ChangeTracker.Entries<Delivery>().Where(e => e.State == EntityState.Modified && e.Entity.IdentifiesSomebody && !WordSeal.IsSealed(e.Entity.Body)))
        {
            var (delivery, body) = (entry.Entity, entry.Entity.Body);
            delivery.Holds(seal.Seal(body));
            entry.Property(d => d.Body).IsModified = true;
            open.Add(() =>
            {
                delivery.Holds(body);
                entry.Property(d => d.Body).OriginalValue = body;
            });
        }

        return open;
    }

    private static bool Identifies(Message message) => message.Assessment is { } assessment ? assessment.PersonalData.Count > 0 : PersonalData.Find(message.Text!).Count > 0;

    /// <summary>Saving is asynchronous here.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use SaveChangesAsync.");

    /// <summary>SQL that counts a year's sequence up by one and returns it.</summary>
    protected abstract string TakeNumber { get; }

    /// <summary>SQL that begins a year's sequence unless somebody has.</summary>
    protected abstract string BeginYear { get; }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<DurationConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<Roles>().HaveConversion<int>();
        configurationBuilder.Properties<string>().HaveMaxLength(200);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TicketsDb).Assembly);
        modelBuilder.HasDbFunction(() => Lower("")).HasName("lower").IsBuiltIn();
        // Nothing is deleted by cascade: SQL Server refuses several paths to one table, and history is not to vanish by accident.
        foreach (var key in modelBuilder.Model.GetEntityTypes().SelectMany(t => t.GetForeignKeys()))
            key.DeleteBehavior = DeleteBehavior.NoAction;
        foreach (var aggregate in modelBuilder.Model.GetEntityTypes().Where(t => t.ClrType.IsSubclassOf(typeof(Aggregate))))
            modelBuilder.Entity(aggregate.ClrType).Property(nameof(Aggregate.Version)).IsConcurrencyToken();
        foreach (var versioned in modelBuilder.Model.GetEntityTypes().Where(t => t.ClrType.IsSubclassOf(typeof(Versioned))))
            modelBuilder.Entity(versioned.ClrType).Property(nameof(Versioned.Version)).IsConcurrencyToken();
    }

    private void WriteEvents()
    {
        var now = Time.GetUtcNow();
        var clocks = ChangeTracker.Entries<Clock>().Where(e => e.State is EntityState.Modified or EntityState.Added).Select(e => e.Entity).ToList();
        foreach (var next in clocks.Select(c => c.NextAt).OfType<DateTimeOffset>())
            if (!(aimed <= next))
                aimed = next;
        var tickets = clocks.Select(c => c.TicketId).ToHashSet();
        var conversations = clocks.Select(c => c.ConversationId).ToHashSet();
        // First what happened, then the words that go out because of it.
        foreach (var entry in ChangeTracker.Entries<Aggregate>().OrderBy(e => e.Entity is Notice).ToList())
        {
            var itsClocks = entry.Entity switch
            {
                Ticket t => tickets.Contains(t.Id),
                Conversation c => conversations.Contains(c.Id),
                _ => false,
            };
            if (entry.Entity.Unsaved.Count == 0 && entry.State is not (EntityState.Modified or EntityState.Added) && !itsClocks)
                continue;
            foreach (var happened in entry.Entity.TakeUnsaved())
            {
                var ticket = entry.Entity as Ticket ?? (entry.Entity as Notice)?.Ticket ?? (entry.Entity as Conversation)?.Ticket;
                var row = new EventRow(happened, ticket, entry.Entity as Conversation, now);
                Events.Add(row);
                written.Add(row);
            }

            // Its version was counted up.
            entry.DetectChanges();
        }
    }

    private void CountVersionsUp()
    {
        foreach (var entry in ChangeTracker.Entries<Versioned>().Where(e => e.State is EntityState.Modified or EntityState.Added).ToList())
        {
            entry.Entity.CountUp();
            entry.DetectChanges();
        }
    }

    private async Task CountOpenWork(CancellationToken cancellation)
    {
        foreach (var (officer, change) in OpenWorkChanges())
            await Users.Where(u => u.Id == officer).ExecuteUpdateAsync(s => s.SetProperty(u => u.OpenWork, u => u.OpenWork + change), cancellation);
    }

    private Dictionary<long, int> OpenWorkChanges()
    {
        var changes = new Dictionary<long, int>();
        foreach (var entry in ChangeTracker.Entries<Ticket>().Where(e => e.State is EntityState.Modified or EntityState.Added))
        {
            Count(Before(entry), -1);
            Count(entry.Entity.IsOpen ? entry.Entity.OfficerId : null, +1);
        }

        return changes.Where(c => c.Value != 0).ToDictionary();

        void Count(long? officer, int change)
        {
            if (officer is { } id)
                changes[id] = changes.GetValueOrDefault(id) + change;
        }
    }

    private static long? Before(EntityEntry<Ticket> entry)
    {
        if (entry.State == EntityState.Added)
            return null;
        var status = entry.Property(t => t.Status).OriginalValue;
        return status is TicketStatus.New or TicketStatus.Assigned or TicketStatus.InProgress or TicketStatus.WaitingOnCitizen
            ? entry.Property(t => t.OfficerId).OriginalValue
            : null;
    }
}

/// <summary>SQLite: one file, write-ahead log, every commit durable.</summary>
public sealed class SqliteTicketsDb(DbContextOptions<SqliteTicketsDb> options) : TicketsDb(options)
{
    /// <inheritdoc/>
    protected override string TakeNumber => """UPDATE "NumberSequences" SET "Last" = "Last" + 1 WHERE "Year" = {0} RETURNING "Last" AS "Value" """;

    /// <inheritdoc/>
    protected override string BeginYear => """INSERT OR IGNORE INTO "NumberSequences" ("Year", "Last") VALUES ({0}, 0)""";

    /// <inheritdoc/>
    protected override string TakeDue =>
        """
        UPDATE "Clocks" SET "NextAt" = {1}
        WHERE "Id" IN (SELECT "Id" FROM "Clocks" WHERE "NextAt" IS NOT NULL AND "NextAt" <= {0} ORDER BY "NextAt" LIMIT {2})
        RETURNING "Id" AS "Value"
        """;

    /// <inheritdoc/>
    protected override string RowsOf(IEnumerable<(string Name, string Type)> columns) =>
        $$"""(SELECT {{string.Join(", ", columns.Select((c, i) => $"value ->> {i} AS \"{c.Name}\""))}} FROM json_each({0}))""";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // The next key follows the greatest there is: a counter beside it would be read and written with every row of the hot path. No key comes again, since
        // the newest delivery is never deleted (Retention/ForgetSome).
        modelBuilder.Entity<Delivery>().Property(d => d.Id).Metadata.SetValueGenerationStrategy(SqliteValueGenerationStrategy.None);
    }
}

/// <summary>SQL Server.</summary>
public sealed class SqlServerTicketsDb(DbContextOptions<SqlServerTicketsDb> options) : TicketsDb(options)
{
    /// <summary>Ids of platforms and codes differ by case; SQL Server's usual collation would take them for equal.</summary>
    public const string Exact = "Latin1_General_100_BIN2";

    private static readonly string[] Naming = ["Code", "Topic", "Directorate", "Region", "Number", "MergedInto", "Policy", "Calendar"];

    /// <inheritdoc/>
    protected override string TakeNumber => "UPDATE [NumberSequences] SET [Last] = [Last] + 1 OUTPUT inserted.[Last] AS [Value] WHERE [Year] = {0}";

    /// <inheritdoc/>
    protected override string BeginYear =>
        "INSERT INTO [NumberSequences] ([Year], [Last]) SELECT {0}, 0 WHERE NOT EXISTS (SELECT 1 FROM [NumberSequences] WITH (UPDLOCK, HOLDLOCK) WHERE [Year] = {0})";

    // What another process has locked it is taking itself.
    /// <inheritdoc/>
    protected override string TakeDue =>
        """
        WITH [Due] AS (SELECT TOP ({2}) [Id], [NextAt] FROM [Clocks] WITH (UPDLOCK, READPAST, ROWLOCK) WHERE [NextAt] IS NOT NULL AND [NextAt] <= {0} ORDER BY [NextAt])
        UPDATE [Due] SET [NextAt] = {1} OUTPUT inserted.[Id] AS [Value]
        """;

    /// <inheritdoc/>
    protected override string RowsOf(IEnumerable<(string Name, string Type)> columns) =>
        $$"""(SELECT * FROM OPENJSON({0}) WITH ({{string.Join(", ", columns.Select((c, i) => $"\"{c.Name}\" {c.Type} '$[{i}]'"))}}))""";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        var keyed =
            from type in modelBuilder.Model.GetEntityTypes()
            from property in type.GetIndexes().SelectMany(i => i.Properties).Concat(type.GetKeys().SelectMany(k => k.Properties))
            select property;
        // What names a thing elsewhere is compared with its key there, and the server refuses two collations in one comparison (error 468).
        var naming =
            from type in modelBuilder.Model.GetEntityTypes()
            from property in type.GetProperties()
            where property.Name.EndsWith("Id", StringComparison.Ordinal) || Naming.Contains(property.Name)
            select property;
        foreach (var property in keyed.Concat(naming).Where(p => p.ClrType == typeof(string)).Distinct().ToList())
            property.SetCollation(Exact);
    }
}
