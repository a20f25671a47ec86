using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Analytics;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Data.Tables;

/// <summary>Partitioned by month of <c>fetched_at</c>: the table itself is made by numbered SQL.</summary>
internal sealed class VideoAnalyticsTable : IEntityTypeConfiguration<VideoAnalytics>
{
    public void Configure(EntityTypeBuilder<VideoAnalytics> table)
    {
        table.ToTable("video_analytics");
        table.HasKey(row => new { row.Id, row.FetchedAt });
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<Video>().WithMany().HasForeignKey(row => row.VideoId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(row => row.Platform, "platform", 20);
        table.Property(row => row.Views).DefaultInSql("0");
        table.Property(row => row.Likes).DefaultInSql("0");
        table.Property(row => row.Comments).DefaultInSql("0");
        table.Property(row => row.Shares).DefaultInSql("0");
        table.Property(row => row.Saves).DefaultInSql("0");
        table.Property(row => row.EngagementRate).HasPrecision(5, 2);
        table.Property(row => row.FetchedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(row => new { row.VideoId, row.Platform, row.FetchedAt }, "video_analytics_video_id_platform_fetched_at_key")
            .IsUnique();
        table.HasIndex(row => new { row.VideoId, row.FetchedAt }, "idx_video_analytics_video").IsDescending(false, true);
        table.HasIndex(row => new { row.UserId, row.FetchedAt }, "idx_video_analytics_user").IsDescending(false, true);
        table.HasIndex(row => new { row.Platform, row.FetchedAt }, "idx_video_analytics_platform").IsDescending(false, true);
    }
}

/// <summary>Partitioned by month of <c>fetched_at</c>: the table itself is made by numbered SQL.</summary>
internal sealed class PostAnalyticsTable : IEntityTypeConfiguration<PostAnalytics>
{
    public void Configure(EntityTypeBuilder<PostAnalytics> table)
    {
        table.ToTable("post_analytics", t => t.HasComment(
            """
            Raw snapshots of posts, one a fetch; partitioned by month of fetched_at.
            metrics: the platform's metric name → number
            raw: the platform's answer as it came
            """));
        table.HasKey(row => new { row.Id, row.FetchedAt });
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<PlatformPost>().WithMany().HasForeignKey(row => row.PostId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(row => row.Metrics).HasColumnType("jsonb").DefaultInSql("'{}'");
        table.Property(row => row.Raw).IsJson();
        table.Property(row => row.FetchedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(row => new { row.PostId, row.FetchedAt }, "idx_post_analytics_post").IsUnique().IsDescending(false, true);
        table.HasIndex(row => new { row.UserId, row.FetchedAt }, "idx_post_analytics_user").IsDescending(false, true);
    }
}
