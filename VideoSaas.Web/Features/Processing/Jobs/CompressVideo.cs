using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>One decode, two files: the rendition that plays everywhere and the small preview.</summary>
internal sealed class CompressVideo(
    IDbContextFactory<AppDb> databases,
    IBlobStore blobs,
    IMediaTools tools,
    UnnamedFiles files,
    IOptions<MediaOptions> options,
    TimeProvider time) : IJobHandler
{
    public string JobType => JobTypes.CompressVideo;

    public JobKind Kind => JobKind.Transcode;

    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken token)
    {
        if (await databases.AcceptedSourceAsync(run.Job, token) is not { } source)
        {
            return Endings.NotWanted;
        }

        await files.RemoveAsync(JobFiles.OfEarlierAttempts(run, JobFiles.Rendition, JobFiles.Preview), null, token);
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
            return await EncodeAsync(run, source, file.Path, token);
        }
    }

    public async Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token)
    {
        var made = (Made)done.Result!;
        if (await db.LockForWorkAsync(run.Job.VideoId, token) is not null)
        {
            db.VideoAssets.Add(AssetOf(run, made.Rendition, AssetKind.Rendition, JobFiles.Rendition(run)));
            db.VideoAssets.Add(AssetOf(run, made.Preview, AssetKind.Preview, JobFiles.Preview(run)));
        }
    }

    public Task DiscardAsync(JobRun run, JobOutcome.Done? done) =>
        files.RemoveAsync([JobFiles.Rendition(run), JobFiles.Preview(run)], null, CancellationToken.None);

    private async Task<JobOutcome> EncodeAsync(JobRun run, AcceptedSource source, string sourcePath, CancellationToken token)
    {
        using var work = blobs.NewWorkFolder();
        var rendition = (Spec: EncodeSpec.Rendition(source.Facts, source.MaxShortSide), Path: Path.Combine(work.Path, "rendition.mp4.partial"));
        var preview = (Spec: EncodeSpec.Preview(source.Facts), Path: Path.Combine(work.Path, "preview.mp4.partial"));
        var framesInAll = (long)(source.Facts.DurationMs / 1000d * rendition.Spec.Rate.Value);
        run.Report("encoding", 0);
        var encoding = await tools.RunAsync(
            FfmpegArguments.Encode(sourcePath, [rendition, preview]),
            new FfmpegLimits(
                options.Value.TimeLimitFor(source.Facts.DurationMs),
                source.Facts.DurationMs,
                RenditionCheck.LargestBytes(rendition.Spec, source.Facts) + RenditionCheck.LargestBytes(preview.Spec, source.Facts)),
            progress => run.Report("encoding", progress.Percent, new JobProgressDetails(
                progress.SecondsLeft, progress.Speed, progress.Frames, Math.Max(framesInAll, progress.Frames ?? 0))),
            token);
        if (!encoding.IsClean)
        {
            return Endings.Of(encoding, "cannot_encode");
        }

        // Exit code 0 proves nothing: what was made is asked itself.
        var madeRendition = await tools.ProbeAsync(rendition.Path, token);
        var madePreview = await tools.ProbeAsync(preview.Path, token);
        var fault = RenditionCheck.FaultOf(madeRendition.Facts, rendition.Spec, source.Facts)
            ?? RenditionCheck.FaultOf(madePreview.Facts, preview.Spec, source.Facts);
        if (fault is not null)
        {
            return new JobOutcome.GiveUp("cannot_encode", fault, encoding.LastLines);
        }

        run.Report("storing", 99);
        await SayStoringAsync(run, token);
        var made = new Made(
            await DescribeAsync(rendition.Spec, rendition.Path, madeRendition.Facts!, token),
            await DescribeAsync(preview.Spec, preview.Path, madePreview.Facts!, token));
        await blobs.StoreAsync(rendition.Path, JobFiles.Rendition(run), token);
        await blobs.StoreAsync(preview.Path, JobFiles.Preview(run), token);
        return new JobOutcome.Done(made);
    }

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

    private static async Task<MadeFile> DescribeAsync(EncodeSpec spec, string path, MediaFacts facts, CancellationToken token) =>
        new(spec, new FileInfo(path).Length, await JobFiles.Sha256Async(path, token), facts.DurationMs);

    private VideoAsset AssetOf(JobRun run, MadeFile made, AssetKind kind, string key) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        VideoId = run.Job.VideoId,
        UserId = run.Job.UserId,
        Kind = kind,
        AssetSet = run.Job.AssetSet,
        StorageKey = key,
        ContentType = "video/mp4",
        SizeBytes = made.SizeBytes,
        Sha256 = made.Sha256,
        Width = made.Spec.Width,
        Height = made.Spec.Height,
        DurationMs = made.DurationMs,
        Spec = JsonSerializer.Serialize(made.Spec),
        Platforms = kind == AssetKind.Rendition ? [.. EncodeSpec.PlatformsServed] : [],
        CreatedAt = time.GetUtcNow(),
    };

    private sealed record Made(MadeFile Rendition, MadeFile Preview);

    private sealed record MadeFile(EncodeSpec Spec, long SizeBytes, string Sha256, long DurationMs);
}
