using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos;

/// <summary>
/// Takes a video out of the bin, as it was put there: ready, or stopped, and then it can be made again. What was called off
/// with it stays so; the person decides what goes out.
/// </summary>
public sealed class RestoreVideo(IDbContextFactory<AppDb> databases)
{
    public sealed record Input(Guid VideoId);

    /// <summary>A video that is in no bin stays as it is.</summary>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var video = await db.LockVideoAsync(actor, input.VideoId, token);
        if (video is null)
        {
            return new NotFound();
        }

        video.Restore();
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
