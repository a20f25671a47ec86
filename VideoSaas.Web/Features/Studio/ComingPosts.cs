using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Studio;

/// <summary>One clip at one minute: the posts of it that go out together.</summary>
/// <param name="Posts">In the order of the platforms.</param>
/// <param name="Check">The worst that the last look ahead found; null when none was due yet.</param>
/// <param name="Findings">What is to be mended, with the post it is about.</param>
public sealed record Departure(
    DateTimeOffset At,
    Guid VideoId,
    string Title,
    string? ThumbnailAddress,
    IReadOnlyList<ComingPost> Posts,
    VerdictLevel? Check,
    IReadOnlyList<ComingFinding> Findings);

public sealed record ComingPost(Guid Id, Platform Platform);

public sealed record ComingFinding(Guid PostId, Platform Platform, CheckFinding Finding);

/// <summary>What goes out next, and what the looks ahead of its time found.</summary>
internal static class ComingPosts
{
    /// <summary>A clip may go to every platform at its minute: enough posts for a screen of departures.</summary>
    private const int MostPosts = 40;

    public static async Task<IReadOnlyList<Departure>> ReadAsync(
        AppDb db, Actor actor, DateTimeOffset now, int mostRows, CancellationToken token)
    {
        var posts = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == actor.PersonId && post.ScheduledFor > now && post.SubmittedAt != null && post.HoldCode == null
                && (post.UploadStatus == PostStatus.Pending || (post.UploadStatus == PostStatus.Checking && post.CommitAt != null)))
            .Join(
                db.Videos, post => post.VideoId, video => video.Id,
                (post, video) => new
                {
                    post.Id,
                    post.Platform,
                    At = post.ScheduledFor!.Value,
                    post.Arming,
                    post.Caption,
                    ClipId = video.SourceVideoId ?? video.Id,
                    VideoCaption = video.Caption,
                    video.OriginalFilename,
                    video.ThumbnailUrl,
                })
            .OrderBy(row => row.At)
            .Take(MostPosts)
            .ToListAsync(token);
        var ids = posts.Select(post => post.Id).ToList();
        var checks = (await db.PostChecks.AsNoTracking()
                .Where(check => ids.Contains(check.PostId))
                .OrderByDescending(check => check.CreatedAt)
                .ToListAsync(token))
            .ToLookup(check => (check.PostId, check.Arming));
        return
        [
            .. posts.GroupBy(post => (post.ClipId, post.At)).Take(mostRows).Select(group =>
            {
                var looked = group
                    .Select(post => (Post: post, Last: checks[(post.Id, post.Arming)].FirstOrDefault()))
                    .Where(one => one.Last is not null)
                    .ToList();
                var first = group.First();
                return new Departure(
                    group.Key.At,
                    group.Key.ClipId,
                    ClipReader.TitleOf(first.Caption ?? first.VideoCaption, first.OriginalFilename),
                    first.ThumbnailUrl,
                    [.. group.OrderBy(post => post.Platform).Select(post => new ComingPost(post.Id, post.Platform))],
                    looked.Count == 0 ? null : looked.Max(one => one.Last!.Outcome),
                    [
                        .. looked.SelectMany(one => one.Last!.Findings
                            .Where(finding => finding.Level != VerdictLevel.Fine)
                            .OrderByDescending(finding => finding.Level)
                            .Select(finding => new ComingFinding(one.Post.Id, one.Post.Platform, finding))),
                    ]);
            }),
        ];
    }
}
