using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

public sealed record ReschedulePostInput(Guid PostId, PostTime Time);

/// <summary>
/// Moves a submitted post to another time while it is not committed, also one that missed its time while its channel was paused.
/// The same time again changes nothing.
/// </summary>
public sealed class ReschedulePost(IDbContextFactory<AppDb> databases, PostTimes times, PostMoving moving)
{
    /// <returns>
    /// Refused: not_found, already_published, post_not_scheduled, past_point_of_no_return, and what <see cref="PostTimes"/> refuses.
    /// </returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, ReschedulePostInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var post = await db.LockPostAsync(input.PostId, actor.PersonId, token);
        switch (post)
        {
            case null:
                return new NotFound();
            case { UploadStatus: PostStatus.Published }:
                return new Conflict("already_published");
            case { SubmittedAt: null } or { UploadStatus: PostStatus.Failed or PostStatus.Cancelled }:
                return new Conflict("post_not_scheduled");
        }

        var attempt = await db.AttemptOfAsync(post, token);
        if (attempt.MayBeOut())
        {
            return new Conflict("past_point_of_no_return");
        }

        var moment = await times.MomentAsync(db, post, input.Time, token);
        if (moment.Refusal is { } refusal)
        {
            return refusal;
        }

        if (moment.Value == post.ScheduledFor)
        {
            return Done.Value;
        }

        await moving.MoveAsync(db, post, attempt, moment.Value, token);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
