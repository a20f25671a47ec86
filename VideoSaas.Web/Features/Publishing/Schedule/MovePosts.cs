using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <param name="PostIds">Usually the posts of one clip, which stand at one time.</param>
public sealed record MovePostsInput(IReadOnlyList<Guid> PostIds, DateTimeOffset At);

/// <param name="Before">Where it can be moved back to; null where that time is over.</param>
public sealed record MovedPost(Guid PostId, DateTimeOffset? Before);

/// <param name="Refusals">One for each post that stays where it is.</param>
public sealed record MovedPosts(IReadOnlyList<MovedPost> Moved, IReadOnlyList<Refusal> Refusals);

/// <summary>
/// Gives several posts one new time, each for itself: one that may be out already keeps none of the others back. A failed one is
/// sent out again at that time, a draft only wishes for it.
/// </summary>
public sealed class MovePosts(
    IDbContextFactory<AppDb> databases, ReschedulePost reschedule, SubmitPost submit, WishDraftTime wish, TimeProvider time)
{
    /// <returns>Each refusal is one of <see cref="ReschedulePost"/>, <see cref="SubmitPost"/> or <see cref="WishDraftTime"/>.</returns>
    public async Task<MovedPosts> ExecuteAsync(Actor actor, MovePostsInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var known = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == actor.PersonId && input.PostIds.Contains(post.Id))
            .Select(post => new { post.Id, post.UploadStatus, post.SubmittedAt, post.ScheduledFor })
            .ToDictionaryAsync(post => post.Id, token);
        var now = time.GetUtcNow();
        var moved = new List<MovedPost>();
        var refusals = new List<Refusal>();
        foreach (var id in input.PostIds)
        {
            var post = known.GetValueOrDefault(id);
            var outcome = post switch
            {
                null => new NotFound(),
                { UploadStatus: PostStatus.Failed } => await submit.ExecuteAsync(actor, new SubmitPostInput(id, new PostTime.At(input.At)), token),
                { UploadStatus: PostStatus.Pending, SubmittedAt: null } => await wish.ExecuteAsync(actor, new WishDraftTimeInput(id, input.At), token),
                _ => await reschedule.ExecuteAsync(actor, new ReschedulePostInput(id, new PostTime.At(input.At)), token),
            };
            if (outcome.Refusal is { } refusal)
            {
                refusals.Add(refusal);
            }
            else
            {
                moved.Add(new MovedPost(id, post!.UploadStatus != PostStatus.Failed && post.ScheduledFor > now ? post.ScheduledFor : null));
            }
        }

        return new MovedPosts(moved, refusals);
    }
}
