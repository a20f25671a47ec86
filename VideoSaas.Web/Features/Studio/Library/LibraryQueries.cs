using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Videos.Labels;

namespace VideoSaas.Web.Features.Studio.Library;

/// <summary>A person's videos: all of them, or those that a question lets through.</summary>
internal sealed class LibraryQueries(IDbContextFactory<AppDb> databases, LabelQueries labels, TimeProvider time)
{
    /// <summary>More clips at once nobody chooses.</summary>
    public const int MostChosen = 500;

    /// <param name="zone">In which the days of the question are meant.</param>
    /// <param name="most">How many clips at most.</param>
    public async Task<LibraryView> PageAsync(Actor actor, LibraryAsk ask, TimeZoneInfo zone, int most, CancellationToken token)
    {
        var known = await labels.ListAsync(actor, token);
        if (ask.LabelId is { } label && known.All(one => one.Id != label))
        {
            ask = ask with { LabelId = null };
        }

        await using var db = await databases.CreateDbContextAsync(token);
        var now = time.GetUtcNow();
        var counts = await CountAsync(db, actor, now, token);
        var matching = LibraryScope.Matching(db, actor, ask, zone, now);
        var videos = await LibraryScope.Sorted(db, actor, matching, ask.Sort).AsNoTracking().Take(most).ToListAsync(token);
        var found = !ask.IsNarrowed ? counts.Of(ask.Filter)
            : videos.Count < most ? videos.Count
            : await LibraryScope.Bounded(matching).CountAsync(token);
        return new LibraryView(ask, counts, found, await ClipReader.ClipsAsync(db, videos, token), known);
    }

    /// <summary>A part of the list further down.</summary>
    public async Task<IReadOnlyList<Clip>> ClipsAsync(
        Actor actor, LibraryAsk ask, TimeZoneInfo zone, int skip, int most, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var videos = await LibraryScope.Sorted(db, actor, LibraryScope.Matching(db, actor, ask, zone, time.GetUtcNow()), ask.Sort)
            .AsNoTracking().Skip(skip).Take(most).ToListAsync(token);
        return await ClipReader.ClipsAsync(db, videos, token);
    }

    /// <summary>The same part as ids alone, in its order: for choosing many at once.</summary>
    public async Task<IReadOnlyList<Guid>> IdsAsync(
        Actor actor, LibraryAsk ask, TimeZoneInfo zone, int skip, int most, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await LibraryScope.Sorted(db, actor, LibraryScope.Matching(db, actor, ask, zone, time.GetUtcNow()), ask.Sort)
            .Skip(skip).Take(most).Select(video => video.Id).ToListAsync(token);
    }

    /// <summary>The shown page with some of its clips read again.</summary>
    /// <returns>Null when one of them is no longer there: then the list itself has changed.</returns>
    public async Task<LibraryView?> WithFreshAsync(Actor actor, LibraryView shown, IReadOnlyCollection<Guid> ids, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var videos = await db.Videos.AsNoTracking().Where(video => ids.Contains(video.Id) && video.UserId == actor.PersonId).ToListAsync(token);
        if (videos.Count != ids.Count)
        {
            return null;
        }

        var fresh = (await ClipReader.ClipsAsync(db, videos, token)).ToDictionary(clip => clip.Id);
        return shown with
        {
            Counts = await CountAsync(db, actor, time.GetUtcNow(), token),
            Clips = [.. shown.Clips.Select(clip => fresh.GetValueOrDefault(clip.Id, clip))],
        };
    }

    /// <summary>Of these, the person's that can be posted, in the order asked.</summary>
    public async Task<IReadOnlyList<Clip>> OfAsync(Actor actor, IReadOnlyCollection<Guid> ids, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var videos = await db.Videos.AsNoTracking().Where(video => ids.Contains(video.Id) && video.UserId == actor.PersonId).ToListAsync(token);
        var clips = (await ClipReader.ClipsAsync(db, videos, token)).ToDictionary(clip => clip.Id);
        return [.. ids.Where(clips.ContainsKey).Select(id => clips[id])];
    }

    /// <summary>Videos that can be posted: the newest of those that are ready.</summary>
    public async Task<IReadOnlyList<Clip>> ReadyAsync(Actor actor, string search, int most, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var asked = LibraryScope.Matching(db, actor, new LibraryAsk(Search: search), TimeZoneInfo.Utc, time.GetUtcNow());
        var videos = await LibraryScope.Sorted(db, actor, asked.Where(video => video.ProcessedUrl != null), LibrarySort.Newest)
            .AsNoTracking().Take(most).ToListAsync(token);
        return await ClipReader.ClipsAsync(db, videos, token);
    }

    /// <summary>
    /// One statement: the person's videos by their index, beside their posts that are neither out nor called off, of which there are
    /// few. What is out stands in the video's own read model of its posts.
    /// </summary>
    private static async Task<LibraryCounts> CountAsync(AppDb db, Actor actor, DateTimeOffset now, CancellationToken token)
    {
        var person = actor.PersonId;
        var counted = (await db.Database.SqlQuery<int[]>(
            $"""
            WITH open AS (
              SELECT video_id,
                bool_or(submitted_at IS NOT NULL) AS is_submitted,
                bool_or(submitted_at IS NOT NULL AND upload_status = 'pending'
                  AND (hold_code = 'paused' OR hold_code IS NULL AND scheduled_for > {now})) AS is_scheduled,
                bool_or(submitted_at IS NOT NULL AND (upload_status IN ('preparing', 'uploading')
                  OR upload_status = 'pending' AND hold_code IS NULL AND (scheduled_for IS NULL OR scheduled_for <= {now})
                  OR upload_status = 'checking' AND error_code IS DISTINCT FROM 'outcome_unknown')) AS is_moving,
                bool_or(upload_status = 'failed' OR upload_status = 'pending' AND hold_code <> 'paused'
                  OR upload_status = 'checking' AND error_code = 'outcome_unknown') AS needs_you
              FROM platform_posts
              WHERE user_id = {person} AND upload_status IN ('pending', 'preparing', 'uploading', 'checking', 'failed')
              GROUP BY video_id)
            SELECT ARRAY[
              count(*),
              count(*) FILTER (WHERE processing_status = 'ready' AND NOT is_out AND NOT coalesce(is_submitted, false)),
              count(*) FILTER (WHERE is_scheduled),
              count(*) FILTER (WHERE processing_status NOT IN ('ready', 'failed') OR is_moving),
              count(*) FILTER (WHERE is_out),
              count(*) FILTER (WHERE processing_status = 'failed' AND error_code IS DISTINCT FROM {ProcessingErrorDetails.Cancelled} OR needs_you),
              (SELECT count(*) FROM videos WHERE user_id = {person} AND source_video_id IS NULL AND deleted_at IS NOT NULL
                 AND original_url <> '')
            ]::int[] AS "Value"
            FROM (
              SELECT id, processing_status, processing_error_details ->> 'code' AS error_code,
                sync_status @? '$.* ? (@ == "published")' AS is_out
              FROM videos
              WHERE user_id = {person} AND source_video_id IS NULL AND deleted_at IS NULL
              ORDER BY created_at DESC LIMIT {LibraryScope.MostRead}) AS mine
            LEFT JOIN open ON open.video_id = mine.id
            """).ToListAsync(token))[0];
        return new LibraryCounts(counted[0], counted[1], counted[2], counted[3], counted[4], counted[5], counted[6]);
    }
}
