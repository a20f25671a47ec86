using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Data.Tables;

internal sealed class PublishStepsTable : IEntityTypeConfiguration<PublishStep>
{
    public void Configure(EntityTypeBuilder<PublishStep> table)
    {
        table.ToTable("publish_steps", t => t.HasComment(
            """
            What a post's platform was asked and said, a line a step; never changed.
            answer: PlatformAnswer { full_response, headers without secrets, status_code }
            """));
        table.Property(step => step.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<PlatformPost>().WithMany().HasForeignKey(step => step.PostId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(step => step.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(step => step.Step).HasMaxLength(50);
        table.HasWord(step => step.Outcome, "outcome", 20);
        table.Property(step => step.RequestId).HasMaxLength(200);
        table.Property(step => step.ErrorCode).HasMaxLength(50);
        table.Property(step => step.Answer).IsJson();
        table.Property(step => step.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(step => new { step.PostId, step.CreatedAt }, "idx_publish_steps_post").IsDescending(false, true);
        table.HasIndex(step => step.UserId, "idx_publish_steps_user");
    }
}

internal sealed class PostChecksTable : IEntityTypeConfiguration<PostCheck>
{
    public void Configure(EntityTypeBuilder<PostCheck> table)
    {
        table.ToTable("post_checks", t => t.HasComment(
            """
            Scheduled posts looked at ahead of their time.
            findings: CheckFinding[] { level, code, arguments }
            """));
        table.Property(check => check.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<PlatformPost>().WithMany().HasForeignKey(check => check.PostId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(check => check.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(check => check.Stage, "stage", 20);
        table.HasWord(check => check.Outcome, "outcome", 20);
        table.Property(check => check.Findings).HasJson();
        table.Property(check => check.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(check => new { check.PostId, check.Arming, check.Stage }, "post_checks_post_id_arming_stage_key").IsUnique();
        table.HasIndex(check => check.UserId, "idx_post_checks_user");
    }
}

internal sealed class QueueSlotsTable : IEntityTypeConfiguration<QueueSlot>
{
    public void Configure(EntityTypeBuilder<QueueSlot> table)
    {
        table.ToTable("queue_slots", t =>
        {
            t.HasComment("Weekly times by the wall clock of the person's zone at which one post of a channel goes out. weekday: 1 is Monday.");
            t.HasCheckConstraint("ck_queue_slots_weekday", "weekday BETWEEN 1 AND 7");
        });
        table.Property(slot => slot.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(slot => slot.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<PlatformAccount>().WithMany().HasForeignKey(slot => slot.ConnectedAccountId).OnDelete(DeleteBehavior.Cascade);
        table.Property(slot => slot.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(slot => new { slot.UserId, slot.ConnectedAccountId, slot.Weekday, slot.LocalTime }, "queue_slots_unique")
            .IsUnique().AreNullsDistinct(false);
        table.HasIndex(slot => slot.ConnectedAccountId, "idx_queue_slots_account");
    }
}

internal sealed class UploadAdmissionsTable : IEntityTypeConfiguration<UploadAdmission>
{
    public void Configure(EntityTypeBuilder<UploadAdmission> table)
    {
        table.ToTable("upload_admissions", t => t.HasComment("Uploads let in against a platform's daily budget for the whole product."));
        table.HasKey(row => new { row.PostId, row.Arming, row.Begun });
        table.HasOne<PlatformPost>().WithMany().HasForeignKey(row => row.PostId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(row => row.Platform, "platform", 20);
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(row => new { row.Platform, row.Day, row.UserId }, "idx_upload_admissions_day");
        table.HasIndex(row => row.UserId, "idx_upload_admissions_user");
    }
}
