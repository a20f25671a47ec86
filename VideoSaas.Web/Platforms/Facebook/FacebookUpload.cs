using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>Brings a file to its video, going on at the platform's own offset after every break.</summary>
public sealed class FacebookUpload(
    FacebookGraph graph, FacebookRupload rupload, FacebookAddresses addresses, IOptions<FacebookOptions> options, TimeProvider time)
{
    /// <summary>The offset that was sent is not the one that is stored; the error names the right one.</summary>
    private const int WrongOffset = 1363037;

    /// <summary>The address as it was given; built only where none was.</summary>
    public string AddressOf(string? given, string videoId) =>
        given ?? addresses.Rupload($"video-upload/{addresses.Version}/{videoId}").ToString();

    public async Task<PrepareAnswer> SendAsync(PublishWork work, FacebookHandles handles, CancellationToken token)
    {
        try
        {
            return handles.IsReel ? await SendReelAsync(work, handles, token) : await SendVideoAsync(work, handles, token);
        }
        catch (FileNotFoundException)
        {
            return new PrepareAnswer.Refused(new PlatformError(
                PlatformErrorClass.Permanent, "file_gone", "The file that was to be sent is not in storage."));
        }
    }

    private async Task<PrepareAnswer> SendReelAsync(PublishWork work, FacebookHandles handles, CancellationToken token)
    {
        for (var cuts = 0; ; cuts++)
        {
            var (stored, answer) = await StoredAsync(work, handles, token);
            if (answer is not null)
            {
                return answer;
            }

            work.BytesSent(stored);
            var sent = await rupload.SendAsync(
                handles.UploadAddress!, work.Account.AccessToken, work.StorageKey, stored, work.SizeBytes, work.BytesSent, token);
            if (sent.Error is null)
            {
                return Whole(handles, sent.Kept);
            }

            if (!sent.MayResume || cuts >= options.Value.ResumesPerRun)
            {
                return new PrepareAnswer.Refused(sent.Error);
            }

            await RestAsync(token);
        }
    }

    /// <summary>The platform's count of bytes, or the answer that makes sending needless.</summary>
    private async Task<(long Stored, PrepareAnswer? Answer)> StoredAsync(
        PublishWork work, FacebookHandles handles, CancellationToken token)
    {
        var answer = await graph.GetAsync(
            handles.VideoId, work.Account.AccessToken, token, ("fields", FacebookVideo.StatusFields));
        if (answer.Error is { } error)
        {
            // Not to be told is no reason to wait: at a wrong offset the upload host refuses, and then it is asked again.
            return error.Class == PlatformErrorClass.Retry ? (0, null) : (0, new PrepareAnswer.Refused(error));
        }

        var video = FacebookVideo.Read(answer, handles.IsReel);
        if (video.Fault is { } fault)
        {
            return (0, new PrepareAnswer.Refused(fault));
        }

        var stored = Math.Clamp(video.BytesStored ?? 0, 0, work.SizeBytes);
        return video.HasAllBytes || stored == work.SizeBytes ? (stored, Whole(handles, answer.Kept)) : (stored, null);
    }

    private async Task<PrepareAnswer> SendVideoAsync(PublishWork work, FacebookHandles handles, CancellationToken token)
    {
        var storedAt = handles.StartOffset;
        PlatformAnswer? kept = null;
        for (var cuts = 0; handles.StartOffset < handles.EndOffset;)
        {
            work.BytesSent(handles.StartOffset);
            if (handles.StartOffset - storedAt >= options.Value.StoreOffsetEveryBytes)
            {
                return new PrepareAnswer.Advanced("chunk_sent", handles.ToJson(), PublishPhase.Uploading, kept);
            }

            var answer = await graph.SendChunkAsync(
                work.Account.ExternalId, work.Account.AccessToken, handles, work.StorageKey, work.BytesSent, token);
            kept = answer.Kept;
            if (OffsetsOf(answer) is { } next && IsWithin(next, work.SizeBytes))
            {
                var hasAdvanced = next.Start > handles.StartOffset;
                handles = handles with { StartOffset = next.Start, EndOffset = next.End };
                if (hasAdvanced || cuts++ < options.Value.ResumesPerRun)
                {
                    continue;
                }
            }

            var error = answer.Error ?? new PlatformError(
                PlatformErrorClass.Retry, "platform_busy", "The answer names no offset.", Answer: answer.Kept);
            if (error.RemoteSubcode == WrongOffset)
            {
                // Without the right offset nothing more can follow in this session.
                return new PrepareAnswer.Refused(error with { Class = PlatformErrorClass.RetryAnew, Code = "upload_refused" });
            }

            if (error.Class != PlatformErrorClass.Retry || cuts++ >= options.Value.ResumesPerRun)
            {
                return new PrepareAnswer.Refused(error);
            }

            await RestAsync(token);
        }

        work.BytesSent(work.SizeBytes);
        return Whole(handles, kept);
    }

    /// <summary>Offsets are texts; those of a refusal lie in its data, which is an object or a text that holds one.</summary>
    private static (long Start, long End)? OffsetsOf(GraphAnswer answer)
    {
        var told = answer.Error is null
            ? answer.Body
            : answer.Error.RemoteSubcode == WrongOffset ? GraphJson.Unwrapped(answer.Body.Member("error")?.Member("error_data")) : default;
        return told.Number("start_offset") is { } start && told.Number("end_offset") is { } end ? (start, end) : null;
    }

    private static bool IsWithin((long Start, long End) offsets, long sizeBytes) =>
        offsets.Start >= 0 && offsets.Start <= offsets.End && offsets.End <= sizeBytes
        && (offsets.Start < offsets.End || offsets.Start == sizeBytes);

    private Task RestAsync(CancellationToken token) => Task.Delay(TimeSpan.FromSeconds(options.Value.PollWaits[0]), time, token);

    private PrepareAnswer.Prepared Whole(FacebookHandles handles, PlatformAnswer? kept) =>
        new((handles with { UploadedAt = time.GetUtcNow() }).ToJson(), kept);
}
