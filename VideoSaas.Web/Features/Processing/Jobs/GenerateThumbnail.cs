using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>One good picture, shown as soon as it is there.</summary>
internal sealed class GenerateThumbnail(
    IDbContextFactory<AppDb> databases, IBlobStore blobs, IMediaTools tools, UnnamedFiles files, TimeProvider time) : IJobHandler
{
    public string JobType => JobTypes.GenerateThumbnail;

    public JobKind Kind => JobKind.Light;

    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken token)
    {
        if (await databases.AcceptedSourceAsync(run.Job, token) is not { } source)
        {
            return Endings.NotWanted;
        }

        await files.RemoveAsync(JobFiles.OfEarlierAttempts(run), null, token);
        run.Report("drawing", null);
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
            return await DrawAsync(run, source, file.Path, token);
        }
    }

    public async Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token)
    {
        var drawn = (Drawn)done.Result!;
        if (await db.LockForWorkAsync(run.Job.VideoId, token) is not { } video)
        {
            return;
        }

        var asset = new VideoAsset
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            VideoId = video.Id,
            UserId = video.UserId,
            Kind = AssetKind.Thumbnail,
            AssetSet = run.Job.AssetSet,
            StorageKey = JobFiles.Thumbnail(run, run.Attempt),
            ContentType = "image/jpeg",
            SizeBytes = drawn.SizeBytes,
            Sha256 = drawn.Sha256,
            Width = drawn.Spec.Width,
            Height = drawn.Spec.Height,
            Spec = SpecJson.Write(drawn.Spec),
            CreatedAt = time.GetUtcNow(),
        };
        db.VideoAssets.Add(asset);
        if (video.AssetSet == run.Job.AssetSet && video.ThumbnailUrl is null)
        {
            video.ShowThumbnail(MediaApi.AddressOf(asset.Id));
        }
    }

    public Task DiscardAsync(JobRun run, JobOutcome.Done? done) =>
        files.RemoveAsync([JobFiles.Thumbnail(run, run.Attempt)], null, CancellationToken.None);

    private async Task<JobOutcome> DrawAsync(JobRun run, AcceptedSource source, string sourcePath, CancellationToken token)
    {
        using var work = blobs.NewWorkFolder();
        var path = Path.Combine(work.Path, "thumbnail.jpg.partial");
        var spec = ThumbnailSpec.For(source.Facts, source.Edits);
        var limits = new FfmpegLimits(TimeSpan.FromMinutes(5), MaxOutputBytes: 50_000_000);
        var drawing = await tools.RunAsync(FfmpegArguments.Thumbnail(sourcePath, source.Facts, spec, path), limits, null, token);
        if (!IsThere(path))
        {
            spec = spec.FromTheStart();
            drawing = await tools.RunAsync(FfmpegArguments.Thumbnail(sourcePath, source.Facts, spec, path), limits, null, token);
        }

        if (!drawing.IsClean || !IsThere(path))
        {
            return Endings.Of(drawing, "cannot_draw");
        }

        var drawn = new Drawn(spec, new FileInfo(path).Length, await JobFiles.Sha256Async(path, token));
        await blobs.StoreAsync(path, JobFiles.Thumbnail(run, run.Attempt), token);
        return new JobOutcome.Done(drawn);
    }

    private static bool IsThere(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private sealed record Drawn(ThumbnailSpec Spec, long SizeBytes, string Sha256);
}
