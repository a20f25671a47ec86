using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Studio.Library;

/// <summary>What would go for good.</summary>
/// <param name="Bytes">Of all their files.</param>
/// <param name="Published">How many of the videos have posts that are out, which stay.</param>
public sealed record BinContent(int Videos, long Bytes, int Published);

/// <summary>What lies in a person's bin.</summary>
internal sealed class BinQueries(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    /// <param name="videoIds">Of these alone; null: of all.</param>
    public async Task<BinContent> ContentAsync(Actor actor, IReadOnlyCollection<Guid>? videoIds, CancellationToken token)
    {
        var person = actor.PersonId;
        await using var db = await databases.CreateDbContextAsync(token);
        var meant = LibraryScope.Of(db, actor, LibraryFilter.Bin, time.GetUtcNow());
        if (videoIds is not null)
        {
            meant = meant.Where(video => videoIds.Contains(video.Id));
        }

        return new BinContent(
            await meant.CountAsync(token),
            await db.VideoAssets.Where(asset => asset.UserId == person && meant.Any(video => video.Id == asset.VideoId))
                .SumAsync(asset => asset.SizeBytes, token),
            await meant.CountAsync(
                video => db.PlatformPosts.Any(post => post.VideoId == video.Id && post.UploadStatus == PostStatus.Published), token));
    }
}
