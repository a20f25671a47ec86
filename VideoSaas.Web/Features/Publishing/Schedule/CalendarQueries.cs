using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <param name="Zone">Whose days they are.</param>
/// <param name="AccountId">Null: every channel.</param>
/// <param name="MostADay">Cards of one day; the rest is counted.</param>
public sealed record CalendarRange(DateOnly From, int Days, TimeZoneInfo Zone, Guid? AccountId, int MostADay);

/// <summary>The posts of one clip that stand at one minute; its drafts apart.</summary>
/// <param name="Title">First line of a post's text, else of the clip's, else the file's name.</param>
/// <param name="Posts">Without their text.</param>
public sealed record CalendarCard(
    Guid Id, Guid VideoId, DateTimeOffset At, string Title, string? ThumbnailAddress, IReadOnlyList<PostRow> Posts)
{
    /// <summary>Nothing of it was submitted: its time is only wished for.</summary>
    public bool IsDraft => Posts.All(IsDraftPost);

    internal static bool IsDraftPost(PostRow post) => post is { Status: PostStatus.Pending, IsSubmitted: false };
}

/// <param name="Total">Cards, also those that are not among <paramref name="Cards"/>.</param>
/// <param name="FreeSlots">Queue times to come at which nothing goes out.</param>
public sealed record CalendarDay(DateOnly Day, IReadOnlyList<CalendarCard> Cards, int Total, IReadOnlyList<DateTimeOffset> FreeSlots);

/// <param name="Unscheduled">The newest videos that could be posted and have no post on its way; one more than are shown says that there are more.</param>
public sealed record CalendarView(
    IReadOnlyList<CalendarDay> Days, IReadOnlyList<ChannelView> Channels, IReadOnlyList<PostableVideo> Unscheduled)
{
    public CalendarCard? Find(Guid cardId) => Days.SelectMany(day => day.Cards).FirstOrDefault(card => card.Id == cardId);

    /// <summary>As it will be once the card stands at its new time: what the person sees before the server has answered.</summary>
    public CalendarView With(CalendarCard card, DateTimeOffset at, TimeZoneInfo zone) => this with
    {
        Days =
        [
            .. Days.Select(day =>
            {
                var left = day.Cards.Where(one => one.Id != card.Id).ToList();
                var total = day.Total - (day.Cards.Count - left.Count);
                return WallClock.DayOf(at, zone) == day.Day
                    ? day with { Cards = [.. left.Append(card with { At = at }).OrderBy(one => one.At)], Total = total + 1 }
                    : day with { Cards = left, Total = total };
            }),
        ],
    };
}

/// <summary>What the calendar shows: one question to the posts, whatever the view.</summary>
public sealed class CalendarQueries(IDbContextFactory<AppDb> databases, PublishingQueries publishing, TimeProvider time)
{
    public const int UnscheduledShown = 24;

    /// <summary>Among so many of the newest videos.</summary>
    private const int UnscheduledSought = 200;

    /// <summary>So much of a text holds its first line.</summary>
    private const int TitleLetters = 160;

