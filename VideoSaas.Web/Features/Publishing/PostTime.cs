using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>When a post is wanted out.</summary>
public abstract record PostTime
{
    private PostTime()
    {
    }

    public sealed record Now : PostTime;

    public sealed record At(DateTimeOffset Moment) : PostTime;

    /// <summary>At the next of the channel's slots that no other post has.</summary>
    public sealed record NextSlot : PostTime;
}

/// <summary>From a wish to a moment.</summary>
public sealed class PostTimes(TimeProvider time)
{
    /// <summary>A minute that was chosen and has just begun is still meant.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Furthest = TimeSpan.FromDays(QueueSlots.HorizonDays);

    /// <summary>
    /// Call inside the transaction that stores the time: a slot stays this post's until it ends. Refused: time_past, time_too_far,
    /// no_slots, no_free_slot.
    /// </summary>
    internal async Task<Outcome<DateTimeOffset>> MomentAsync(AppDb db, PlatformPost post, PostTime wish, CancellationToken token)
    {
        var now = time.GetUtcNow();
        switch (wish)
        {
            case PostTime.Now:
                return now;
            case PostTime.At { Moment: var moment } when moment < now - Grace:
                return new Invalid("time_past");
            case PostTime.At { Moment: var moment } when moment > now + Furthest:
                return new Invalid("time_too_far", QueueSlots.HorizonDays);
            case PostTime.At { Moment: var moment }:
                return moment.ToUniversalTime();
            default:
                return await NextSlotAsync(db, post, now, token);
        }
    }

    private static async Task<Outcome<DateTimeOffset>> NextSlotAsync(
        AppDb db, PlatformPost post, DateTimeOffset now, CancellationToken token)
    {
        if (post.ConnectedAccountId is not { } account)
        {
            return new Conflict("account_not_found");
        }

        // Two posts that ask at once must not be given the same slot.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({account.ToString()}, 0))", token);
        var slots = QueueSlots.Of(
            await db.QueueSlots.AsNoTracking().Where(slot => slot.UserId == post.UserId).ToListAsync(token), account);
        if (slots.Count == 0)
        {
            return new Conflict("no_slots");
        }

        var taken = await TakenAsync(db, account, post.Id, now, token);
        return QueueSlots.NextFree(slots, await ZoneOfAsync(db, post.UserId, token), now, taken) is { } free
            ? free
            : new Conflict("no_free_slot");
    }

    /// <summary>Moments at which a post of the channel goes out.</summary>
    internal static async Task<HashSet<DateTimeOffset>> TakenAsync(
        AppDb db, Guid account, Guid? exceptPostId, DateTimeOffset now, CancellationToken token) =>
    [
        .. await db.PlatformPosts.AsNoTracking()
            .Where(post => post.ConnectedAccountId == account && post.Id != exceptPostId && post.SubmittedAt != null
                && post.ScheduledFor > now && post.UploadStatus != PostStatus.Failed && post.UploadStatus != PostStatus.Cancelled)
            .Select(post => post.ScheduledFor!.Value)
            .ToListAsync(token),
    ];

    internal static async Task<TimeZoneInfo> ZoneOfAsync(AppDb db, Guid person, CancellationToken token)
    {
        var metadata = await db.Users.AsNoTracking().Where(user => user.Id == person).Select(user => user.Metadata).FirstOrDefaultAsync(token);
        return metadata?.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
    }
}
