using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>Carries out a plan: every file that platforms get, and the small ones beside them, from one decode at most.</summary>
/// <param name="jobType">Of <see cref="JobTypes.FileMaking"/>.</param>
internal sealed class MakeFiles(
    string jobType, IDbContextFactory<AppDb> databases, IBlobStore blobs, MakingRun making, UnnamedFiles files, TimeProvider time) : IJobHandler
{
    public string JobType => jobType;

    public JobKind Kind => JobKind.Transcode;

    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken token)
    {
        if (await databases.AcceptedSourceAsync(run.Job, token) is not { Plan: not null } source)
        {
            return Endings.NotWanted;
        }

        await files.RemoveAsync(JobFiles.OfEarlierAttempts(run), null, token);
        LocalFile file;
        try
        {
            file = await blobs.BorrowAsync(source.Key, token);
        }
        catch (FileNotFoundException)
        {
            return Endings.SourceMissing;
        }

        using (file)
        {
            return await making.ExecuteAsync(run, source, file.Path, () => SayStoringAsync(run, token), token);
        }
    }

    public async Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token)
    {
        var made = (Made)done.Result!;
        if (await db.LockForWorkAsync(run.Job.VideoId, token) is null)
        {
            return;
        }

        foreach (var file in made.Files)
        {
            // A file that serves again may have been dropped with its last other name since it was found.
            if (await blobs.LengthAsync(file.Key, token) is null)
            {
                throw new InvalidOperationException("A file of this making is no longer in storage.");
            }

            db.VideoAssets.Add(file.ToAsset(
                Guid.CreateVersion7(time.GetUtcNow()), run.Job.VideoId, run.Job.UserId, run.Job.AssetSet, time.GetUtcNow()));
        }

        if (made.LoudnessLufs is { } loudness && await db.VideoMetadata.FindAsync([run.Job.VideoId], token) is { } metadata)
        {
            metadata.LoudnessLufs = loudness;
        }
    }

    public Task DiscardAsync(JobRun run, JobOutcome.Done? done) =>
        files.RemoveAsync(JobFiles.OfAttempt(run, run.Attempt), null, CancellationToken.None);

    /// <summary>The video's word while results are stored; only as long as this run still holds the job.</summary>
    private async Task SayStoringAsync(JobRun run, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(Actor.Worker(run.Job.WorkerId ?? "worker"));
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var video = await db.LockForWorkAsync(run.Job.VideoId, token);
        var isOurs = await db.ProcessingJobs.AnyAsync(
            job => job.Id == run.Job.Id && job.LeaseToken == run.LeaseToken && job.Status == JobStatus.Running, token);
        if (!isOurs || !run.Job.IsWantedBy(video))
        {
            throw new OperationCanceledException("The job is no longer held by this run.");
        }

        video!.MoveTo(VideoStatus.Uploading, time.GetUtcNow());
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
    }
}
