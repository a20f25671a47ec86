using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Bulk;

/// <summary>
/// Takes back what was made together, each for itself: one that may be out keeps none of the others. What was scheduled is called
/// off; a draft that was never sent goes, as when its channel is unticked in the composer.
/// </summary>
public sealed class UndoBulk(IDbContextFactory<AppDb> databases, CancelPost cancel)
{
    /// <returns>How many were called off or went.</returns>
    public async Task<int> ExecuteAsync(Actor actor, IReadOnlyList<Guid> postIds, CancellationToken token)
    {
        var undone = 0;
        foreach (var id in postIds)
        {
            undone += await DropAsync(actor, id, token) || (await cancel.ExecuteAsync(actor, new CancelPostInput(id), token)).Succeeded ? 1 : 0;
        }

        return undone;
    }

    private async Task<bool> DropAsync(Actor actor, Guid postId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor, "in bulk");
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.LockPostAsync(postId, actor.PersonId, token) is not { UploadStatus: PostStatus.Pending, SubmittedAt: null, Arming: 0 } draft)
        {
            return false;
        }

        db.PlatformPosts.Remove(draft);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return true;
    }
}
