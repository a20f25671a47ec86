using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="AccountId">Our key of the connected account.</param>
public sealed record PauseChannelInput(Guid AccountId);

/// <summary>
/// Nothing goes out on a channel until it is resumed: what waits or is being prepared is held, whatever is armed later is held as
/// well. A post whose intent to commit is stored may be out and goes its way. Pausing again holds what was missed, and is fine.
/// </summary>
public sealed class PauseChannel(IDbContextFactory<AppDb> databases, AccountTokens tokens, IJobCanceller jobs, TimeProvider time)
{
    /// <returns>How many posts are held by this. Refused: account_not_found.</returns>
    public async Task<Outcome<int>> ExecuteAsync(Actor actor, PauseChannelInput input, CancellationToken token)
    {
        // First the channel, then its posts: one that is armed in between sees it paused, at the latest when it would be committed.
        if (!await PausedPosts.SetAsync(databases, tokens, actor, input.AccountId, time.GetUtcNow(), token))
        {
            return new NotFound("account_not_found");
        }

        List<Guid> waiting;
        await using (var reading = await databases.CreateDbContextAsync(token))
        {
            waiting = await reading.PlatformPosts
                .Where(post => post.ConnectedAccountId == input.AccountId && post.SubmittedAt != null
                    && ((post.UploadStatus == PostStatus.Pending
                            && (post.HoldCode == null || post.HoldCode == HoldCode.Quota || post.HoldCode == HoldCode.Shutdown))
                        || post.UploadStatus == PostStatus.Preparing || post.UploadStatus == PostStatus.Uploading
                        || post.UploadStatus == PostStatus.Checking))
                .Select(post => post.Id)
                .ToListAsync(token);
        }

        var held = 0;
        foreach (var some in waiting.Chunk(PausedPosts.AtOnce))
        {
            held += await HoldAsync(actor, input.AccountId, some, token);
        }

        return held;
    }

    private async Task<int> HoldAsync(Actor actor, Guid accountId, Guid[] postIds, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor, "channel paused");
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var posts = await PausedPosts.LockAsync(db, postIds, token);
        if (!await PausedPosts.IsPausedAsync(db, accountId, token))
        {
            return 0;
        }

        var attempts = await PausedPosts.AttemptsAsync(db, postIds, token);
        var held = posts
            .Where(post => post.SubmittedAt is not null && post.HoldCode is not (HoldCode.Reconnect or HoldCode.Paused or HoldCode.Missed)
                && post.UploadStatus is PostStatus.Pending or PostStatus.Preparing or PostStatus.Uploading or PostStatus.Checking
                && !attempts.GetValueOrDefault((post.Id, post.Arming)).MayBeOut())
            .ToList();
        foreach (var post in held)
        {
            post.Hold(HoldCode.Paused, PausedPosts.Why);
        }

        if (await PausedPosts.OpenJobsAsync(db, held, token) is { Count: > 0 } open)
        {
            await jobs.CancelAsync(db, open, token);
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return held.Count;
    }
}
