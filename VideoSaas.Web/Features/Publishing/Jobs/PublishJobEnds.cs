using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;

namespace VideoSaas.Web.Features.Publishing.Jobs;

/// <summary>
/// The machine gave a publishing job up, or somebody cancelled it: no post stays under way with nobody at work on it.
/// </summary>
internal sealed class PublishJobEnds(IOptions<PublishingOptions> options, TimeProvider time)
    : IDomainEventHandler<JobGaveUp>, IDomainEventHandler<JobCancelled>
{
    public async Task HandleAsync(AppDb db, JobGaveUp happened, CancellationToken token)
    {
        if (happened.JobType != JobTypes.PublishPost || await FindAsync(db, happened.JobId, token) is not var (post, attempt))
        {
            return;
        }

        if (attempt.MayBeOut())
        {
            post.MarkUnknown(happened.ErrorMessage, details: null);
        }
        else
        {
            post.Fail(happened.ErrorCode, happened.ErrorMessage, details: null);
        }
    }

    public async Task HandleAsync(AppDb db, JobCancelled happened, CancellationToken token)
    {
        if (happened.JobType != JobTypes.PublishPost || await FindAsync(db, happened.JobId, token) is not var (post, attempt))
        {
            return;
        }

        if (attempt.MayBeOut())
        {
            // A job can be cancelled, what may be public cannot: somebody must still find out.
            var now = time.GetUtcNow();
            await ArmedPosts.QueueAsync(db, post, options.Value, now, token);
        }
        else
        {
            post.Cancel();
        }
    }

    /// <summary>The job's post while it is under way in the job's own arming.</summary>
    private static async Task<(PlatformPost Post, PublishAttempt? Attempt)?> FindAsync(AppDb db, Guid jobId, CancellationToken token)
    {
        var json = await db.ProcessingJobs.Where(one => one.Id == jobId).Select(one => one.JobData).FirstOrDefaultAsync(token);
        if (json is null)
        {
            return null;
        }

        var job = PublishJobData.Parse(json);
        var post = await db.PlatformPosts.FirstOrDefaultAsync(one => one.Id == job.PostId, token);
        if (post is null || post.Arming != job.Arming || post.HoldCode is HoldCode.Reconnect or HoldCode.Paused or HoldCode.Missed
            || post.UploadStatus is PostStatus.Published or PostStatus.Failed or PostStatus.Cancelled)
        {
            return null;
        }

        return (post, await db.AttemptOfAsync(post, token));
    }
}
