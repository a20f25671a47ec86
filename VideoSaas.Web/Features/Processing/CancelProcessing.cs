using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing;

/// <summary>Stops the making of a video. What was ready before stays in use, and the source stays, so that it can be made again.</summary>
internal sealed class CancelProcessing(IDbContextFactory<AppDb> databases, StopMaking stop)
{
    public sealed record Input(Guid VideoId);

    /// <returns><c>not_processing</c> when there is nothing to stop, so also for a repeat.</returns>
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

        if (!VideoTransitions.IsUnderWay(video.ProcessingStatus))
        {
            return new Conflict("not_processing");
        }

        await stop.StopAsync(db, video, "Stopped by its owner.", token);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