    public async Task<CalendarView> PageAsync(Actor actor, CalendarRange range, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var channels = await publishing.AccountsAsync(db, actor.PersonId, token);
        var groups = await GroupsAsync(db, actor, range, token);
        var cards = await CardsAsync(db, actor, groups.SelectMany(day => day.Take(range.MostADay)), channels, token);
        var free = await FreeAsync(db, actor, range, channels, groups.SelectMany(day => day).Where(group => !group.IsDraft).Select(group => group.Minute).ToHashSet(), token);
        return new CalendarView(
            [
                .. Enumerable.Range(0, range.Days).Select(range.From.AddDays).Select(day => new CalendarDay(
                    day,
                    [.. groups[day].Take(range.MostADay).Where(group => cards.ContainsKey(group)).Select(group => cards[group])],
                    groups[day].Count(),
                    [.. free[day]])),
            ],
            channels,
            await UnscheduledAsync(db, actor, token));
    }

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone) => WallClock.MomentOf(day, TimeOnly.MinValue, zone);

    /// <summary>Posts of one clip in one minute, in the order of time, by day.</summary>
    private static async Task<ILookup<DateOnly, PostGroup>> GroupsAsync(AppDb db, Actor actor, CalendarRange range, CancellationToken token)
    {
        var (from, until) = (StartOf(range.From, range.Zone), StartOf(range.From.AddDays(range.Days), range.Zone));
        var posts = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == actor.PersonId && post.ScheduledFor >= from && post.ScheduledFor < until
                && post.UploadStatus != PostStatus.Cancelled && (range.AccountId == null || post.ConnectedAccountId == range.AccountId))
            .OrderBy(post => post.ScheduledFor).ThenBy(post => post.Id)
            .Select(post => new
            {
                Row = new PostRow(
                    post.Id,
                    post.VideoId,
                    post.Platform,
                    post.ConnectedAccountId,
                    null,
                    null,
                    post.UploadStatus,
                    post.StatusChangedAt,
                    post.UploadProgress,
                    post.SubmittedAt != null,
                    post.UploadStatus == PostStatus.Checking && post.ErrorCode == PlatformPost.OutcomeUnknownCode,
                    post.HoldCode,
                    post.ErrorCode,
                    null,
                    post.ScheduledFor,
                    post.PostedAt,
                    post.PlatformPostUrl,
                    null),
                Text = post.Caption!.Substring(0, TitleLetters),
            })
            .ToListAsync(token);

        return posts
            .GroupBy(post => (post.Row.VideoId, Minute: Minute(post.Row.ScheduledFor!.Value), IsDraft: CalendarCard.IsDraftPost(post.Row)))
            .Select(group => new PostGroup(
                group.Key.VideoId, group.Key.Minute, group.Key.IsDraft, group.First().Text, [.. group.Select(post => post.Row)]))
            .OrderBy(group => group.Minute)
            .ToLookup(group => WallClock.DayOf(group.Minute, range.Zone));
    }

    /// <summary>With what is known of their clips: by their keys and apart, because joined to a busy month all videos would be read.</summary>
    private static async Task<Dictionary<PostGroup, CalendarCard>> CardsAsync(
        AppDb db, Actor actor, IEnumerable<PostGroup> groups, IReadOnlyList<ChannelView> channels, CancellationToken token)
    {
        var shown = groups.ToList();
        var names = channels.ToDictionary(channel => channel.Id, channel => channel.Username ?? channel.DisplayName);
        Guid[] videoIds = [.. shown.Select(group => group.VideoId).Distinct()];
        var videos = await db.Videos.AsNoTracking()
            .Where(video => video.UserId == actor.PersonId && videoIds.Contains(video.Id))
            .Select(video => new { video.Id, Text = video.Caption!.Substring(0, TitleLetters), video.OriginalFilename, video.ThumbnailUrl })
            .ToDictionaryAsync(video => video.Id, token);
        return shown.Where(group => videos.ContainsKey(group.VideoId)).ToDictionary(group => group, group => new CalendarCard(
            group.Posts.Min(post => post.Id),
            group.VideoId,
            group.Posts[0].ScheduledFor!.Value,
            ClipTitle.Of(group.Text ?? videos[group.VideoId].Text, videos[group.VideoId].OriginalFilename),
            videos[group.VideoId].ThumbnailUrl,
            [
                .. group.Posts.Select(post => post with { AccountName = post.AccountId is { } id ? names.GetValueOrDefault(id) : null })
                    .OrderBy(post => post.Platform),
            ]));
    }

    private async Task<ILookup<DateOnly, DateTimeOffset>> FreeAsync(
        AppDb db, Actor actor, CalendarRange range, IReadOnlyList<ChannelView> channels, HashSet<DateTimeOffset> taken,
        CancellationToken token)
    {
        var slots = await db.QueueSlots.AsNoTracking().Where(slot => slot.UserId == actor.PersonId).ToListAsync(token);
        var until = StartOf(range.From.AddDays(range.Days), range.Zone);
        var zone = slots.Count == 0 ? range.Zone : await PostTimes.ZoneOfAsync(db, actor.PersonId, token);
        return channels.Where(channel => channel.PausedAt is null && (range.AccountId is null || channel.Id == range.AccountId))
            .SelectMany(channel => QueueSlots.Coming(QueueSlots.Of(slots, channel.Id), zone, time.GetUtcNow()).TakeWhile(at => at < until))
            .Where(at => !taken.Contains(at))
            .Distinct()
            .Order()
            .ToLookup(at => WallClock.DayOf(at, range.Zone));
    }

    private static async Task<IReadOnlyList<PostableVideo>> UnscheduledAsync(AppDb db, Actor actor, CancellationToken token)
    {
        // Of the newest alone: whoever has thousands that went out long ago looks for the rest in the library.
        var newest = await db.Videos.AsNoTracking()
            .Where(video => video.UserId == actor.PersonId && video.ProcessedUrl != null && video.SourceVideoId == null)
            .OrderByDescending(video => video.CreatedAt)
            .Take(UnscheduledSought)
            .Select(video => new { video.Id, Text = video.Caption!.Substring(0, TitleLetters), video.OriginalFilename, video.ThumbnailUrl })
            .ToListAsync(token);
        Guid[] ids = [.. newest.Select(video => video.Id)];
        var planned = (await db.PlatformPosts.AsNoTracking()
            .Where(post => ids.Contains(post.VideoId) && post.SubmittedAt != null
                && post.UploadStatus != PostStatus.Cancelled && post.UploadStatus != PostStatus.Failed)
            .Select(post => post.VideoId)
            .Distinct()
            .ToListAsync(token)).ToHashSet();
        return
        [
            .. newest.Where(video => !planned.Contains(video.Id)).Take(UnscheduledShown + 1)
                .Select(video => new PostableVideo(video.Id, ClipTitle.Of(video.Text, video.OriginalFilename), video.ThumbnailUrl)),
        ];
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));

    private sealed record PostGroup(Guid VideoId, DateTimeOffset Minute, bool IsDraft, string? Text, IReadOnlyList<PostRow> Posts);
}
