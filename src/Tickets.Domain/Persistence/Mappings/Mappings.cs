using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tickets.Domain.Persistence.Mappings;

internal static class TextColumns
{
    /// <summary>Text without a bound: never part of an index.</summary>
    public static PropertyBuilder<T> Unbounded<T>(this PropertyBuilder<T> property)
    {
        property.Metadata.SetMaxLength(null);
        return property;
    }

    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) => property.HasConversion(new JsonColumn<T>(), new JsonComparer<T>()).Unbounded();
}

internal sealed class DeliveryMapping : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.Property(d => d.Source).HasMaxLength(32);
        builder.Ignore(d => d.IdentifiesSomebody);
        builder.Property(d => d.Detail).HasMaxLength(1000);
        // Only what waits or needs a person is indexed: the rest of an append-only table costs nothing to keep. Null leaves such an index, and both
        // databases know that a comparison implies IS NOT NULL.
        builder.Property(d => d.Unread).HasDefaultValue(true);
        builder.HasIndex(d => d.Id).HasFilter("[Unread] IS NOT NULL").HasDatabaseName("IX_Deliveries_Unread");
        builder.HasIndex(d => new { d.Trouble, d.Id }).HasFilter("[Trouble] IS NOT NULL");
    }
}

internal sealed class CitizenMapping : IEntityTypeConfiguration<Citizen>
{
    public void Configure(EntityTypeBuilder<Citizen> builder)
    {
        builder.HasIndex(c => new { c.Platform, c.PlatformUserId }).IsUnique();
        builder.HasIndex(c => c.PersonId).HasFilter("[PersonId] IS NOT NULL");
    }
}

internal sealed class CitizenMarkMapping : IEntityTypeConfiguration<CitizenMark>
{
    public void Configure(EntityTypeBuilder<CitizenMark> builder)
    {
        builder.Property(m => m.Hash).HasMaxLength(64);
        builder.HasOne(m => m.Citizen).WithMany().HasForeignKey(m => m.CitizenId);
        builder.HasIndex(m => new { m.CitizenId, m.Kind, m.Hash }).IsUnique();
        builder.HasIndex(m => new { m.Kind, m.Hash });
    }
}

internal sealed class ConversationMapping : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.HasOne(c => c.Citizen).WithMany().HasForeignKey(c => c.CitizenId);
        builder.HasOne(c => c.Ticket).WithMany().HasForeignKey(c => c.TicketId);
        builder.Property(c => c.Topic).HasMaxLength(64);
        builder.HasMany(c => c.Clocks).WithOne().HasForeignKey(c => c.ConversationId);
        builder.Navigation(c => c.Clocks).HasField("clocks").UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        builder.HasIndex(c => new { c.CitizenId, c.Thread }).IsUnique();
        builder.HasIndex(c => c.InboxRank).HasFilter("[InboxRank] IS NOT NULL");
        builder.HasIndex(c => new { c.State, c.LastMessageAt });
        builder.HasIndex(c => c.Likeness).HasFilter("[Likeness] IS NOT NULL");
    }
}

internal sealed class DecisionMapping : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.Property(d => d.Topic).HasMaxLength(64);
        builder.Property(d => d.AssessedTopic).HasMaxLength(64);
        builder.HasOne(d => d.Message).WithMany().HasForeignKey(d => d.MessageId);
        builder.HasIndex(d => d.At);
        builder.HasIndex(d => d.MessageId);
    }
}

internal sealed class SurgeMapping : IEntityTypeConfiguration<Surge>
{
    public void Configure(EntityTypeBuilder<Surge> builder)
    {
        builder.Property(s => s.Topic).HasMaxLength(64);
        builder.Property(s => s.Print).HasMaxLength(256);
        builder.HasOne(s => s.Ticket).WithMany().HasForeignKey(s => s.TicketId);
        builder.HasIndex(s => s.Key).IsUnique();
        builder.HasIndex(s => s.LastAt);
    }
}

internal sealed class SurgeLevelMapping : IEntityTypeConfiguration<SurgeLevel>
{
    public void Configure(EntityTypeBuilder<SurgeLevel> builder)
    {
        builder.HasKey(l => l.Hour);
        builder.Property(l => l.Hour).ValueGeneratedNever();
        builder.Ignore(l => l.Threshold);
    }
}

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.HasOne(m => m.Conversation).WithMany().HasForeignKey(m => m.ConversationId);
        builder.Property(m => m.Text).Unbounded();
        builder.Property(m => m.Permalink).HasMaxLength(2000);
        builder.Property(m => m.Attachments).AsJson();
        builder.Navigation(m => m.Errands).HasField("errands").UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.Navigation(m => m.Media).HasField("media").UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.Property(m => m.Assessment).HasConversion(new JsonColumn<Assessment?>(), new JsonComparer<Assessment?>()).Unbounded();
        builder.HasIndex(m => new { m.Platform, m.PlatformMessageId, m.Revision }).IsUnique();
        builder.HasIndex(m => new { m.ConversationId, m.SentAt });
        builder.HasOne(m => m.Ticket).WithMany().HasForeignKey(m => m.TicketId);
        builder.HasIndex(m => new { m.TicketId, m.SentAt }).HasFilter("[TicketId] IS NOT NULL");
        builder.HasIndex(m => m.Id).HasFilter("[AwaitsWords] IS NOT NULL").HasDatabaseName("IX_Messages_AwaitsWords");
        builder.HasIndex(m => m.ConversationId).HasFilter("[Exposes] IS NOT NULL").HasDatabaseName("IX_Messages_Exposes");
    }
}

