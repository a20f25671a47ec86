using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Processing;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>A post on its way reads its file until the platform has answered.</summary>
internal sealed class PostsBeingSent : IFileReader
{
    private static readonly PostStatus[] Sending = [PostStatus.Preparing, PostStatus.Uploading, PostStatus.Checking];

    public Task<bool> IsReadingAsync(AppDb db, Guid videoId, CancellationToken token) =>
        db.PlatformPosts.AsNoTracking().AnyAsync(post => post.VideoId == videoId && Sending.Contains(post.UploadStatus), token);
}
