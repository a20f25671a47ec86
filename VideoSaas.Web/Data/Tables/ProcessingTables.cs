using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Data.Tables;

internal sealed class ProcessingJobsTable : IEntityTypeConfiguration<ProcessingJob>
{
    public void Configure(EntityTypeBuilder<ProcessingJob> table)
    {
        table.ToTable("processing_jobs", t => t.HasComment(
            """
            The truth for long work on a video; Hangfire only carries it out.
            job_data: input of the handler of job_type; publish_post has { post_id }, download_video DownloadData { address, file }
            result_data: what the handler's JobOutcome.Done carried
            error_details: { last_lines, arguments } of the tool that failed
            progress_details: JobProgressDetails { seconds_left, speed, done, total, bytes_per_second }
            """));
        table.Property(job => job.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<Video>().WithMany().HasForeignKey(job => job.VideoId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(job => job.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(job => job.JobType).HasMaxLength(50);
        table.HasWord(job => job.Kind, "kind", 20).DefaultInSql("'light'");
        table.Property(job => job.Priority).DefaultInSql("5");
        table.Property(job => job.ScheduledFor).DefaultInSql(Columns.Now);
        table.HasWord(job => job.Status, "status", 30).DefaultInSql("'queued'");
        table.Property(job => job.StatusChangedAt).WrittenByDatabase();
        table.Property(job => job.Attempts).DefaultInSql("0");
        table.Property(job => job.MaxAttempts).DefaultInSql("3");
        table.Property(job => job.WorkerId).HasMaxLength(100);
        table.Property(job => job.JobData).HasColumnType("jsonb").DefaultInSql("'{}'");
        table.Property(job => job.ResultData).IsJson();
        table.Property(job => job.ErrorCode).HasMaxLength(50);
        table.Property(job => job.ErrorDetails).IsJson();
        table.HasOne<ProcessingJob>().WithMany().HasForeignKey(job => job.DependsOnJobId).OnDelete(DeleteBehavior.Cascade);
        table.Property(job => job.AssetSet).DefaultInSql("1");
        table.Property(job => job.HangfireJobId).HasMaxLength(50);
        table.Property(job => job.Stage).HasMaxLength(50);
        table.Property(job => job.ProgressDetails).IsJson();
        table.Property(job => job.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(job => job.UpdatedAt).WrittenByDatabase();

        table.HasIndex(job => new { job.Status, job.Priority, job.ScheduledFor }, "idx_processing_jobs_ready")
            .HasFilter("status = 'queued'");
        table.HasIndex(job => new { job.Kind, job.Priority, job.ScheduledFor }, "idx_processing_jobs_kind")
            .HasFilter("status = 'queued'");
        table.HasIndex(job => new { job.WorkerId, job.StartedAt }, "idx_processing_jobs_running").HasFilter("status = 'running'");
        table.HasIndex(job => new { job.Status, job.BackoffUntil }, "idx_processing_jobs_retry")
            .HasFilter("status = 'failed' AND backoff_until IS NOT NULL");
        table.HasIndex(job => new { job.VideoId, job.Status }, "idx_processing_jobs_video");
        table.HasIndex(job => new { job.DependsOnJobId, job.Status }, "idx_processing_jobs_dependencies")
            .HasFilter("depends_on_job_id IS NOT NULL");
        table.HasIndex(job => job.UserId, "idx_processing_jobs_user");
        table.HasIndex(job => job.HangfireJobId, "idx_processing_jobs_hangfire").HasFilter("hangfire_job_id IS NOT NULL");
    }
}

internal sealed class ProcessingJobAttemptsTable : IEntityTypeConfiguration<ProcessingJobAttempt>
{
    public void Configure(EntityTypeBuilder<ProcessingJobAttempt> table)
    {
        table.ToTable("processing_job_attempts");
        table.Property(attempt => attempt.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<ProcessingJob>().WithMany().HasForeignKey(attempt => attempt.JobId).OnDelete(DeleteBehavior.Cascade);
        table.Property(attempt => attempt.WorkerId).HasMaxLength(100);
        table.HasWord(attempt => attempt.Outcome, "outcome", 20);
        table.Property(attempt => attempt.ErrorCode).HasMaxLength(50);
        table.Property(attempt => attempt.CreatedAt).FilledWhenUnset(Columns.Now);

        // Not unique: a try that was given back keeps its number for the next one.
        table.HasIndex(attempt => new { attempt.JobId, attempt.StartedAt }, "idx_processing_job_attempts_job");
    }
}

internal sealed class MakingsTable : IEntityTypeConfiguration<Making>
{
    public void Configure(EntityTypeBuilder<Making> table)
    {
        table.ToTable("makings", t => t.HasComment(
            """
            One making of a video, a row an asset set.
            edits: VideoEdits { frame, trim, watermark, sound, captions, cover_at_ms }
            plan: MakingPlan { rules_version, files, decisions, preview }
            """));
        table.HasKey(making => new { making.VideoId, making.AssetSet });
        table.HasOne<Video>().WithMany().HasForeignKey(making => making.VideoId).OnDelete(DeleteBehavior.Cascade);
        table.Property(making => making.Edits).HasJson();
        table.Property(making => making.Plan).HasJson();
        table.Property(making => making.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(making => making.UpdatedAt).WrittenByDatabase();
    }
}
