using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Notifying;

namespace VideoSaas.Web.Data.Tables;

internal sealed class NotificationsTable : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> table)
    {
        table.ToTable("notifications", t => t.HasComment(
            """
            What people were told in the app.
            facts: NotificationFacts { code, platform, subject, arguments }
            """));
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(row => row.Kind, "kind", 30);
        table.Property(row => row.Key).HasMaxLength(150);
        table.Property(row => row.ResourceType).HasMaxLength(20);
        table.Property(row => row.Facts).HasJson().DefaultInSql("'{}'");
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(row => new { row.UserId, row.Key }, "notifications_user_id_key_key").IsUnique();
        table.HasIndex(row => new { row.UserId, row.CreatedAt }, "idx_notifications_user").IsDescending(false, true);
        table.HasIndex(row => row.UserId, "idx_notifications_unread").HasFilter("read_at IS NULL AND settled_at IS NULL");
        table.HasIndex(row => row.ResourceId, "idx_notifications_open_resource").HasFilter("settled_at IS NULL");
    }
}

internal sealed class LettersTable : IEntityTypeConfiguration<Letter>
{
    public void Configure(EntityTypeBuilder<Letter> table)
    {
        table.ToTable("letters", t => t.HasComment("Mails that are to go out, and those that did."));
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<Notification>().WithMany().HasForeignKey(row => row.NotificationId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(row => row.Kind, "kind", 30);
        table.Property(row => row.Key).HasMaxLength(150);
        table.HasWord(row => row.Status, "status", 20).DefaultInSql("'waiting'");
        table.Property(row => row.StatusChangedAt).WrittenByDatabase();
        table.Property(row => row.Attempts).DefaultInSql("0");
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.UpdatedAt).WrittenByDatabase();

        table.HasIndex(row => new { row.UserId, row.Key }, "letters_user_id_key_key").IsUnique();
        table.HasIndex(row => new { row.Status, row.DueAt }, "idx_letters_due").HasFilter("status = 'waiting'");
        table.HasIndex(row => row.NotificationId, "idx_letters_notification");
    }
}
