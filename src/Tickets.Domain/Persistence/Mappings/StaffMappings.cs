using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tickets.Domain.Persistence.Mappings;

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts");
        builder.HasKey(a => a.UserId);
        builder.Property(a => a.UserId).ValueGeneratedNever();
        builder.HasOne(a => a.User).WithOne().HasForeignKey<Account>(a => a.UserId);
        builder.Property(a => a.PasswordHash).HasMaxLength(400);
        builder.Property(a => a.Stamp).HasMaxLength(64).IsConcurrencyToken();
        builder.Property(a => a.AuthenticatorKey).HasMaxLength(64);
        builder.Property(a => a.RecoveryCodes).HasMaxLength(2000);
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("Sessions");
        builder.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId);
        builder.Property(s => s.Hash).HasMaxLength(32);
        builder.HasIndex(s => s.Hash).IsUnique();
        builder.HasIndex(s => new { s.UserId, s.EndedAt });
    }
}

internal sealed class RingKeyMapping : IEntityTypeConfiguration<RingKey>
{
    public void Configure(EntityTypeBuilder<RingKey> builder)
    {
        builder.ToTable("RingKeys");
        builder.Property(k => k.Xml).Unbounded();
    }
}

internal sealed class HandlingMapping : IEntityTypeConfiguration<Handling>
{
    public void Configure(EntityTypeBuilder<Handling> builder)
    {
        builder.ToTable("Handlings");
        builder.HasKey(h => h.ConversationId);
        builder.Property(h => h.ConversationId).ValueGeneratedNever();
        builder.HasOne<Conversation>().WithOne().HasForeignKey<Handling>(h => h.ConversationId);
        builder.Property(h => h.Version).IsConcurrencyToken();
        builder.HasIndex(h => h.RestsUntil).HasFilter("[RestsUntil] IS NOT NULL");
    }
}

internal sealed class SavedReplyMapping : IEntityTypeConfiguration<SavedReply>
{
    public void Configure(EntityTypeBuilder<SavedReply> builder)
    {
        builder.ToTable("SavedReplies");
        builder.HasKey(r => r.Code);
        builder.Property(r => r.Code).HasMaxLength(32);
        builder.Property(r => r.Text).HasMaxLength(4000);
    }
}

internal sealed class RatingMapping : IEntityTypeConfiguration<Rating>
{
    public void Configure(EntityTypeBuilder<Rating> builder)
    {
        builder.ToTable("Ratings");
        builder.HasKey(r => r.TicketId);
        builder.Property(r => r.TicketId).ValueGeneratedNever();
        builder.HasOne<Ticket>().WithOne().HasForeignKey<Rating>(r => r.TicketId);
        builder.Property(r => r.Sentence).HasMaxLength(1000);
    }
}
