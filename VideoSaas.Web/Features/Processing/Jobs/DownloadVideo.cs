using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Fetching;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Videos.Import;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>The structure of a <c>download_video</c> job's data.</summary>
/// <param name="File">What is stored of it; written again while it grows, by the run that holds the lease.</param>
internal sealed record DownloadData(string Address, DownloadFile? File = null);

/// <summary>Fetches the source of a video from its address; then the video goes the way of an uploaded one.</summary>
internal sealed class DownloadVideo(
    IDbContextFactory<AppDb> databases, SourceDownload download, IBlobStore blobs, IOptions<FetchOptions> fetching) : IJobHandler
{
    public string JobType => JobTypes.DownloadVideo;

    public JobKind Kind => JobKind.Download;

    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken token)
    {
        SourceLimits limits;
        await using (var db = await databases.CreateDbContextAsync(token))
        {
            var video = await db.Videos.AsNoTracking().IgnoreQueryFilters()
                .FirstOrDefaultAsync(row => row.Id == run.Job.VideoId, token);
            if (!run.Job.IsWantedBy(video) || !video!.AwaitsFetch)
            {
                return Endings.NotWanted;
            }

            limits = await LimitsAsync(db, run.Job.UserId, token);
        }

        var data = JobJson.Read<DownloadData>(run.Job.JobData)
            ?? throw new InvalidOperationException("The job names no address.");
        var address = SourceAddress.Parse(data.Address, fetching.Value.MorePorts);
        if (address.Refusal is { } refusal)
        {
            // The rules may have become stricter since the person gave it.
            return new JobOutcome.GiveUp(refusal.Code, "The address may not be fetched.");
        }

        run.Report("connecting", null);
        var order = new DownloadOrder(
            address.Value, data.File, limits,
            (file, stop) => RememberAsync(run, data with { File = file }, stop),
            progress => run.Report("downloading", progress.Percent, new JobProgressDetails(
                progress.SecondsLeft, Done: progress.DoneBytes, Total: progress.TotalBytes, BytesPerSecond: progress.BytesPerSecond)));
        return await download.RunAsync(order, token) switch
        {
            DownloadEnd.Arrived { File: var file } => new JobOutcome.Done(new Fetched(file.Key, file.Filename, file.OffsetBytes)),
            DownloadEnd.Later later => new JobOutcome.RetryLater(later.Code, later.Message, NotBefore: later.NotBefore),
            DownloadEnd.Refused refused => new JobOutcome.GiveUp(refused.Code, refused.Message, Arguments: refused.Arguments),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no end of a download."),
        };
    }

    public async Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token)
    {
        var fetched = (Fetched)done.Result!;
        if (await db.LockForWorkAsync(run.Job.VideoId, token) is { } video && run.Job.IsWantedBy(video) && video.AwaitsFetch)
        {
            video.Arrive(fetched.Filename, fetched.Key, fetched.SizeBytes);
        }
    }

    /// <summary>
    /// What a later try can go on with stays. A job that was cancelled while we worked may have had its files removed before we
    /// made the last of them, so it is looked at once more.
    /// </summary>
    public async Task DiscardAsync(JobRun run, JobOutcome.Done? done)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var job = await db.ProcessingJobs.AsNoTracking().FirstOrDefaultAsync(row => row.Id == run.Job.Id);
        if (job is { Status: JobStatus.Cancelled } && JobJson.Read<DownloadData>(job.JobData)?.File is { } file)
        {
            await blobs.DeleteAsync(file.Key, CancellationToken.None);
        }
    }

    /// <summary>Says where the lease is still ours, so that of two runs only one ever counts.</summary>
    private async Task<bool> RememberAsync(JobRun run, DownloadData data, CancellationToken token)
    {
        var json = JobJson.Write(data)!;
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.ProcessingJobs
            .Where(job => job.Id == run.Job.Id && job.LeaseToken == run.LeaseToken && job.Status == JobStatus.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.JobData, json), token) == 1;
    }

    private static async Task<SourceLimits> LimitsAsync(AppDb db, Guid userId, CancellationToken token) =>
        await db.Users.AsNoTracking().IgnoreQueryFilters()
            .Where(user => user.Id == userId)
            .Join(db.SubscriptionTiers, user => user.SubscriptionTier, tier => tier.Tier,
                (_, tier) => new SourceLimits(tier.MaxDurationSeconds, tier.MaxFileSizeBytes))
            .FirstOrDefaultAsync(token) ?? new SourceLimits(int.MaxValue, long.MaxValue);

    /// <summary>What Run hands to Complete, and the job's result.</summary>
    private sealed record Fetched(string Key, string Filename, long SizeBytes);
}
