using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

public sealed record RetryPostInput(Guid PostId);

/// <summary>The person wants a failed post tried once more, whatever number of retries it has behind it.</summary>
public sealed class RetryPost(IDbContextFactory<AppDb> databases, PostGate gate, TimeProvider time)
{
    /// <returns>Refused: not_found, post_not_failed, and what <see cref="SubmitPost"/> refuses.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, RetryPostInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var post = await db.LockPostAsync(input.PostId, actor.PersonId, token);
        if (post is null)
        {
            return new NotFound();
        }

        if (post.UploadStatus != PostStatus.Failed)
        {
            return new Conflict("post_not_failed");
        }

        if (await gate.RefusalOfAsync(db, post, token) is { } refusal)
        {
            return refusal;
        }

        post.Retry(time.GetUtcNow());
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
