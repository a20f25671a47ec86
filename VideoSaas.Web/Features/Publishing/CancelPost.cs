using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Publishing;

public sealed record CancelPostInput(Guid PostId);

/// <summary>
/// Calls a post off while that is still true: once the intent to commit is stored it is refused, because the post may be out.
/// Cancelling again changes nothing.
/// </summary>
public sealed class CancelPost(IDbContextFactory<AppDb> databases, IJobCanceller jobs)
{
    /// <returns>Refused: not_found, already_published, past_point_of_no_return.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, CancelPostInput input, CancellationToken token)
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
            case { UploadStatus: PostStatus.Cancelled }:
                return Done.Value;
        }

        // The run stores its intent under the same lock on the video: one of the two comes first, and both see which.
        var attempt = await db.AttemptOfAsync(post, token);
        if (post.UploadStatus != PostStatus.Failed && attempt.MayBeOut())
        {
            return new Conflict("past_point_of_no_return");
        }

        post.Cancel();
        await db.SaveChangesAsync(token);
        var open = await db.OpenJobsOfAsync(post, token);
        if (open.Count > 0)
        {
            await jobs.CancelAsync(db, open, token);
            await db.SaveChangesAsync(token);
        }

        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
