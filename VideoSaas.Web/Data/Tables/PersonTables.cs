using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Accounts;

namespace VideoSaas.Web.Data.Tables;

internal sealed class UserSessionsTable : IEntityTypeConfiguration<PersonSession>
{
    public void Configure(EntityTypeBuilder<PersonSession> table)
    {
        table.ToTable("user_sessions");
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(row => row.SignIn).HasMaxLength(64);
        table.Property(row => row.IpAddress).HasMaxLength(45);
        table.Property(row => row.UserAgent).HasMaxLength(500);
        table.Property(row => row.LastSeenAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.HasIndex(row => row.SignIn, "user_sessions_sign_in_key").IsUnique();
        table.HasIndex(row => new { row.UserId, row.LastSeenAt }, "idx_user_sessions_user").IsDescending(false, true);
    }
}

internal sealed class DataExportsTable : IEntityTypeConfiguration<DataExport>
{
    public void Configure(EntityTypeBuilder<DataExport> table)
    {
        table.ToTable("data_exports");
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(row => row.Status, "status", 20).DefaultInSql("'queued'");
        table.Property(row => row.StatusChangedAt).WrittenByDatabase();
        table.Property(row => row.StorageKey).HasMaxLength(500);
        table.Property(row => row.Attempts).DefaultInSql("0");
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.UpdatedAt).WrittenByDatabase();
        table.HasIndex(row => new { row.UserId, row.CreatedAt }, "idx_data_exports_user").IsDescending(false, true);
        table.HasIndex(row => new { row.Status, row.CreatedAt }, "idx_data_exports_open").HasFilter("status IN ('queued', 'running')");
        table.HasIndex(row => row.ExpiresAt, "idx_data_exports_ready").HasFilter("status = 'ready'");
    }
}
