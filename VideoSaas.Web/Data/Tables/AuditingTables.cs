using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Auditing;

namespace VideoSaas.Web.Data.Tables;

/// <summary>Append-only and partitioned by month of <c>created_at</c>: the table itself is made by numbered SQL.</summary>
internal sealed class AuditLogsTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> table)
    {
        table.ToTable("audit_logs", t => t.HasComment(
            """
            The append-only trail; partitioned by month of created_at.
            old_values: column → value before; null for a birth
            new_values: column → value after
            changes: column → [before, after], only what differs
            metadata: { reason } in the words of whoever did it
            """));
        table.HasKey(row => new { row.Id, row.CreatedAt });
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.SetNull);
        table.HasWord(row => row.ActorType, "actor_type", 20);
        table.Property(row => row.ActorId).HasMaxLength(100);
        table.Property(row => row.Action).HasMaxLength(100);
        table.Property(row => row.ResourceType).HasMaxLength(50);
        table.Property(row => row.OldValues).IsJson();
        table.Property(row => row.NewValues).IsJson();
        table.Property(row => row.Changes).IsJson();
        table.Property(row => row.RequestId).HasMaxLength(100);
        table.Property(row => row.Metadata).IsJson().FilledWhenUnset("'{}'");
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(row => new { row.UserId, row.CreatedAt }, "idx_audit_logs_user_time").IsDescending(false, true);
        table.HasIndex(row => new { row.ResourceType, row.ResourceId, row.CreatedAt }, "idx_audit_logs_resource")
            .IsDescending(false, false, true);
        table.HasIndex(row => new { row.Action, row.CreatedAt }, "idx_audit_logs_action").IsDescending(false, true);
        table.HasIndex(row => new { row.ActorType, row.ActorId, row.CreatedAt }, "idx_audit_logs_actor")
            .IsDescending(false, false, true);
    }
}
