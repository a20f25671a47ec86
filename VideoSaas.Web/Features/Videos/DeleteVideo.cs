using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos;

/// <summary>
/// Puts a video into the bin: its making stops, and posts that are not out are called off. Its files stay until it is purged,
/// so that <see cref="RestoreVideo"/> brings it back, to be used or made again.
/// </summary>
public sealed class DeleteVideo(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    public sealed record Input(Guid VideoId);

    /// <summary>A repeat changes nothing.</summary>
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

        video.Delete(time.GetUtcNow());
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
