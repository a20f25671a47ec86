using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <param name="AccountId">Null: for every channel without slots of its own.</param>
public sealed record SlotView(Guid Id, Guid? AccountId, int Weekday, TimeOnly LocalTime);

/// <summary>A post that stands in a slot of its channel and has not been begun.</summary>
public sealed record WaitingPost(Guid PostId, Guid AccountId, DateTimeOffset At);

/// <param name="Title">First line of its text, else of the clip's, else the file's name.</param>
public sealed record QueuedPost(Guid PostId, Guid VideoId, string Title, string? ThumbnailAddress, HoldCode? Hold, bool IsBegun);

/// <summary>One coming time of one channel.</summary>
/// <param name="Post">Null: free.</param>
public sealed record QueuePlace(DateTimeOffset At, Guid AccountId, QueuedPost? Post);

public sealed record QueueDay(DateOnly Day, IReadOnlyList<QueuePlace> Places);

/// <param name="Days">Days without a time are left out.</param>
/// <param name="NextFree">By channel; null without slots, or when all are taken.</param>
public sealed record QueueView(
    IReadOnlyList<ChannelView> Channels,
    IReadOnlyList<SlotView> Slots,
    IReadOnlyList<QueueDay> Days,
    IReadOnlyDictionary<Guid, DateTimeOffset?> NextFree);

/// <summary>The person's weekly times, and what is free.</summary>
public sealed class QueueQueries(IDbContextFactory<AppDb> databases, PublishingQueries publishing, TimeProvider time)
{
    /// <summary>By weekday, then by time.</summary>
    public async Task<IReadOnlyList<SlotView>> SlotsAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return Views(await SlotsAsync(db, actor, token));
    }

    /// <summary>Where a post of the channel would go now; null without slots, or when all are taken. Promises nothing.</summary>
    public async Task<DateTimeOffset?> NextFreeAsync(Actor actor, Guid accountId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var now = time.GetUtcNow();
        return QueueSlots.NextFree(
            QueueSlots.Of(await SlotsAsync(db, actor, token), accountId),
            await PostTimes.ZoneOfAsync(db, actor.PersonId, token),
            now,
            await PostTimes.TakenAsync(db, accountId, exceptPostId: null, now, token));
    }

    /// <summary>The coming times of every channel with what stands there.</summary>
    /// <param name="shown">The zone whose days the screen shows.</param>
    public async Task<QueueView> PageAsync(Actor actor, TimeZoneInfo shown, int days, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var now = time.GetUtcNow();
        var until = WallClock.MomentOf(WallClock.DayOf(now, shown).AddDays(days), TimeOnly.MinValue, shown);
        var channels = await publishing.AccountsAsync(db, actor.PersonId, token);
        var slots = await SlotsAsync(db, actor, token);
        var zone = await PostTimes.ZoneOfAsync(db, actor.PersonId, token);
        var taken = (await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == actor.PersonId && post.ScheduledFor > now && post.SubmittedAt != null
                && post.ConnectedAccountId != null && post.UploadStatus != PostStatus.Failed && post.UploadStatus != PostStatus.Cancelled)
            .Select(post => new { AccountId = post.ConnectedAccountId!.Value, At = post.ScheduledFor!.Value })
            .ToListAsync(token)).ToLookup(post => post.AccountId, post => post.At);
        var posts = (await PostsAsync(db, actor, now, until, token)).ToLookup(post => (post.AccountId, post.At));
        var places = channels
            .SelectMany(channel => QueueSlots.Coming(QueueSlots.Of(slots, channel.Id), zone, now)
                .TakeWhile(at => at < until)
                .SelectMany(at => posts[(channel.Id, at)].Select(post => (QueuedPost?)post.Post).DefaultIfEmpty()
                    .Select(post => new QueuePlace(at, channel.Id, post))));
        return new QueueView(
            channels,
            Views(slots),
            [
                .. places.OrderBy(place => place.At).GroupBy(place => WallClock.DayOf(place.At, shown))
                    .Select(day => new QueueDay(day.Key, [.. day])),
            ],
            channels.ToDictionary(
                channel => channel.Id,
                channel => QueueSlots.NextFree(QueueSlots.Of(slots, channel.Id), zone, now, taken[channel.Id].ToHashSet())));
    }

    /// <summary>Posts that could change places: in a slot of their channel, not begun, their time to come.</summary>
    internal async Task<IReadOnlyList<WaitingPost>> WaitingAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var now = time.GetUtcNow();
        var slots = await SlotsAsync(db, actor, token);
        var zone = await PostTimes.ZoneOfAsync(db, actor.PersonId, token);
        var waiting = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == actor.PersonId && post.ScheduledFor > now && post.SubmittedAt != null
                && post.ConnectedAccountId != null && post.UploadStatus == PostStatus.Pending
                && (post.HoldCode == null || post.HoldCode == HoldCode.Paused))
            .Select(post => new WaitingPost(post.Id, post.ConnectedAccountId!.Value, post.ScheduledFor!.Value))
            .ToListAsync(token);
        return
        [
            .. waiting.GroupBy(post => post.AccountId).SelectMany(channel =>
            {
                var last = channel.Max(post => post.At);
                var times = QueueSlots.Coming(QueueSlots.Of(slots, channel.Key), zone, now).TakeWhile(at => at <= last).ToHashSet();
                return channel.Where(post => times.Contains(post.At));
            }),
        ];
    }

    private static Task<List<QueueSlot>> SlotsAsync(AppDb db, Actor actor, CancellationToken token) => db.QueueSlots.AsNoTracking()
        .Where(slot => slot.UserId == actor.PersonId)
        .OrderBy(slot => slot.Weekday).ThenBy(slot => slot.LocalTime)
        .ToListAsync(token);

    private static List<SlotView> Views(IEnumerable<QueueSlot> slots) =>
        [.. slots.Select(slot => new SlotView(slot.Id, slot.ConnectedAccountId, slot.Weekday, slot.LocalTime))];

    private static async Task<IEnumerable<(Guid AccountId, DateTimeOffset At, QueuedPost Post)>> PostsAsync(
        AppDb db, Actor actor, DateTimeOffset from, DateTimeOffset until, CancellationToken token)
    {
        var rows = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == actor.PersonId && post.ScheduledFor > from && post.ScheduledFor < until
                && post.SubmittedAt != null && post.ConnectedAccountId != null
                && post.UploadStatus != PostStatus.Failed && post.UploadStatus != PostStatus.Cancelled
                && post.UploadStatus != PostStatus.Published)
            .Join(db.Videos, post => post.VideoId, video => video.Id, (post, video) => new
            {
                post.Id,
                post.VideoId,
                AccountId = post.ConnectedAccountId!.Value,
                At = post.ScheduledFor!.Value,
                Caption = post.Caption ?? video.Caption,
                video.OriginalFilename,
                video.ThumbnailUrl,
                post.HoldCode,
                IsBegun = post.UploadStatus != PostStatus.Pending,
            })
            .ToListAsync(token);
        return rows.Select(row => (row.AccountId, row.At, new QueuedPost(
            row.Id, row.VideoId, ClipTitle.Of(row.Caption, row.OriginalFilename), row.ThumbnailUrl, row.HoldCode, row.IsBegun)));
    }
}
