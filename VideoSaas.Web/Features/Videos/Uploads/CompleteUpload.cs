using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>
/// Turns an upload whose bytes are all on disk into a video, in one transaction; later rooms make its jobs there too. The
/// file stays where it is, and the reserved unit goes on with the upload's row.
/// </summary>
internal sealed partial class CompleteUpload(IDbContextFactory<AppDb> databases, TimeProvider time, ILogger<CompleteUpload> logger)
{
    public sealed record Input(Guid UploadId);

    /// <summary>A repeat returns the same video and changes nothing.</summary>
    /// <returns>The video's id; <c>upload_unfinished</c> while bytes are missing, not found when the upload has ended.</returns>
    public async Task<Outcome<Guid>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var upload = await db.Uploads
            .FromSql($"SELECT * FROM uploads WHERE id = {input.UploadId} FOR UPDATE")
            .FirstOrDefaultAsync(token);
        switch (upload)
        {
            case null or { Status: UploadStatus.Terminated or UploadStatus.Expired }:
                return new NotFound();
            case { Status: UploadStatus.Completed, VideoId: { } made }:
                return made;
            case { } unfinished when unfinished.OffsetBytes != unfinished.LengthBytes:
                return new Conflict("upload_unfinished");
        }

        var now = time.GetUtcNow();
        var video = Video.Received(
            Guid.CreateVersion7(now), upload.UserId, upload.Filename, upload.StorageKey, upload.LengthBytes, now);
        db.Videos.Add(video);

        // Saved before the upload names it: the key between the two is the database's alone.
        await db.SaveChangesAsync(token);
        upload.Status = UploadStatus.Completed;
        upload.VideoId = video.Id;
        upload.LeaseToken = null;
        upload.LeaseUntil = null;
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        LogCompleted(upload.Id, video.Id, upload.LengthBytes);
        return video.Id;
    }

    [LoggerMessage(LogLevel.Information, "Upload {UploadId} became video {VideoId}, {Bytes} bytes")]
    private partial void LogCompleted(Guid uploadId, Guid videoId, long bytes);
}
