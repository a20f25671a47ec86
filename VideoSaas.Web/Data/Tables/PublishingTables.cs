using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Data.Tables;

internal sealed class PlatformPostsTable : IEntityTypeConfiguration<PlatformPost>
{
    public void Configure(EntityTypeBuilder<PlatformPost> table)
    {
        table.ToTable("platform_posts", t => t.HasComment(
            """
            One clip on one platform.
            api_response: { full_response, headers without secrets, status_code } of the last answer that mattered
            error_details: the platform's { class, code, subcode, trace_id }
            settings: PostSettings, what the person chose beside the text; each platform reads what it knows
            """));
        table.Property(post => post.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<Video>().WithMany().HasForeignKey(post => post.VideoId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(post => post.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(post => post.Platform, "platform", 20);
        table.Property(post => post.PlatformAccountId).HasMaxLength(100);
        table.HasOne<PlatformAccount>().WithMany().HasForeignKey(post => post.ConnectedAccountId).OnDelete(DeleteBehavior.SetNull);
        table.HasWord(post => post.UploadStatus, "upload_status", 30).DefaultInSql("'pending'");
        table.Property(post => post.StatusChangedAt).WrittenByDatabase();
        table.Property(post => post.UploadProgress).DefaultInSql("0");
        table.Property(post => post.PlatformShortCode).HasMaxLength(100);
        table.Property(post => post.ApiResponse).IsJson();
        table.Property(post => post.ErrorCode).HasMaxLength(50);
        table.Property(post => post.ErrorDetails).IsJson();
        table.Property(post => post.Settings).IsJson();
        table.Property(post => post.RetryCount).DefaultInSql("0");
        table.Property(post => post.MaxRetries).DefaultInSql("3");
        table.HasWord(post => post.HoldCode, "hold_code", 20);
        table.Property(post => post.Arming).DefaultInSql("0");
        table.Property(post => post.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(post => post.UpdatedAt).WrittenByDatabase();

        table.HasIndex(post => new { post.VideoId, post.Platform }, "platform_posts_video_id_platform_key").IsUnique();
        table.HasIndex(post => new { post.VideoId, post.Platform }, "idx_platform_posts_unique").IsUnique()
            .HasFilter("upload_status NOT IN ('failed', 'cancelled')");
        table.HasIndex(post => post.VideoId, "idx_platform_posts_video");
        table.HasIndex(post => new { post.UserId, post.CreatedAt }, "idx_platform_posts_user").IsDescending(false, true);
        table.HasIndex(post => new { post.UploadStatus, post.Platform }, "idx_platform_posts_status");
        table.HasIndex(post => new { post.UploadStatus, post.RetryCount }, "idx_platform_posts_retry")
            .HasFilter("upload_status = 'failed' AND retry_count < max_retries");
        table.HasIndex(post => post.ScheduledFor, "idx_platform_posts_scheduled")
            .HasFilter("upload_status = 'pending' AND scheduled_for IS NOT NULL");
        table.HasIndex(post => new { post.Platform, post.UploadStatus, post.RetryCount }, "idx_platform_posts_retry_queue")
            .HasFilter("upload_status = 'failed' AND retry_count < max_retries");
        table.HasIndex(post => post.CommitAt, "idx_platform_posts_commit")
            .HasFilter("upload_status = 'checking' AND commit_at IS NOT NULL AND hold_code IS NULL");
        table.HasIndex(post => post.ConnectedAccountId, "idx_platform_posts_connected_account");
        table.HasIndex(post => new { post.UserId, post.ScheduledFor }, "idx_platform_posts_user_scheduled");
        table.HasIndex(post => new { post.UserId, post.PostedAt }, "idx_platform_posts_user_posted").HasFilter("posted_at IS NOT NULL");
        table.HasIndex(post => new { post.UserId, post.UploadStatus }, "idx_platform_posts_user_status");
    }
}

internal sealed class PlatformAccountsTable : IEntityTypeConfiguration<PlatformAccount>
{
    public void Configure(EntityTypeBuilder<PlatformAccount> table)
    {
        table.ToTable("platform_accounts", t => t.HasComment(
            """
            Connected accounts; tokens are ciphertext of ASP.NET Data Protection.
            details: what else the platform needs, such as the page's id
            facts: AccountFacts, what the platform last said of the account's rights and limits
            """));
        table.HasQueryFilter(account => account.DeletedAt == null);
        table.Property(account => account.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(account => account.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(account => account.Platform, "platform", 20);
        table.Property(account => account.ExternalId).HasMaxLength(100);
        table.Property(account => account.Username).HasMaxLength(100);
        table.Property(account => account.DisplayName).HasMaxLength(200);
        table.Property(account => account.Scopes).DefaultInSql("'{}'");
        table.HasWord(account => account.Health, "health", 20).DefaultInSql("'connected'");
        table.Property(account => account.StatusChangedAt).WrittenByDatabase();
        table.Property(account => account.Details).IsJson();
        table.Property(account => account.Facts).IsJson();
        table.Property(account => account.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(account => account.UpdatedAt).WrittenByDatabase();

        table.HasIndex(account => new { account.UserId, account.Platform, account.ExternalId }, "idx_platform_accounts_unique")
            .IsUnique().HasFilter("deleted_at IS NULL");
        table.HasIndex(account => account.UserId, "idx_platform_accounts_user");
        table.HasIndex(account => new { account.Health, account.TokenExpiresAt }, "idx_platform_accounts_health");
    }
}

internal sealed class PublishAttemptsTable : IEntityTypeConfiguration<PublishAttempt>
{
    public void Configure(EntityTypeBuilder<PublishAttempt> table)
    {
        table.ToTable("publish_attempts", t => t.HasComment(
            """
            What one arming of a post has sent to its platform.
            remote_handles: what the platform calls its side, such as { container_id, upload_uri }; stored before it is used
            last_request: { method, path, fields } without secrets
            last_answer: { status_code, body } without secrets
            """));
        table.Property(attempt => attempt.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<PlatformPost>().WithMany().HasForeignKey(attempt => attempt.PostId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(attempt => attempt.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(attempt => attempt.Step).HasMaxLength(50);
        table.Property(attempt => attempt.RemoteHandles).IsJson();
        table.Property(attempt => attempt.LastRequest).IsJson();
        table.Property(attempt => attempt.LastAnswer).IsJson();
        table.HasWord(attempt => attempt.Outcome, "outcome", 20);
        table.Property(attempt => attempt.ResolvedBy).HasMaxLength(100);
        table.Property(attempt => attempt.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(attempt => attempt.UpdatedAt).WrittenByDatabase();

        table.HasIndex(attempt => new { attempt.PostId, attempt.Arming }, "publish_attempts_post_id_arming_key").IsUnique();
        table.HasIndex(attempt => attempt.UserId, "idx_publish_attempts_user");
    }
}
