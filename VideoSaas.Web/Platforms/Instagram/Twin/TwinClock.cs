using System.Globalization;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>How a container stands now: its clock runs by itself, and its file is looked at once when the time is up.</summary>
internal sealed class TwinClock(
    InstagramStore store, TwinFiles files, IOptions<SandboxOptions> options, TimeProvider time)
{
    private static readonly TimeSpan ContainerLife = TimeSpan.FromHours(24);

    /// <summary>Ids tell what they are of, as they do not on the real host, so that one path can serve both.</summary>
    public static string NewContainerId() => "1780" + TwinSecrets.Digits(13);

    public static string NewMediaId() => "1789" + TwinSecrets.Digits(13);

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
        var found = await files.LookAsync(container.BlobKey, token);
        if (found.File is null || found.Container is not ("mp4" or "mov"))
        {
            return 2207026;
        }

        if (container.CoverAtMs >= found.File.Duration?.TotalMilliseconds)
        {
            return 2207057;
        }

        var verdicts = Preflight.Judge(found.File, FileLimits.InstagramReels);
        return verdicts.Any(verdict => verdict.Level == VerdictLevel.Error) ? 2207026 : null;
    }
}