internal sealed class PostMapping : IEntityTypeConfiguration<Post>
{
    public void Configure(EntityTypeBuilder<Post> builder)
    {
        builder.HasKey(p => new { p.Platform, p.PlatformPostId });
        builder.Property(p => p.Text).Unbounded();
        builder.Property(p => p.PictureSha256).HasMaxLength(MediaFile.HashLength);
        builder.Property(p => p.PictureType).HasMaxLength(64);
        builder.HasIndex(p => p.SeenAt).HasFilter("[IsUntold] IS NOT NULL").HasDatabaseName("IX_Posts_IsUntold");
    }
}

internal sealed class MediaFileMapping : IEntityTypeConfiguration<MediaFile>
{
    public void Configure(EntityTypeBuilder<MediaFile> builder)
    {
        builder.ToTable("Media");
        builder.Property(m => m.Sha256).HasMaxLength(MediaFile.HashLength);
        builder.Property(m => m.ContentType).HasMaxLength(64);
        builder.Property(m => m.Name).HasMaxLength(MediaFile.LongestName);
        builder.HasOne(m => m.Message).WithMany(m => m.Media).HasForeignKey(m => m.MessageId);
        builder.HasIndex(m => new { m.MessageId, m.Position }).IsUnique();
        builder.HasIndex(m => m.Sha256);
    }
}

internal sealed class MediaErrandMapping : IEntityTypeConfiguration<MediaErrand>
{
    public void Configure(EntityTypeBuilder<MediaErrand> builder)
    {
        builder.ToTable("MediaErrands");
        builder.HasOne(e => e.Message).WithMany(m => m.Errands).HasForeignKey(e => e.MessageId);
        builder.HasOne(e => e.Post).WithMany().HasForeignKey(e => new { e.PostPlatform, e.PostId });
        builder.Property(e => e.Address).Unbounded();
        builder.HasIndex(e => new { e.MessageId, e.Position }).IsUnique();
        builder.HasIndex(e => new { e.PostPlatform, e.PostId }).IsUnique();
        builder.HasIndex(e => e.NextAttemptAt);
    }
}

internal sealed class EarlyMarkMapping : IEntityTypeConfiguration<EarlyMark>
{
    public void Configure(EntityTypeBuilder<EarlyMark> builder) => builder.HasIndex(m => new { m.Platform, m.PlatformMessageId }).IsUnique();
}

internal sealed class TicketMapping : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.Property(t => t.Number).HasMaxLength(20);
        builder.Property(t => t.MergedInto).HasMaxLength(20);
        builder.Property(t => t.LookupCode).HasMaxLength(16);
        builder.Property(t => t.Topic).HasMaxLength(64);
        builder.Property(t => t.Directorate).HasMaxLength(32);
        builder.Property(t => t.Region).HasMaxLength(16);
        builder.Property(t => t.Answer).Unbounded();
        builder.Ignore(t => t.IsOpen).Ignore(t => t.HasEnded);
        builder.HasOne(t => t.Citizen).WithMany().HasForeignKey(t => t.CitizenId);
        builder.HasOne(t => t.Officer).WithMany().HasForeignKey(t => t.OfficerId);
        // What is done when a ticket opens again depends on who had it: never leave that to what a query happened to load.
        builder.Navigation(t => t.Officer).AutoInclude();
        builder.HasMany(t => t.Clocks).WithOne().HasForeignKey(c => c.TicketId);
        builder.Navigation(t => t.Clocks).HasField("clocks").UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        builder.HasIndex(t => t.Number).IsUnique();
        builder.HasIndex(t => new { t.Directorate, t.Status });
        builder.HasIndex(t => new { t.OfficerId, t.Status });
        builder.HasIndex(t => new { t.CitizenId, t.Status });
        builder.HasIndex(t => new { t.Status, t.OpenedAt });
        builder.HasIndex(t => new { t.Directorate, t.Id });
        builder.HasIndex(t => t.OpenedAt);
        builder.HasIndex(t => t.MergedInto).HasFilter("[MergedInto] IS NOT NULL");
        builder.HasIndex(t => t.ClosesAt).HasFilter("[ClosesAt] IS NOT NULL");
    }
}

