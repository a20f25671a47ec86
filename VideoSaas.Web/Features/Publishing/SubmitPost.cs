using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="Time">Null: now.</param>
public sealed record SubmitPostInput(Guid PostId, PostTime? Time = null);

/// <summary>
/// Now, at a time, or in the next free slot. Also sends out again what failed or was cancelled. A second press is refused and
/// sends nothing.
/// </summary>
public sealed class SubmitPost(IDbContextFactory<AppDb> databases, PostGate gate, PostTimes times, TimeProvider time)
{
    /// <returns>
    /// Refused: not_found, already_published, post_under_way, account_not_found, account_needs_reauth, no_file, or the code of the
    /// first verdict that is an error; and what <see cref="PostTimes"/> refuses.
    /// </returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, SubmitPostInput input, CancellationToken token)
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
            case { UploadStatus: PostStatus.Preparing or PostStatus.Uploading or PostStatus.Checking }:
            case { UploadStatus: PostStatus.Pending, SubmittedAt: not null }:
                return new Conflict("post_under_way");
        }

        if (await gate.RefusalOfAsync(db, post, token) is { } refusal)
        {
            return refusal;
        }

        var moment = await times.MomentAsync(db, post, input.Time ?? new PostTime.Now(), token);
        if (moment.Refusal is { } noTime)
        {
            return noTime;
        }

        post.Arm(moment.Value, time.GetUtcNow());
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
