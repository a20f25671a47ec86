using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>How a container stands now: its clock runs by itself, and its file is looked at once when the time is up.</summary>
internal sealed class TwinClock(
    TwinStore store, IBlobStore blobs, IMediaTools media, IOptions<SandboxOptions> options, TimeProvider time)
{
    private static readonly TimeSpan ContainerLife = TimeSpan.FromHours(24);

    /// <summary>Ids tell what they are of, as they do not on the real host, so that one path can serve both.</summary>
    public static string NewContainerId() => "1780" + Digits(13);

    public static string NewMediaId() => "1789" + Digits(13);

    public static string FailureText(int subcode) =>
        string.Create(CultureInfo.InvariantCulture, $"Error: Media upload has failed with error code {subcode}");

    public async Task<Versioned<TwinContainer>?> FindAsync(TwinCaller caller, string id, CancellationToken token)
    {
        foreach (var accountId in caller.AccountIds)
        {
            if (await store.FindAsync<TwinContainer>($"{accountId}/{id}", token) is { } read)
            {
                return read;
            }
        }

        return null;
    }

    public async Task<(string StatusCode, string Status)> StateAsync(Versioned<TwinContainer> read, CancellationToken token)
    {
        var container = read.Body;
        var now = time.GetUtcNow();
        if (container.PublishedAt is not null)
        {
            return (ContainerState.Published, "Published: Media has been successfully published.");
        }

        if (now - container.CreatedAt > ContainerLife)
        {
            return (ContainerState.Expired, "Expired: Media was not published within 24 hours.");
        }

        if (container.Verdict is null)
        {
            if (container.UploadedAt is not { } uploadedAt || now < uploadedAt.AddSeconds(options.Value.ProcessingSeconds))
            {
                return ("IN_PROGRESS", "In Progress: Media is still being processed.");
            }

            var subcode = await LookAsync(container, token);
            container = container with
            {
                Verdict = subcode is null ? ContainerState.Finished : ContainerState.Failed,
                VerdictText = subcode is null ? null : FailureText(subcode.Value),
            };

            // Somebody else may have looked at the same moment, and seen the same.
            await store.ReplaceAsync(read, container, token);
        }

        return container.Verdict == ContainerState.Finished
            ? (ContainerState.Finished, "Finished: Media has been uploaded and it is ready to be published.")
            : (ContainerState.Failed, container.VerdictText ?? FailureText(2207026));
    }

    /// <summary>Null when the file is one that Reels takes, else the subcode.</summary>
    private async Task<int?> LookAsync(TwinContainer container, CancellationToken token)
    {
        using var file = await blobs.BorrowAsync(container.BlobKey, token);
        var facts = (await media.ProbeAsync(file.Path, token)).Facts;
        if (facts?.Picture is not { } picture || facts.Container is not ("mp4" or "mov"))
        {
            return 2207026;
        }

        var verdicts = Preflight.Judge(
            new FileToPublish(
                container.SizeBytes ?? 0,
                TimeSpan.FromMilliseconds(facts.DurationMs),
                picture.Width,
                picture.Height,
                picture.FrameRate is { Denominator: not 0 } rate ? (double)rate.Numerator / rate.Denominator : null,
                facts.BitsPerSecond,
                picture.Codec,
                facts.Sound?.Codec,
                facts.Sound?.Channels,
                facts.Sound?.SampleRateHz),
            FileLimits.InstagramReels);
        return verdicts.Any(verdict => verdict.Level == VerdictLevel.Error) ? 2207026 : null;
    }

    private static string Digits(int count) => string.Concat(
        Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetInt32(10).ToString(CultureInfo.InvariantCulture)));
}
