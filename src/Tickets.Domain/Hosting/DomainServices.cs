using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tickets.Domain.Intake;
using Tickets.Domain.Learning;
using Tickets.Domain.Media;
using Tickets.Domain.Notices;
using Tickets.Domain.Persistence;
using Tickets.Domain.Platforms;
using Tickets.Domain.Routing;
using Tickets.Domain.Sla;
using Tickets.Domain.Triage;
using Tickets.Domain.Understanding;

namespace Tickets.Domain.Hosting;

/// <summary>Registration of the domain.</summary>
public static class DomainServices
{
    /// <summary>The model, its database and its use cases.</summary>
    public static IServiceCollection AddTicketsDomain(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = TicketsSettings.From(configuration);
        services.AddSingleton(settings);
        services.TryAddSingleton(configuration);
        services.TryAddSingleton(TimeProvider.System);
        AddDatabase(services, settings, configuration);
        services.AddSingleton<Timetables>();
        services.AddSingleton<CalendarsAsked>();
        services.AddSingleton(UnderstandingFrom(settings));
        services.AddSingleton<AcceptDeliveries>();
        services.AddSingleton<LastHeard>();
        services.AddSingleton<SealedSettings>();
        services.AddSingleton<KeepMedia>();
        services.AddSingleton<WordSeal>();
        services.AddSingleton(((configuration as IConfigurationRoot)?.Providers.OfType<StoredSettings>().FirstOrDefault()) ?? new StoredSettings());
        var keys = new DirectoryInfo(settings.KeyDirectory ?? Path.Combine(settings.DataDirectory, "keys"));
        services.AddSingleton(s => new SealKeys(keys, s.GetRequiredService<IServiceScopeFactory>()));
        services.AddScoped<TakeIn>();
        services.AddSingleton(new MarkKey(SharesKeys(settings) ? keys.FullName : null));
        services.AddScoped<SamePerson>();
        services.AddScoped<KeepDecisions>();
        services.AddSingleton<SurgeSketch>();
        services.AddSingleton<SurgeHours>();
        services.AddScoped<FormSurges>();
        services.AddScoped<PostWords>();
        services.AddScoped<AroundWords>();
        services.AddScoped<WhereFrom>();
        services.AddScoped<TriageMessage>();
        services.AddScoped<OpenFromConversation>();
        services.AddScoped<RouteToDirectorate>();
        services.AddScoped<WriteNotices>();
        services.AddScoped<TellPeople>();
        services.AddScoped<Doors>();
        AddUseCases(services);
        return services;
    }

    // Read at start: a model that does not fit this program stops it there, and not at the first message.
    private static IUnderstanding UnderstandingFrom(TicketsSettings settings) => (settings.Understanding.Model ?? ChosenModel.In(settings.DataDirectory)) switch
    {
        null => new UnderstandByModel(),
        "rules" => new UnderstandByRules(),
        var path => UnderstandByModel.From(path),
    };

    private static void AddDatabase(IServiceCollection services, TicketsSettings settings, IConfiguration configuration)
    {
        services.AddSingleton(new WriteTurns(settings.Database == DatabaseKind.Sqlite));
        services.AddSingleton<Commits>();
        services.AddSingleton<DueTimes>();
        if (settings.Database == DatabaseKind.Sqlite)
        {
            var connection = SqliteFile.ConnectionString(settings.DataDirectory);
            services.AddDbContextPool<SqliteTicketsDb>(o => Few(o).UseSqlite(connection).AddInterceptors(new SmallLetters()));
            services.AddScoped(s => Ready(s.GetRequiredService<SqliteTicketsDb>(), s));
        }
        else
        {
            var connection = configuration.GetConnectionString("Tickets") ?? throw new InvalidOperationException("ConnectionStrings:Tickets is missing.");
            services.AddDbContextPool<SqlServerTicketsDb>(o => Few(o).UseSqlServer(connection));
            services.AddScoped(s => Ready(s.GetRequiredService<SqlServerTicketsDb>(), s));
        }
    }

    // A conversation is loaded with its clocks and its ticket with the ticket's: few rows of each, so their product costs less than a second question.
    private static DbContextOptionsBuilder Few(DbContextOptionsBuilder options) =>
        options.AddInterceptors(OpenSealedWords.One).ConfigureWarnings(w => w.Ignore(RelationalEventId.MultipleCollectionIncludeWarning));

    // Keys of its own in each process would lock the others out, and words for ever when its folder goes: apart, they are named to be shared, or nothing is sealed.
    private static bool SharesKeys(TicketsSettings settings) => settings.Workers == WorkersKind.Embedded || settings.KeyDirectory is not null;

    private static TicketsDb Ready(TicketsDb db, IServiceProvider services)
    {
        // It looks for changes when it saves, and only then: each look goes over everything it tracks.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.Turns = services.GetRequiredService<WriteTurns>();
        db.DueTimes = services.GetRequiredService<DueTimes>();
        db.Commits = services.GetRequiredService<Commits>();
        db.Time = services.GetRequiredService<TimeProvider>();
        db.Seal = SharesKeys(services.GetRequiredService<TicketsSettings>()) ? services.GetRequiredService<WordSeal>() : null;
        return db;
    }

    private static void AddUseCases(IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(s => t => s.GetService(t)!);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(CheckShape<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(InOneTransaction<,>));
        services.Scan(scan =>
            scan.FromAssemblyOf<Ticket>()
                .AddClasses(c => c.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
                .AsImplementedInterfaces()
                .WithScopedLifetime()
                .AddClasses(c => c.AssignableTo(typeof(IValidator<>)), publicOnly: false)
                .AsImplementedInterfaces()
                .WithSingletonLifetime()
        );
    }
}
