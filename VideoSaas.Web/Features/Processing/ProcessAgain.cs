using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing;

/// <summary>Makes a video anew from its source, as it was asked for or otherwise. The old files stay in use until the new set is whole.</summary>
public sealed class ProcessAgain(
    IDbContextFactory<AppDb> databases, IVideoUnits units, IBlobStore blobs, TimeProvider time)
{
    /// <param name="Edits">Null: as it was made last.</param>
    public sealed record Input(Guid VideoId, VideoEdits? Edits = null);

    /// <returns>
    /// What <see cref="EditRules"/> finds; <c>piece_not_found</c> when captions or picture are not stored with this video;
    /// <c>still_processing</c> while it is under way; <c>source_gone</c> when the file was refused and removed;
    /// <c>quota_used_up</c> when the unit had come back before the file was accepted and none is left now.
    /// </returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var video = await db.LockVideoAsync(actor, input.VideoId, token);
        if (video is not { DeletedAt: null })
        {
            return new NotFound();
        }

        if (VideoTransitions.IsUnderWay(video.ProcessingStatus))
        {
            return new Conflict("still_processing");
        }

        if (!video.AwaitsFetch && await blobs.LengthAsync(video.OriginalUrl, token) is null)
        {
            return new Conflict("source_gone");
        }

        var last = await db.Makings.AsNoTracking().Where(making => making.VideoId == video.Id)
            .OrderByDescending(making => making.AssetSet).FirstOrDefaultAsync(token);
        if (input.Edits is { } edits && await RefusalOfAsync(db, video, edits, token) is { } wrong)
        {
            return wrong;
        }

        // Otherwise stop and again would be a way to a free video.
        var wasAccepted = await db.VideoMetadata.AnyAsync(metadata => metadata.VideoId == video.Id, token);
        if (!wasAccepted && await units.ReserveAgainAsync(db, video.Id, token) is { } refusal)
        {
            return refusal;
        }

        video.ProcessAgain(time.GetUtcNow());
        db.Makings.Add(new Making
        {
            VideoId = video.Id, AssetSet = video.AssetSet, Edits = input.Edits ?? last?.Edits, CreatedAt = time.GetUtcNow(),
        });
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }

    private static async Task<Refusal?> RefusalOfAsync(AppDb db, Video video, VideoEdits edits, CancellationToken token)
    {
        var lengthMs = await db.VideoMetadata.Where(row => row.VideoId == video.Id).Select(row => row.DurationMs).FirstOrDefaultAsync(token);
        if (EditRules.RefusalOf(edits, lengthMs ?? video.Duration * 1000L) is { } refusal)
        {
            return refusal;
        }

        foreach (var (piece, kind) in new[] { (edits.Captions?.File, AssetKind.Captions), (edits.Watermark?.Image, AssetKind.Watermark) })
        {
            if (piece is not null && !await db.VideoAssets.AnyAsync(
                asset => asset.VideoId == video.Id && asset.Kind == kind && asset.StorageKey == piece.Key && asset.Sha256 == piece.Sha256, token))
            {
                return new Invalid("piece_not_found");
            }
        }

        return null;
    }
}
