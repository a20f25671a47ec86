using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="AccountId">Our key of the connected account.</param>
public sealed record ResumeChannelInput(Guid AccountId);

/// <param name="Released">Posts that go out at their time.</param>
/// <param name="Missed">Posts whose time passed meanwhile: their person says when.</param>
public sealed record ResumedPosts(int Released, int Missed);

/// <summary>
/// A paused channel goes on: what has its time before it goes out then, with what was prepared where that lasts so long. Nothing
/// is sent late by itself. Resuming again is fine.
/// </summary>
public sealed class ResumeChannel(IDbContextFactory<AppDb> databases, AccountTokens tokens, PostMoving moving, TimeProvider time)
{
    /// <returns>Refused: account_not_found.</returns>
    public async Task<Outcome<ResumedPosts>> ExecuteAsync(Actor actor, ResumeChannelInput input, CancellationToken token)
    {
        if (!await PausedPosts.SetAsync(databases, tokens, actor, input.AccountId, null, token))
        {
            return new NotFound("account_not_found");
        }

        List<Guid> waiting;
        await using (var reading = await databases.CreateDbContextAsync(token))
        {
            waiting = await reading.PlatformPosts
                .Where(post => post.ConnectedAccountId == input.AccountId && post.UploadStatus == PostStatus.Pending
                    && post.HoldCode == HoldCode.Paused)
                .Select(post => post.Id)
                .ToListAsync(token);
        }

        var all = new ResumedPosts(0, 0);
        foreach (var some in waiting.Chunk(PausedPosts.AtOnce))
        {
            var (released, missed) = await ReleaseAsync(actor, input.AccountId, some, token);
            all = new ResumedPosts(all.Released + released, all.Missed + missed);
        }

        return all;
    }

    private async Task<ResumedPosts> ReleaseAsync(Actor actor, Guid accountId, Guid[] postIds, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor, "channel resumed");
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var posts = await PausedPosts.LockAsync(db, postIds, token);
        if (await PausedPosts.IsPausedAsync(db, accountId, token))
        {
            return new ResumedPosts(0, 0);
        }

        var now = time.GetUtcNow();
        var attempts = await PausedPosts.AttemptsAsync(db, postIds, token);
        var held = posts.Where(post => post is { UploadStatus: PostStatus.Pending, HoldCode: HoldCode.Paused }).ToList();
        var missed = 0;
        foreach (var post in held)
        {
            if (post.ScheduledFor is not { } at || at <= now)
            {
                post.Hold(HoldCode.Missed, "Its time passed while its channel was paused.");
                missed++;
            }
            else if (moving.IsPreparedUntil(post, attempts.GetValueOrDefault((post.Id, post.Arming)), at))
            {
                post.Release();
            }
            else
            {
                post.Arm(at, now);
            }
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return new ResumedPosts(held.Count - missed, missed);
    }
}
