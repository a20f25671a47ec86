using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>Brings a file to its container, going on at the platform's own offset after every break.</summary>
public sealed class InstagramUpload(
    InstagramGraph graph, InstagramRupload rupload, InstagramAddresses addresses, IOptions<InstagramOptions> options, TimeProvider time)
{
    /// <summary>The address as it was given; built only where none was.</summary>
    public string AddressOf(string? given, string containerId) =>
        given ?? addresses.Rupload($"ig-api-upload/{addresses.Version}/{containerId}").ToString();

    public async Task<PrepareAnswer> SendAsync(PublishWork work, InstagramHandles handles, CancellationToken token)
    {
        for (var cuts = 0; ; cuts++)
        {
            var (stored, answer) = await StoredAsync(work, handles, token);
            if (answer is not null)
            {
                return answer;
            }

            work.BytesSent(stored);
            RuploadAnswer sent;
            try
            {
                sent = await rupload.SendAsync(
                    handles.UploadAddress, work.Account.AccessToken, work.StorageKey, stored, work.SizeBytes, work.BytesSent, token);
            }
            catch (FileNotFoundException)
            {
                return new PrepareAnswer.Refused(new PlatformError(
                    PlatformErrorClass.Permanent, "file_gone", "The file that was to be sent is not in storage."));
            }

            if (sent.Error is null)
            {
                return Whole(handles, sent.Kept);
            }

            if (!sent.MayResume || cuts >= options.Value.ResumesPerRun)
            {
                return new PrepareAnswer.Refused(sent.Error);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.Value.PollWaits[0]), time, token);
        }
    }

    /// <summary>The platform's count of bytes, or the answer that makes sending needless.</summary>
    private async Task<(long Stored, PrepareAnswer? Answer)> StoredAsync(
        PublishWork work, InstagramHandles handles, CancellationToken token)
    {
        var answer = await graph.GetAsync(
            handles.ContainerId, work.Account.AccessToken, token, ("fields", ContainerState.Fields));
        if (answer.Error is { } error)
        {
            // Not to be told is no reason to wait: at a wrong offset the upload host refuses, and then it is asked again.
            return error.Class == PlatformErrorClass.Retry ? (0, null) : (0, new PrepareAnswer.Refused(error));
        }

        var state = ContainerState.Read(answer);
        if (state.Fault() is { } fault)
        {
            return (0, new PrepareAnswer.Refused(fault));
        }

        var stored = Math.Clamp(state.BytesStored ?? 0, 0, work.SizeBytes);
        return state.HasAllBytes || stored == work.SizeBytes
            ? (stored, Whole(handles, answer.Kept))
            : (stored, null);
    }

    private PrepareAnswer.Prepared Whole(InstagramHandles handles, PlatformAnswer? kept) =>
        new((handles with { UploadedAt = time.GetUtcNow() }).ToJson(), kept);
}
