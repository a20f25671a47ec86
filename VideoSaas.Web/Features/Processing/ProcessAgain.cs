using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing;

/// <summary>Makes a video anew from its source. The old files stay in use until the new set is whole.</summary>
public sealed class ProcessAgain(
    IDbContextFactory<AppDb> databases, IVideoUnits units, IBlobStore blobs, TimeProvider time)
{
    public sealed record Input(Guid VideoId);

    /// <returns>
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

        // Otherwise stop and again would be a way to a free video.
        var wasAccepted = await db.VideoMetadata.AnyAsync(metadata => metadata.VideoId == video.Id, token);
        if (!wasAccepted && await units.ReserveAgainAsync(db, video.Id, token) is { } refusal)
        {
            return refusal;
        }

        video.ProcessAgain(time.GetUtcNow());
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
