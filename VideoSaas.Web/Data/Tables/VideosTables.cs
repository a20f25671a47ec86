using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Data.Tables;

internal sealed class VideosTable : IEntityTypeConfiguration<Video>
{
    public void Configure(EntityTypeBuilder<Video> table)
    {
        table.ToTable("videos", t => t.HasComment(
            """
            The master record of a clip.
            processing_error_details: ProcessingErrorDetails { code, arguments, job_id, last_lines }
            sync_status: platform word → the word of its post; only platforms that have a post; written by a trigger alone
            """));
        table.HasQueryFilter(video => video.DeletedAt == null);

        table.Property(video => video.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(video => video.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(video => video.OriginalFilename).HasMaxLength(255);
        table.Property(video => video.OriginalFormat).HasMaxLength(20);
        table.Property(video => video.AspectRatio).HasMaxLength(20);
        table.Property(video => video.HasAudio).DefaultInSql("true");
        table.Property(video => video.AudioCodec).HasMaxLength(50);
        table.Property(video => video.VideoCodec).HasMaxLength(50);
        table.Property(video => video.ColorSpace).HasMaxLength(20);
        table.HasWord(video => video.ProcessingStatus, "processing_status", 30).DefaultInSql("'pending'");
        table.Property(video => video.StatusChangedAt).WrittenByDatabase();
        table.Property(video => video.ProcessingErrorDetails).HasJson();
        table.Property(video => video.SyncStatus).HasColumnType("jsonb").WrittenByDatabase("'{}'");
        table.Property(video => video.LastSyncAt).WrittenByDatabase(defaultSql: null);
        table.HasOne<Video>().WithMany().HasForeignKey(video => video.SourceVideoId).OnDelete(DeleteBehavior.SetNull);
        table.Property(video => video.AssetSet).DefaultInSql("1");

        // No concurrency token: an edit by the person must not make a job's status change fail. Edits lock the row and compare.
        table.Property(video => video.ContentVersion).DefaultInSql("0");
        table.Property(video => video.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(video => video.UpdatedAt).WrittenByDatabase();

        table.Property<string>(SearchTextColumn).HasComputedColumnSql(
            "video_search_text(original_filename, caption, hashtags)", stored: true);

        table.HasIndex(video => new { video.UserId, video.CreatedAt }, "idx_videos_user_created").IsDescending(false, true);
        table.HasIndex(video => video.ProcessingStatus, "idx_videos_status").HasFilter("processing_status != 'ready'");
        table.HasIndex(video => video.ProcessingStartedAt, "idx_videos_processing").HasFilter("processing_status = 'processing'");
        table.HasIndex(video => video.DeletedAt, "idx_videos_deleted").HasFilter("deleted_at IS NOT NULL");
        table.HasIndex([SearchTextColumn], "idx_videos_search_trgm").HasMethod("gin").HasOperators("gin_trgm_ops");
    }

    /// <summary>File name, caption and hashtags in one; search it with <c>ILike</c>, which the trigram index answers.</summary>
    public const string SearchTextColumn = "SearchText";
}

internal sealed class VideoMetadataTable : IEntityTypeConfiguration<VideoMetadata>
{
    public void Configure(EntityTypeBuilder<VideoMetadata> table)
    {
        table.ToTable("video_metadata", t => t.HasComment(
            """
            Exact facts of a video's source, one row a video.
            container_tags: tag → value, as the container has them
            layout: Mp4Layout { is_index_first, edit_lists }
            ffprobe: the whole document of ffprobe -show_format -show_streams
            """));
        table.HasKey(row => row.VideoId);
        table.HasOne<Video>().WithOne().HasForeignKey<VideoMetadata>(row => row.VideoId).OnDelete(DeleteBehavior.Cascade);
        table.Property(row => row.PixelFormat).HasMaxLength(50);
        table.Property(row => row.HdrTransfer).HasMaxLength(50);
        table.Property(row => row.ColorPrimaries).HasMaxLength(50);
        table.Property(row => row.ContainerTags).IsJson();
        table.Property(row => row.SourceSha256).HasMaxLength(64);
        table.Property(row => row.Layout).HasJson();
        table.Property(row => row.Ffprobe).IsJson();
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.UpdatedAt).WrittenByDatabase();

        table.HasIndex(row => row.SourceSha256, "idx_video_metadata_sha256");
    }
}

internal sealed class VideoAssetsTable : IEntityTypeConfiguration<VideoAsset>
{
    public void Configure(EntityTypeBuilder<VideoAsset> table)
    {
        table.ToTable("video_assets", t => t.HasComment(
            """
            Every stored file of a video.
            spec: the encode spec that made the file; null for a source
            """));
        table.Property(asset => asset.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<Video>().WithMany().HasForeignKey(asset => asset.VideoId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(asset => asset.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(asset => asset.Kind, "kind", 20);
        table.Property(asset => asset.StorageKey).HasMaxLength(255);
        table.Property(asset => asset.ContentType).HasMaxLength(100);
        table.Property(asset => asset.Sha256).HasMaxLength(64);
        table.Property(asset => asset.Spec).IsJson();
        table.Property(asset => asset.Platforms).DefaultInSql("'{}'");
        table.Property(asset => asset.CreatedAt).FilledWhenUnset(Columns.Now);

        table.HasIndex(asset => new { asset.VideoId, asset.AssetSet, asset.Kind, asset.StorageKey }, "idx_video_assets_unique")
            .IsUnique();
        table.HasIndex(asset => asset.UserId, "idx_video_assets_user");
        table.HasIndex(asset => asset.StorageKey, "idx_video_assets_storage_key");
    }
}

internal sealed class UploadsTable : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> table)
    {
        table.ToTable("uploads");
        table.Property(upload => upload.Id).FilledWhenUnset("gen_random_uuid()");
        table.Property(upload => upload.Token).HasMaxLength(100);
        table.HasOne<AppUser>().WithMany().HasForeignKey(upload => upload.UserId).OnDelete(DeleteBehavior.Cascade);
        table.HasWord(upload => upload.Status, "status", 20).DefaultInSql("'receiving'");
        table.Property(upload => upload.StatusChangedAt).WrittenByDatabase();
        table.Property(upload => upload.OffsetBytes).DefaultInSql("0");
        table.Property(upload => upload.Filename).HasMaxLength(255);
        table.Property(upload => upload.StorageKey).HasMaxLength(255);
        table.HasWord(upload => upload.QuotaUnit, "quota_unit", 20).DefaultInSql("'reserved'");
        table.HasOne<Video>().WithMany().HasForeignKey(upload => upload.VideoId).OnDelete(DeleteBehavior.SetNull);
        table.Property(upload => upload.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(upload => upload.UpdatedAt).WrittenByDatabase();

        table.HasIndex(upload => upload.Token, "uploads_token_key").IsUnique();
        table.HasIndex(upload => new { upload.UserId, upload.CreatedAt }, "idx_uploads_user").IsDescending(false, true);
        table.HasIndex(upload => new { upload.Status, upload.ExpiresAt }, "idx_uploads_status");
        table.HasIndex(upload => upload.VideoId, "idx_uploads_video");
    }
}
