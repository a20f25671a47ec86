using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Data.Tables;

internal sealed class LabelsTable : IEntityTypeConfiguration<Label>
{
    public void Configure(EntityTypeBuilder<Label> table)
    {
        table.ToTable("labels");
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(row => row.Name).HasMaxLength(Label.LongestName);
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.HasIndex(row => row.UserId, "idx_labels_user");
    }
}

internal sealed class VideoLabelsTable : IEntityTypeConfiguration<VideoLabel>
{
    public void Configure(EntityTypeBuilder<VideoLabel> table)
    {
        table.ToTable("video_labels");
        table.HasKey(row => new { row.VideoId, row.LabelId });
        table.HasOne<Video>().WithMany().HasForeignKey(row => row.VideoId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<Label>().WithMany().HasForeignKey(row => row.LabelId).OnDelete(DeleteBehavior.Cascade);
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.HasIndex(row => row.LabelId, "idx_video_labels_label");
        table.HasIndex(row => row.UserId, "idx_video_labels_user");
    }
}
