using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>What time does to a video: it is processed, and it becomes public at its minute. Both happen by themselves.</summary>
internal sealed class TwinProcessing(YoutubeStore store, TwinFiles files, IOptions<SandboxOptions> options, TimeProvider time)
{
    public const string Processed = "processed";

    public const string Failed = "failed";

    public const string Rejected = "rejected";

    public const int Parts = 10;

    /// <summary>The video as it is now, written down where time has changed it. Null where there is none.</summary>
    public async Task<Versioned<TwinVideo>?> FindAsync(string channelId, string videoId, CancellationToken token)
    {
        var key = $"{channelId}/{videoId}";
        if (await store.FindAsync<TwinVideo>(key, token) is not { } read)
        {
            return null;
        }

        var now = Shown(read.Body);
        if (now.Verdict is null && time.GetUtcNow() >= EndOf(now))
        {
            now = await LookAsync(now, token);
        }

        if (now == read.Body)
        {
            return read;
        }

        // Somebody else may have looked at the same moment, and seen the same.
        await store.ReplaceAsync(read, now, token);
        return await store.FindAsync<TwinVideo>(key, token);
    }

    /// <summary>A private video whose minute has come is public.</summary>
    public TwinVideo Shown(TwinVideo video) =>
        video is { IsPrivate: true, ShownAt: null, Status.PublishAt: { } at } && at <= time.GetUtcNow()
            ? video with { Status = video.Status with { PrivacyStatus = YoutubeMetadata.Public, PublishAt = null }, ShownAt = at }
            : video;

    /// <summary>Of <see cref="Parts"/>.</summary>
    public int PartsProcessed(TwinVideo video)
    {
        var length = options.Value.ProcessingSeconds;
        var share = length <= 0 ? 1 : (time.GetUtcNow() - video.UploadedAt).TotalSeconds / length;
        return video.Verdict == Processed ? Parts : (int)Math.Clamp(share * Parts, 0, Parts - 1);
    }

    public TimeSpan TimeLeft(TwinVideo video) => EndOf(video) - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private DateTimeOffset EndOf(TwinVideo video) => video.UploadedAt.AddSeconds(options.Value.ProcessingSeconds);

    private async Task<TwinVideo> LookAsync(TwinVideo video, CancellationToken token)
    {
        var found = await files.LookAsync(video.BlobKey, token);
        if (found.Container is null)
        {
            return video with { Verdict = Failed, Reason = video.SizeBytes == 0 ? "emptyFile" : "invalidFile" };
        }

        var rules = PlatformMediaRules.YoutubeVideo;
        if (found.File is not { } file || !rules.Wrapper.Containers.Contains(found.Container))
        {
            return video with { Verdict = Failed, Reason = "codec" };
        }

        var errors = Preflight.Judge(file, FileLimits.Of(rules)).Where(verdict => verdict.Level == VerdictLevel.Error).ToList();
        var seen = video with { DurationMs = (long?)file.Duration?.TotalMilliseconds, Width = file.Width, Height = file.Height };
        return errors switch
        {
            [] => seen with { Verdict = Processed },
            _ when errors.Any(error => error.Code == "too_long") => seen with { Verdict = Rejected, Reason = "length" },
            _ when errors.Any(error => error.Code is "video_codec_refused" or "audio_codec_refused" or "audio_format_refused") =>
                seen with { Verdict = Failed, Reason = "codec" },
            _ => seen with { Verdict = Failed, Reason = "conversion" },
        };
    }
}
