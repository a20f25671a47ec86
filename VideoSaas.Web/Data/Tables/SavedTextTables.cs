using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Data.Tables;

internal sealed class CaptionTemplatesTable : IEntityTypeConfiguration<CaptionTemplate>
{
    public void Configure(EntityTypeBuilder<CaptionTemplate> table)
    {
        table.ToTable("caption_templates");
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(row => row.Name).HasMaxLength(CaptionTemplate.LongestName);
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.UpdatedAt).WrittenByDatabase();
        table.HasIndex(row => row.UserId, "idx_caption_templates_user");
    }
}

internal sealed class HashtagGroupsTable : IEntityTypeConfiguration<HashtagGroup>
{
    public void Configure(EntityTypeBuilder<HashtagGroup> table)
    {
        table.ToTable("hashtag_groups");
        table.Property(row => row.Id).FilledWhenUnset("gen_random_uuid()");
        table.HasOne<AppUser>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        table.Property(row => row.Name).HasMaxLength(HashtagGroup.LongestName);
        table.Property(row => row.Hashtags).DefaultInSql("'{}'");
        table.Property(row => row.CreatedAt).FilledWhenUnset(Columns.Now);
        table.Property(row => row.UpdatedAt).WrittenByDatabase();
        table.HasIndex(row => row.UserId, "idx_hashtag_groups_user");
    }
}
