using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

public sealed record RestorePostInput(Guid PostId);

/// <summary>
/// Takes a cancellation back: the post has its time again. One that was meant to go out at once does; one whose time has passed
/// meanwhile waits for its person to say when, so that an undo never sends anything unforeseen.
/// </summary>
public sealed class RestorePost(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    /// <summary>A time so close to the pressing of the button was "now".</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(1);

    /// <returns>Refused: not_found, post_not_cancelled.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, RestorePostInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor, "taken back");
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var post = await db.LockPostAsync(input.PostId, actor.PersonId, token);
        if (post is null || !await db.Videos.AnyAsync(video => video.Id == post.VideoId, token))
        {
            return new NotFound();
        }

        if (post is not { UploadStatus: PostStatus.Cancelled, SubmittedAt: { } submittedAt, ScheduledFor: { } at })
        {
            return new Conflict("post_not_cancelled");
        }

        var now = time.GetUtcNow();
        var isForNow = at - submittedAt < AtOnce && now - submittedAt < TimeSpan.FromHours(1);
        post.Arm(at > now || !isForNow ? at : now, now);
        if (at <= now && !isForNow)
        {
            post.Hold(HoldCode.Missed, "Its time passed while it was cancelled.");
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return Done.Value;
    }
}
