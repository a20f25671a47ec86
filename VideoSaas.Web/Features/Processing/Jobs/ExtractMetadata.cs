using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>The first look: what the file is, whether we take it, and all that is known of it. Accepting it takes the month's unit.</summary>
internal sealed class ExtractMetadata(
    IDbContextFactory<AppDb> databases, SourceInspection inspection, IVideoUnits units, PlanMaking plan, TimeProvider time) : IJobHandler
{
    public string JobType => JobTypes.ExtractMetadata;

    public JobKind Kind => JobKind.Light;

    public async Task<JobOutcome> RunAsync(JobRun run, CancellationToken token)
    {
        Video? video;
        SubscriptionTier? tier;
        await using (var db = await databases.CreateDbContextAsync(token))
        {
            video = await db.Videos.AsNoTracking().IgnoreQueryFilters()
                .FirstOrDefaultAsync(row => row.Id == run.Job.VideoId, token);
            tier = await db.Users.AsNoTracking().IgnoreQueryFilters()
                .Where(user => user.Id == run.Job.UserId)
                .Join(db.SubscriptionTiers, user => user.SubscriptionTier, row => row.Tier, (_, row) => row)
                .SingleOrDefaultAsync(token);
        }

        if (!run.Job.IsWantedBy(video))
        {
            return Endings.NotWanted;
        }

        var limits = tier is null
            ? new SourceLimits(int.MaxValue, long.MaxValue)
            : new SourceLimits(tier.MaxDurationSeconds, tier.MaxFileSizeBytes);
        Inspected inspected;
        try
        {
            inspected = await inspection.InspectAsync(
                video!.OriginalUrl, limits, (stage, percent) => run.Report(stage, percent), token);
        }
        catch (FileNotFoundException)
        {
            return Endings.SourceMissing;
        }

        return inspected.Refusal is { } refusal
            ? new JobOutcome.GiveUp(refusal.Code, refusal.Message, inspected.LastLines, refusal.Arguments)
            : new JobOutcome.Done(Found.Of(inspected, video.OriginalSize));
    }

    public async Task CompleteAsync(AppDb db, JobRun run, JobOutcome.Done done, CancellationToken token)
    {
        var found = (Found)done.Result!;
        if (await db.LockForWorkAsync(run.Job.VideoId, token) is not { } video)
        {
            return;
        }

        video.Describe(found.Probed);
        await DescribeExactlyAsync(db, video.Id, found, token);
        if (!await db.VideoAssets.AnyAsync(asset => asset.VideoId == video.Id && asset.Kind == AssetKind.Source, token))
        {
            db.VideoAssets.Add(new VideoAsset
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                VideoId = video.Id,
                UserId = video.UserId,
                Kind = AssetKind.Source,
                AssetSet = 0,
                StorageKey = video.OriginalUrl,
                ContentType = ContentTypes.Of(found.Probed.Format),
                SizeBytes = found.SizeBytes,
                Sha256 = found.Sha256,
                Width = found.Probed.Width,
                Height = found.Probed.Height,
                DurationMs = found.DurationMs,
                CreatedAt = time.GetUtcNow(),
            });
        }

        await units.TakeAsync(db, video.Id, token);
        if (run.Job.IsWantedBy(video))
        {
            await plan.ExecuteAsync(db, video, found.Facts, run.Job.Id, token);
        }
    }

    private async Task DescribeExactlyAsync(AppDb db, Guid videoId, Found found, CancellationToken token)
    {
        var metadata = await db.VideoMetadata.FindAsync([videoId], token);
        if (metadata is null)
        {
            metadata = new VideoMetadata { VideoId = videoId, CreatedAt = time.GetUtcNow() };
            db.VideoMetadata.Add(metadata);
        }

        var picture = found.Facts.Picture!;
        metadata.FrameRateNumerator = Whole(picture.FrameRate?.Numerator);
        metadata.FrameRateDenominator = Whole(picture.FrameRate?.Denominator);
        metadata.DurationMs = found.Facts.DurationMs;
        metadata.RotationDegrees = picture.RotationDegrees;
        metadata.PixelFormat = Short(picture.PixelFormat, 50);
        metadata.HdrTransfer = picture.HdrTransfer;
        metadata.ColorPrimaries = Short(picture.ColorPrimaries, 50);
        metadata.AudioChannels = found.Facts.Sound?.Channels;
        metadata.AudioSampleRateHz = found.Facts.Sound?.SampleRateHz;
        metadata.ContainerTags = JsonSerializer.Serialize(found.Facts.Tags);
        metadata.Layout = found.Facts.Layout;
        metadata.SourceSha256 = found.Sha256;
        metadata.Ffprobe = found.Ffprobe;
    }

    private static int? Whole(long? value) => value is > 0 and <= int.MaxValue ? (int)value : null;

    private static string? Short(string? text, int most) => text?.Length > most ? text[..most] : text;

    /// <summary>What Run hands to Complete, and what of it becomes the job's result.</summary>
    private sealed record Found(
        ProbedFile Probed, long DurationMs, long SizeBytes, string Sha256,
        [property: JsonIgnore] MediaFacts Facts, [property: JsonIgnore] string Ffprobe)
    {
        public static Found Of(Inspected inspected, long sizeBytes)
        {
            var facts = inspected.Facts!;
            var picture = facts.Picture!;
            return new Found(
                new ProbedFile(
                    facts.Container,
                    facts.DurationWholeSeconds,
                    picture.Width,
                    picture.Height,
                    Short(picture.AspectRatio, 20)!,
                    (int)Math.Round(Math.Min(picture.FrameRate?.Value ?? 0, int.MaxValue)),
                    (int)Math.Clamp(facts.BitsPerSecond ?? 0, 0, int.MaxValue),
                    Short(picture.Codec, 50)!,
                    Short(facts.Sound?.Codec, 50),
                    Short(picture.ColorSpace, 20)),
                facts.DurationMs,
                sizeBytes,
                inspected.Sha256!,
                facts,
                Kept(inspected.Ffprobe!));
        }

        /// <summary>Where the file lies on our disk is nobody's business; single frames were only asked for as a trial.</summary>
        private static string Kept(string ffprobe)
        {
            var document = JsonNode.Parse(ffprobe)!;
            document.AsObject().Remove("frames");
            (document["format"] as JsonObject)?.Remove("filename");
            return document.ToJsonString();
        }
    }
}
