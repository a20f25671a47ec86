using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="IsLive">What the person saw on the platform.</param>
public sealed record ResolveUnconfirmedInput(Guid PostId, bool IsLive);

/// <summary>The person looked and says what the platform would not tell us.</summary>
public sealed class ResolveUnconfirmed(IDbContextFactory<AppDb> databases, IJobCanceller jobs, TimeProvider time)
{
    /// <returns>Refused: not_found, post_not_unconfirmed.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, ResolveUnconfirmedInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor, input.IsLive ? "it is live" : "it is not live");
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var post = await db.LockPostAsync(input.PostId, actor.PersonId, token);
        if (post is null)
        {
            return new NotFound();
        }

        if (!post.IsUnconfirmed)
        {
            return new Conflict("post_not_unconfirmed");
        }

        var now = time.GetUtcNow();
        var attempt = await db.AttemptOfAsync(post, token);
        if (attempt is not null)
        {
            attempt.Outcome = input.IsLive ? CommitOutcome.Committed : CommitOutcome.NotCommitted;
            attempt.ResolvedBy = actor.PersonId.ToString();
            attempt.ResolvedAt = now;
        }

        if (input.IsLive)
        {
            post.Publish(platformPostId: null, attempt?.IntentAt ?? now);
        }
        else
        {
            post.Fail("not_live", "The creator looked and it is not on the platform.", details: null);
        }

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
