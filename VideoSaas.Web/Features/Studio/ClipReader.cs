using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Studio;

/// <summary>Reads videos with what hangs on them, in few statements however many there are.</summary>
internal static class ClipReader
{
    public static string TitleOf(string? caption, string filename)
    {
        var line = caption?.Split('\n').Select(one => one.Trim()).FirstOrDefault(one => one.Length > 0);
        return line ?? (Path.GetFileNameWithoutExtension(filename) is { Length: > 0 } name ? name : filename);
    }

    public static async Task<IReadOnlyList<Clip>> ClipsAsync(AppDb db, IReadOnlyList<Video> videos, CancellationToken token)
    {
        var ids = videos.Select(video => video.Id).ToList();
        var posts = await db.PlatformPosts.AsNoTracking()
            .Where(post => ids.Contains(post.VideoId))
            .OrderBy(post => post.CreatedAt)
            .Select(post => new
            {
                post.VideoId,
                Shown = new ClipPost(
                    post.Id, post.Platform, post.UploadStatus, post.SubmittedAt != null,
                    post.UploadStatus == PostStatus.Checking && post.ErrorCode == PlatformPost.OutcomeUnknownCode,
                    post.HoldCode, post.ScheduledFor)
                {
                    PostedAt = post.PostedAt,
                },
            })
            .ToListAsync(token);
        var percents = await db.ProcessingJobs.AsNoTracking()
            .Where(job => ids.Contains(job.VideoId) && job.Status == JobStatus.Running
                && (JobTypes.FileMaking.Contains(job.JobType) || job.JobType == JobTypes.DownloadVideo))
            .Select(job => new { job.VideoId, job.ProgressPercent })
            .ToListAsync(token);
        var postsOf = posts.ToLookup(post => post.VideoId, post => post.Shown);
        var percentOf = percents.ToLookup(job => job.VideoId, job => job.ProgressPercent);
        var owners = videos.Select(video => video.UserId).Distinct().ToList();
        var labels = await db.VideoLabels.AsNoTracking()
            .Where(row => owners.Contains(row.UserId) && ids.Contains(row.VideoId))
            .Join(db.Labels, row => row.LabelId, label => label.Id, (row, label) => new { row.VideoId, label.Name })
            .ToListAsync(token);
        var labelsOf = labels.ToLookup(row => row.VideoId, row => row.Name);
        return
        [
            .. videos.Select(video => ClipOf(video, percentOf[video.Id].FirstOrDefault(), [.. postsOf[video.Id]]) with
            {
                Labels = [.. labelsOf[video.Id].Order(StringComparer.CurrentCultureIgnoreCase)],
            }),
        ];
    }

    public static Clip ClipOf(Video video, int? percent, IReadOnlyList<ClipPost> posts) => new(
        video.Id,
        TitleOf(video.Caption, video.OriginalFilename),
        video.ThumbnailUrl,
        video.PreviewUrl ?? video.ProcessedUrl,
        video.Duration,
        video.ProcessingStatus,
        video.ProcessingErrorDetails?.Code,
        video.ProcessingErrorDetails?.Arguments ?? [],
        percent,
        posts)
    {
        Filename = video.OriginalFilename,
        CreatedAt = video.CreatedAt,
        DeletedAt = video.DeletedAt,
    };

    public static VideoWork WorkOf(Video video, IEnumerable<JobView> jobs) => new(
        video.ProcessingStatus,
        video.ProcessingErrorDetails?.Code,
        video.ProcessingErrorDetails?.Arguments ?? [],
        video.OriginalSize,
        video.Width,
        video.Height,
        video.ProcessingStartedAt,
        [.. jobs]);

    /// <summary>Jobs of each video's present making, with every try, oldest first.</summary>
    public static async Task<ILookup<Guid, JobView>> JobsAsync(AppDb db, IReadOnlyList<Video> videos, CancellationToken token)
    {
        var ids = videos.Select(video => video.Id).ToList();
        var setOf = videos.ToDictionary(video => video.Id, video => video.AssetSet);
        var jobs = await db.ProcessingJobs.AsNoTracking()
            .Where(job => ids.Contains(job.VideoId) && JobTypes.Making.Contains(job.JobType))
            .OrderBy(job => job.Id)
            .ToListAsync(token);
        var jobIds = jobs.Select(job => job.Id).ToList();
        var tries = await db.ProcessingJobAttempts.AsNoTracking()
            .Where(attempt => jobIds.Contains(attempt.JobId))
            .OrderBy(attempt => attempt.Number)
            .ToListAsync(token);
        var triesOf = tries.ToLookup(attempt => attempt.JobId);
        return jobs
            .Where(job => job.AssetSet == setOf[job.VideoId])
            .ToLookup(job => job.VideoId, job => ViewOf(job, triesOf[job.Id]));
    }

    private static JobView ViewOf(ProcessingJob job, IEnumerable<ProcessingJobAttempt> tries) => new(
        job.Id,
        job.JobType,
        job.Status,
        job.Attempts,
        job.MaxAttempts,
        job.ProgressPercent,
        job.Stage,
        JobJson.Read<JobProgressDetails>(job.ProgressDetails),
        job.StartedAt,
        job.CompletedAt,
        job.DurationMs,
        job.BackoffUntil,
        job.ErrorCode,
        job.DependsOnJobId,
        job.Status == JobStatus.Queued && job.ScheduledFor == DateTimeOffset.MaxValue,
        job.UpdatedAt,
        [.. tries.Select(one => new AttemptView(one.Number, one.StartedAt, one.EndedAt, one.Outcome, one.ErrorCode))]);
}
