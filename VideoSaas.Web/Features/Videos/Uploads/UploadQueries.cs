using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>One upload as its person sees it.</summary>
/// <param name="LastModifiedMs">The file's date as the browser said it, milliseconds of the Unix epoch; null when it did not.</param>
/// <param name="IsBeingWritten">Bytes come in right now, from this tab or another.</param>
/// <param name="VideoStatus">Null until it is a video, and when that video is deleted.</param>
public sealed record UploadView(
    string Token, string Filename, long LengthBytes, long OffsetBytes, long? LastModifiedMs, bool IsBeingWritten,
    UploadStatus Status, Guid? VideoId, VideoStatus? VideoStatus, ProcessingErrorDetails? VideoError);

/// <summary>What the tray reads.</summary>
public sealed class UploadQueries(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    /// <summary>The person's unfinished uploads, oldest first, and those that <paramref name="tokens"/> name in any state.</summary>
    public async Task<IReadOnlyList<UploadView>> ForTrayAsync(Actor actor, IReadOnlyList<string> tokens, CancellationToken token)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(token);
        var rows = await (
            from upload in db.Uploads.AsNoTracking()
            where upload.UserId == actor.PersonId
                && ((upload.Status == UploadStatus.Receiving && upload.ExpiresAt > now) || tokens.Contains(upload.Token))
            join video in db.Videos.AsNoTracking() on upload.VideoId equals video.Id into videos
            from video in videos.DefaultIfEmpty()
            orderby upload.CreatedAt
            select new { Upload = upload, Video = video }).ToListAsync(token);
        return
        [
            .. rows.Select(row => new UploadView(
                row.Upload.Token, row.Upload.Filename, row.Upload.LengthBytes, row.Upload.OffsetBytes,
                LastModified(row.Upload.MetadataHeader), row.Upload.LeaseUntil > now,
                row.Upload.Status, row.Video?.Id, row.Video?.ProcessingStatus, row.Video?.ProcessingErrorDetails)),
        ];
    }

    /// <summary>Bytes of the largest file that the person's tier takes; 0 for a person who is gone.</summary>
    public async Task<long> MaxFileBytesAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.Users.Where(user => user.Id == actor.PersonId)
            .Join(db.SubscriptionTiers, user => user.SubscriptionTier, tier => tier.Tier, (_, tier) => tier.MaxFileSizeBytes)
            .FirstOrDefaultAsync(token);
    }

    private static long? LastModified(string? metadataHeader) =>
        UploadMetadata.TryParse(metadataHeader, out var metadata)
        && long.TryParse(metadata.LastModified, NumberStyles.None, CultureInfo.InvariantCulture, out var date)
            ? date
            : null;
}
