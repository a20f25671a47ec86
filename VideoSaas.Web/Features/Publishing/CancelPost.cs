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

        if (!await CallOffPosts.CallOffAsync(db, post, jobs, token))
        {
            return new Conflict("past_point_of_no_return");
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
