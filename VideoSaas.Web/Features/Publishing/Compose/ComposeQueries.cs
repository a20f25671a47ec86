using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Compose;

public sealed record HashtagGroupView(Guid Id, string Name, IReadOnlyList<string> Hashtags);

public sealed record CaptionTemplateView(Guid Id, string Name, string Text);

/// <summary>What a person wrote before, most used first, without signs.</summary>
public sealed record UsedWords(IReadOnlyList<string> Hashtags, IReadOnlyList<string> Mentions);

/// <summary>One clip with drafts that were never sent.</summary>
/// <param name="Text">The first line of a draft's words; null where there are none.</param>
/// <param name="WishedFor">The earliest time that a draft of it is wanted out.</param>
public sealed record DraftView(
    Guid VideoId, string Filename, string? Text, string? ThumbnailAddress, IReadOnlyList<Platform> Platforms, DateTimeOffset ChangedAt, DateTimeOffset? WishedFor);

/// <summary>What helps to write: saved texts, words used before, what was begun.</summary>
public sealed class ComposeQueries(IDbContextFactory<AppDb> databases)
{
    /// <summary>So many posts are looked at for words that were used before.</summary>
    private const int PostsLookedAt = 200;

    private const int MostWords = 100;

    private const int MostDrafts = 100;

    public async Task<IReadOnlyList<HashtagGroupView>> GroupsAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var groups = await db.HashtagGroups.AsNoTracking().Where(group => group.UserId == actor.PersonId)
            .Select(group => new HashtagGroupView(group.Id, group.Name, group.Hashtags)).ToListAsync(token);
        return [.. groups.OrderBy(group => group.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    public async Task<IReadOnlyList<CaptionTemplateView>> TemplatesAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var templates = await db.CaptionTemplates.AsNoTracking().Where(template => template.UserId == actor.PersonId)
            .Select(template => new CaptionTemplateView(template.Id, template.Name, template.Text)).ToListAsync(token);
        return [.. templates.OrderBy(template => template.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>Of the newest posts, so that old habits are forgotten.</summary>
    public async Task<UsedWords> UsedWordsAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var posts = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == actor.PersonId)
            .OrderByDescending(post => post.CreatedAt)
            .Take(PostsLookedAt)
            .Select(post => new { post.Hashtags, post.Mentions })
            .ToListAsync(token);
        return new UsedWords(MostUsed(posts.Select(post => post.Hashtags)), MostUsed(posts.Select(post => post.Mentions)));
    }

    /// <summary>Clips with drafts, last changed first.</summary>
    public async Task<IReadOnlyList<DraftView>> DraftsAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var drafts = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == actor.PersonId && post.UploadStatus == PostStatus.Pending && post.SubmittedAt == null)
            .Join(
                db.Videos.Where(video => video.DeletedAt == null),
                post => post.VideoId,
                video => video.Id,
                (post, video) => new
                {
                    post.VideoId,
                    post.Platform,
                    post.Caption,
                    post.Settings,
                    post.UpdatedAt,
                    post.ScheduledFor,
                    video.OriginalFilename,
                    video.ThumbnailUrl,
                })
            .OrderByDescending(draft => draft.UpdatedAt)
            .Take(MostDrafts * 5)
            .ToListAsync(token);
        return
        [
            .. drafts.GroupBy(draft => draft.VideoId).Take(MostDrafts).Select(clip => new DraftView(
                clip.Key,
                clip.First().OriginalFilename,
                clip.Select(draft => FirstLineOf(draft.Caption)).FirstOrDefault(line => line is not null),
                clip.First().ThumbnailUrl,
                [.. clip.Where(draft => PostSettings.Parse(draft.Settings).IsLeftOut is null).Select(draft => draft.Platform).Order()],
                clip.Max(draft => draft.UpdatedAt),
                clip.Min(draft => draft.ScheduledFor))),
        ];
    }

    /// <summary>
    /// When the person's same file last went out, by account: under another row, sent or on its way. The clip's own posts are not
    /// among them, a second one of those cannot be made.
    /// </summary>
    internal static async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> SameClipAsync(AppDb db, Guid person, Guid videoId, CancellationToken token)
    {
        var rows = await db.Database.SqlQuery<SameClipRow>(
            $"""
            SELECT post.connected_account_id AS account_id, max(coalesce(post.posted_at, post.scheduled_for, post.submitted_at)) AS at
            FROM video_metadata AS mine
            JOIN video_metadata AS same ON same.source_sha256 = mine.source_sha256 AND same.video_id <> mine.video_id
            JOIN platform_posts AS post ON post.video_id = same.video_id
            WHERE mine.video_id = {videoId} AND post.user_id = {person} AND post.submitted_at IS NOT NULL
              AND post.upload_status NOT IN ('failed', 'cancelled') AND post.connected_account_id IS NOT NULL
            GROUP BY post.connected_account_id
            """).ToListAsync(token);
        return rows.ToDictionary(row => row.AccountId, row => row.At);
    }

    internal static string? FirstLineOf(string? caption) =>
        caption?.Split('\n').FirstOrDefault(line => line.Trim().Length > 0)?.Trim();

    private static IReadOnlyList<string> MostUsed(IEnumerable<string[]?> lists) =>
    [
        .. lists.SelectMany(list => list ?? []).GroupBy(word => word, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(word => word.Count()).ThenBy(word => word.Key, StringComparer.OrdinalIgnoreCase)
            .Take(MostWords).Select(word => word.Key),
    ];

    private sealed record SameClipRow(Guid AccountId, DateTimeOffset At);
}
