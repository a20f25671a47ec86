using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace VideoSaas.Web.Data.Tables;

internal sealed class LiveEventsTable : IEntityTypeConfiguration<LiveEvent>
{
    public void Configure(EntityTypeBuilder<LiveEvent> table)
    {
        table.ToTable("live_events");
        table.Property(row => row.Id).UseIdentityAlwaysColumn();
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.OwnerId).OnDelete(DeleteBehavior.Cascade);
        table.Property(row => row.Kind).HasMaxLength(20);
        table.ToTable(t => t.HasCheckConstraint(
            "ck_live_events_kind", "kind IN ('user', 'video', 'job', 'post', 'upload', 'account', 'notification', 'export')"));
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(row => row.OwnerId, "idx_live_events_owner");
        table.HasIndex(row => row.CreatedAt, "idx_live_events_created");
    }
}

internal sealed class SandboxDocumentsTable : IEntityTypeConfiguration<SandboxDocument>
{
    public void Configure(EntityTypeBuilder<SandboxDocument> table)
    {
        table.ToTable("sandbox_documents", t => t.HasComment(
            """
            State of the sandbox twins.
            body: the twin's own structure for that kind
            """));
        table.HasKey(row => new { row.Twin, row.Kind, row.Key });
        table.Property(row => row.Twin).HasMaxLength(20);
        table.Property(row => row.Kind).HasMaxLength(30);
        table.Property(row => row.Key).HasMaxLength(200);
        table.Property(row => row.Body).HasColumnType("jsonb");
        table.Property(row => row.Version).DefaultInSql("0").IsConcurrencyToken();
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.UpdatedAt).WrittenByDatabase();
    }
}

internal sealed class DataProtectionKeysTable : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> table) => table.ToTable("data_protection_keys");
}