internal sealed class ClockMapping : IEntityTypeConfiguration<Clock>
{
    public void Configure(EntityTypeBuilder<Clock> builder)
    {
        builder.Property(c => c.Policy).HasMaxLength(80);
        builder.Property(c => c.Calendar).HasMaxLength(80);
        builder.Property(c => c.Target).HasMaxLength(32);
        builder.Property(c => c.Pauses).AsJson();
        builder.Property(c => c.EarlierAims).AsJson();
        builder.Property(c => c.Escalations).AsJson();
        builder.Ignore(c => c.Runs);
        builder.HasIndex(c => new { c.TicketId, c.Kind, c.Cycle }).IsUnique();
        builder.HasIndex(c => new { c.ConversationId, c.Cycle }).IsUnique().HasFilter("[ConversationId] IS NOT NULL");
        builder.HasIndex(c => c.NextAt).HasFilter("[NextAt] IS NOT NULL");
        // What is late now is found among the clocks that run, however many ran before.
        builder.HasIndex(c => c.DueAt, "IX_Clocks_Running").HasFilter("[MetAt] IS NULL AND [StoppedAt] IS NULL AND [PausedSince] IS NULL");
    }
}

internal sealed class NoticeMapping : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.Property(n => n.Text).Unbounded();
        builder.Property(n => n.Detail).HasMaxLength(1000);
        builder.Ignore(n => n.Words);
        builder.Property(n => n.Parameters).HasConversion(new JsonColumn<IReadOnlyList<string>?>(), new JsonComparer<IReadOnlyList<string>?>()).Unbounded();
        builder.HasIndex(n => n.Follows).HasFilter("[Follows] IS NOT NULL");
        builder.HasIndex(n => n.Id).HasFilter("[SeeksOtherWay] IS NOT NULL").HasDatabaseName("IX_Notices_SeeksOtherWay");
        builder.HasOne(n => n.Ticket).WithMany().HasForeignKey(n => n.TicketId);
        builder.HasOne(n => n.Conversation).WithMany().HasForeignKey(n => n.ConversationId);
        builder.HasIndex(n => n.Key).IsUnique();
        builder.HasIndex(n => n.TicketId);
        builder.HasIndex(n => new { n.Platform, n.TargetId });
        builder.HasIndex(n => new { n.Platform, n.PlatformId });
        builder.HasIndex(n => new { n.State, n.Id });
        builder.HasIndex(n => n.NextAttemptAt).HasFilter("[NextAttemptAt] IS NOT NULL");
    }
}

internal sealed class ChannelMapping : IEntityTypeConfiguration<Channel>
{
    public void Configure(EntityTypeBuilder<Channel> builder)
    {
        builder.HasKey(c => c.Platform);
        builder.Property(c => c.Detail).HasMaxLength(1000);
        builder.Property(c => c.Sealed).Unbounded();
    }
}

internal sealed class EventMapping : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("Events");
        builder.Property(e => e.Type).HasMaxLength(64);
        builder.Property(e => e.ActorId).HasMaxLength(200);
        builder.Property(e => e.Payload).Unbounded();
        builder.Ignore(e => e.What);
        builder.HasOne(e => e.Ticket).WithMany().HasForeignKey(e => e.TicketId);
        builder.HasOne(e => e.Conversation).WithMany().HasForeignKey(e => e.ConversationId);
        builder.HasIndex(e => e.Id).HasFilter("[Outbox] IS NOT NULL").HasDatabaseName("IX_Events_Outbox");
        builder.HasIndex(e => new { e.TicketId, e.Id });
        builder.HasIndex(e => new { e.ConversationId, e.Id }).HasFilter("[ConversationId] IS NOT NULL");
    }
}

internal sealed class DirectorateMapping : IEntityTypeConfiguration<Directorate>
{
    public void Configure(EntityTypeBuilder<Directorate> builder)
    {
        builder.HasKey(d => d.Code);
        builder.Property(d => d.Code).HasMaxLength(32);
    }
}

internal sealed class TopicMapping : IEntityTypeConfiguration<Topic>
{
    public void Configure(EntityTypeBuilder<Topic> builder)
    {
        builder.HasKey(t => t.Code);
        builder.Property(t => t.Code).HasMaxLength(64);
    }
}

internal sealed class ProgrammeMapping : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> builder)
    {
        builder.HasKey(p => p.Code);
        builder.Property(p => p.Code).HasMaxLength(32);
        builder.Property(p => p.Topic).HasMaxLength(64);
    }
}

