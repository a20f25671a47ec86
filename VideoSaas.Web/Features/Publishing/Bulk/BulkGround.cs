using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Publishing.Bulk;

/// <summary>Everything that many posts stand on, read in few statements, and what stands against each of them.</summary>
internal sealed class BulkGround
{
    private readonly Dictionary<Guid, Video> _videos;
    private readonly Dictionary<Guid, PlatformAccount> _accounts;
    private readonly ILookup<Guid, VideoAsset> _files;
    private readonly Dictionary<(Guid VideoId, int AssetSet), VideoEdits?> _edits;
    private readonly List<QueueSlot> _slots;
    private readonly Dictionary<Guid, HashSet<DateTimeOffset>> _taken = [];
    private readonly HashSet<(Guid, Platform)> _seen = [];
    private readonly PostGate _gate;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _now;

    private BulkGround(
        List<Video> videos, List<PlatformAccount> accounts, List<PlatformPost> posts, List<VideoAsset> files,
        Dictionary<(Guid VideoId, int AssetSet), VideoEdits?> edits, List<QueueSlot> slots, PostGate gate, TimeZoneInfo zone, DateTimeOffset now)
    {
        (_gate, _zone, _now, _slots, _edits) = (gate, zone, now, slots, edits);
        _videos = videos.ToDictionary(video => video.Id);
        _accounts = accounts.ToDictionary(account => account.Id);
        _files = files.ToLookup(file => file.VideoId);
        Posts = posts.ToDictionary(post => (post.VideoId, post.Platform));
    }

    /// <summary>What the videos have already, tracked.</summary>
    public Dictionary<(Guid VideoId, Platform Platform), PlatformPost> Posts { get; }

    public PlatformAccount AccountOf(BulkRow row) => _accounts[row.AccountId];

    public Video VideoOf(BulkRow row) => _videos[row.VideoId];

    public static async Task<BulkGround> ReadAsync(
        AppDb db, PostGate gate, Guid person, IReadOnlyCollection<BulkRow> rows, DateTimeOffset now, CancellationToken token)
    {
        Guid[] ids = [.. rows.Select(row => row.VideoId).Distinct()];
        var ground = new BulkGround(
            await db.Videos.Where(video => ids.Contains(video.Id) && video.UserId == person).ToListAsync(token),
            await db.PlatformAccounts.AsNoTracking().Where(account => account.UserId == person).ToListAsync(token),
            await db.PlatformPosts.Where(post => ids.Contains(post.VideoId) && post.UserId == person).ToListAsync(token),
            await db.VideoAssets.AsNoTracking()
                .Where(asset => ids.Contains(asset.VideoId) && asset.UserId == person && asset.Kind == AssetKind.Rendition)
                .ToListAsync(token),
            await db.Makings.AsNoTracking()
                .Where(making => ids.Contains(making.VideoId))
                .Select(making => new { making.VideoId, making.AssetSet, making.Edits })
                .ToDictionaryAsync(making => (making.VideoId, making.AssetSet), making => making.Edits, token),
            await db.QueueSlots.AsNoTracking().Where(slot => slot.UserId == person).ToListAsync(token),
            gate,
            await PostTimes.ZoneOfAsync(db, person, token),
            now);
        foreach (var account in rows.Where(row => row.InSlot).Select(row => row.AccountId).Distinct())
        {
            ground._taken[account] = await PostTimes.TakenAsync(db, account, exceptPostId: null, now, token);
        }

        return ground;
    }

    /// <summary>The same row with its slot, and what stands against it. Rows are judged in their order: each takes its slot from the next.</summary>
    public PlannedRow Judge(BulkRow row)
    {
        var video = _videos.GetValueOrDefault(row.VideoId);
        var account = _accounts.GetValueOrDefault(row.AccountId);
        if (video is null || account is null)
        {
            return new PlannedRow(row, "", null, null, null, [], new NotFound(video is null ? "not_found" : "account_not_found"));
        }

        var isDone = IsDone(row, account.Platform);
        var slot = row.InSlot && !isDone ? TakeSlot(row) : row.At;
        var refusal = slot.HasValue || !row.InSlot ? null : SlotsOf(row).Count == 0 ? new Conflict("no_slots")
            : row.At is null ? new Conflict("no_free_slot") : new Conflict("slot_taken");
        var planned = row with { At = slot ?? row.At };
        var verdicts = _gate.Judge(account.Platform, new PostToJudge(
            FileOf(row.VideoId, account.Platform), planned.Title, planned.Caption, planned.Settings, PostGate.FactsOf(account.Facts)));
        return new PlannedRow(
            planned,
            ClipTitle.Of(video.Caption, video.OriginalFilename),
            video.ThumbnailUrl,
            account.Platform,
            account.Username ?? account.DisplayName,
            verdicts,
            _seen.Add((row.VideoId, account.Platform)) ? isDone ? null : refusal ?? RefusalOf(planned, account, verdicts) : new Conflict("double_row"));
    }

    /// <summary>It is there already, as it is asked for: a second press finds everything done.</summary>
    public bool IsDone(BulkRow row, Platform platform) =>
        Posts.GetValueOrDefault((row.VideoId, platform)) is { SubmittedAt: not null } post
        && post.UploadStatus is not (PostStatus.Failed or PostStatus.Cancelled)
        && row.At is not null && post.ScheduledFor == row.At && post.ConnectedAccountId == row.AccountId && post.Caption == row.Caption;

    private Refusal? RefusalOf(BulkRow row, PlatformAccount account, IReadOnlyList<Verdict> verdicts)
    {
        switch (Posts.GetValueOrDefault((row.VideoId, account.Platform)))
        {
            case { UploadStatus: PostStatus.Published }:
                return new Conflict("already_published");
            case { UploadStatus: PostStatus.Preparing or PostStatus.Uploading or PostStatus.Checking }:
            case { UploadStatus: PostStatus.Pending, SubmittedAt: not null }:
                return new Conflict("post_under_way");
        }

        if (row.IsDraft)
        {
            return null;
        }

        if (row.At <= _now)
        {
            return new Invalid("time_past");
        }

        if (row.At > _now.AddDays(QueueSlots.HorizonDays))
        {
            return new Invalid("time_too_far", QueueSlots.HorizonDays);
        }

        if (account.Health is AccountHealth.NeedsReauth or AccountHealth.Revoked)
        {
            return new Conflict("account_needs_reauth", account.Username ?? account.ExternalId);
        }

        return verdicts.FirstOrDefault(verdict => verdict.Level == VerdictLevel.Error) is { } worst ? new Invalid(worst.Code, worst.Arguments) : null;
    }

    private IReadOnlyList<QueueSlot> SlotsOf(BulkRow row) => QueueSlots.Of(_slots, row.AccountId);

    /// <summary>The one that was planned, if nobody else has it meanwhile; else the next free one.</summary>
    private DateTimeOffset? TakeSlot(BulkRow row)
    {
        var taken = _taken[row.AccountId];
        var slot = row.At ?? QueueSlots.NextFree(SlotsOf(row), _zone, _now, taken);
        return slot is { } at && taken.Add(at) ? at : null;
    }

    private FileToPublish? FileOf(Guid videoId, Platform platform)
    {
        var word = Words.Of(platform);
        return _files[videoId].Where(file => file.Platforms.Contains(word))
            .OrderByDescending(file => file.AssetSet).ThenByDescending(file => file.CreatedAt)
            .Select(file => PostGate.FileOf(file, _edits.GetValueOrDefault((file.VideoId, file.AssetSet))))
            .FirstOrDefault();
    }
}
