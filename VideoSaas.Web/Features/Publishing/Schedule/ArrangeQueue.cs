using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Schedule;

public sealed record PlacedPost(Guid PostId, DateTimeOffset At);

/// <param name="Places">Every post that changes places with another, and where it is to be.</param>
public sealed record ArrangeQueueInput(IReadOnlyList<PlacedPost> Places);

/// <summary>
/// Lets waiting posts change places: each channel's times stay the same, only who has which changes. All of it or nothing, so
/// that no time is ever given to two or to none.
/// </summary>
public sealed class ArrangeQueue(IDbContextFactory<AppDb> databases, PostMoving moving, TimeProvider time)
{
    /// <returns>Where the posts were, for a way back. Refused: not_found, time_past, past_point_of_no_return, queue_changed.</returns>
    public async Task<Outcome<IReadOnlyList<PlacedPost>>> ExecuteAsync(Actor actor, ArrangeQueueInput input, CancellationToken token)
    {
        var wanted = input.Places.GroupBy(place => place.PostId).ToDictionary(group => group.Key, group => group.First().At);
        Guid[] ids = [.. wanted.Keys];
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor, "queue arranged");
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.PlatformPosts.CountAsync(post => ids.Contains(post.Id) && post.UserId == actor.PersonId, token) != ids.Length)
        {
            return new NotFound();
        }

        var posts = await PausedPosts.LockAsync(db, ids, token);
        if (posts.Any(post => !IsWaiting(post)) || !AreTheSameTimes(posts, wanted))
        {
            return new Conflict("queue_changed");
        }

        var attempts = await PausedPosts.AttemptsAsync(db, ids, token);
        if (posts.Any(post => attempts.GetValueOrDefault((post.Id, post.Arming)).MayBeOut()))
        {
            return new Conflict("past_point_of_no_return");
        }

        if (posts.Any(post => post.ScheduledFor <= time.GetUtcNow()))
        {
            return new Invalid("time_past");
        }

        List<PlacedPost> before = [.. posts.Select(post => new PlacedPost(post.Id, post.ScheduledFor!.Value))];
        foreach (var post in posts.Where(post => post.ScheduledFor != wanted[post.Id]))
        {
            await moving.MoveAsync(db, post, attempts.GetValueOrDefault((post.Id, post.Arming)), wanted[post.Id], token);
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return before;
    }

    private static bool IsWaiting(PlatformPost post) => post is { SubmittedAt: not null, ScheduledFor: not null }
        && post.UploadStatus is PostStatus.Pending or PostStatus.Preparing or PostStatus.Uploading or PostStatus.Checking;

    private static bool AreTheSameTimes(List<PlatformPost> posts, Dictionary<Guid, DateTimeOffset> wanted) =>
        posts.GroupBy(post => post.ConnectedAccountId).All(channel =>
            channel.Select(post => post.ScheduledFor!.Value).Order().SequenceEqual(channel.Select(post => wanted[post.Id]).Order()));
}