internal sealed class RoutingRuleMapping : IEntityTypeConfiguration<RoutingRule>
{
    public void Configure(EntityTypeBuilder<RoutingRule> builder)
    {
        builder.Property(r => r.Topic).HasMaxLength(64);
        builder.Property(r => r.Region).HasMaxLength(16);
        builder.Property(r => r.Directorate).HasMaxLength(32);
        builder.Property(r => r.Note).HasMaxLength(1000);
    }
}

internal sealed class SlaPolicyMapping : IEntityTypeConfiguration<SlaPolicy>
{
    public void Configure(EntityTypeBuilder<SlaPolicy> builder)
    {
        builder.ToTable("SlaPolicies");
        builder.Property(p => p.Code).HasMaxLength(64);
        builder.Property(p => p.Topic).HasMaxLength(64);
        builder.Property(p => p.Directorate).HasMaxLength(32);
        builder.Property(p => p.Targets).AsJson();
        builder.Property(p => p.Ladder).AsJson();
        builder.Ignore(p => p.Label);
        builder.HasIndex(p => new { p.Code, p.Version }).IsUnique();
    }
}

internal sealed class CalendarMapping : IEntityTypeConfiguration<CalendarVersion>
{
    public void Configure(EntityTypeBuilder<CalendarVersion> builder)
    {
        builder.ToTable("Calendars");
        builder.Property(c => c.Code).HasMaxLength(64);
        builder.Property(c => c.Definition).Unbounded();
        builder.Property(c => c.Reason).HasMaxLength(500);
        builder.Ignore(c => c.Label).Ignore(c => c.Recount).Ignore(c => c.EffectiveOn);
        builder.HasIndex(c => new { c.Code, c.Version }).IsUnique();
    }
}

internal sealed class TemplateMapping : IEntityTypeConfiguration<Template>
{
    public void Configure(EntityTypeBuilder<Template> builder)
    {
        builder.Property(t => t.Code).HasMaxLength(64);
        builder.Property(t => t.Language).HasMaxLength(8);
        builder.Property(t => t.Text).HasMaxLength(4000);
        builder.Property(t => t.Draft).HasMaxLength(4000);
        builder.HasIndex(t => new { t.Code, t.Language }).IsUnique();
    }
}

internal sealed class RetentionRulesMapping : IEntityTypeConfiguration<RetentionRules>
{
    public void Configure(EntityTypeBuilder<RetentionRules> builder)
    {
        builder.ToTable("RetentionRules");
        builder.Property(r => r.Id).ValueGeneratedNever();
    }
}

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.Property(u => u.Login).HasMaxLength(64);
        builder.Property(u => u.Directorate).HasMaxLength(32);
        builder.Property(u => u.Calendar).HasMaxLength(64);
        builder.HasOne<User>().WithMany().HasForeignKey(u => u.DeputyId);
        builder.HasIndex(u => u.Login).IsUnique();
        builder.HasIndex(u => new { u.Directorate, u.OnDuty, u.OpenWork });
    }
}

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.Property(n => n.Rung).HasMaxLength(40);
        builder.HasOne<User>().WithMany().HasForeignKey(n => n.UserId);
        builder.HasOne(n => n.Ticket).WithMany().HasForeignKey(n => n.TicketId);
        builder.HasOne(n => n.Conversation).WithMany().HasForeignKey(n => n.ConversationId);
        builder.Property(n => n.Detail).HasMaxLength(500);
        builder.HasIndex(n => new { n.ClockId, n.Rung, n.UserId }).IsUnique().HasFilter("[ClockId] IS NOT NULL");
        builder.HasIndex(n => new { n.UserId, n.TellAt });
        builder.HasIndex(n => new { n.UserId, n.TellAt }, "IX_Notifications_Unread").HasFilter("[ReadAt] IS NULL");
    }
}

internal sealed class SavedViewMapping : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("SavedViews");
        builder.Property(v => v.Screen).HasMaxLength(16);
        builder.Property(v => v.Name).HasMaxLength(SavedView.LongestName);
        builder.Property(v => v.Filters).AsJson();
        builder.HasOne<User>().WithMany().HasForeignKey(v => v.UserId);
        builder.HasIndex(v => new { v.UserId, v.Screen, v.Name }).IsUnique();
    }
}

internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.Property(k => k.Hash).HasMaxLength(32);
        builder.Property(k => k.Directorate).HasMaxLength(32);
        builder.HasIndex(k => k.Hash).IsUnique();
    }
}

/// <summary>The last number given in a year.</summary>
internal sealed class NumberSequence
{
    public int Year { get; private set; }

    public long Last { get; private set; }
}

internal sealed class NumberSequenceMapping : IEntityTypeConfiguration<NumberSequence>
{
    public void Configure(EntityTypeBuilder<NumberSequence> builder)
    {
        builder.ToTable("NumberSequences");
        builder.HasKey(s => s.Year);
        builder.Property(s => s.Year).ValueGeneratedNever();
    }
}
