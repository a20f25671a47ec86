using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>
/// Brings a file to a private video, going on where the session says after every break. The last part is sent only once it is
/// stored that it may have been: so of a session that vanished it is known whether it can have left a video.
/// </summary>
public sealed class YoutubeUpload(
    YoutubeUploadClient client, YoutubeVideos videos, IOptions<YoutubeOptions> options, TimeProvider time)
{
    public async Task<PrepareAnswer> OpenAsync(PublishWork work, CancellationToken token)
    {
        if (YoutubeMetadata.TitleOf(work.Title, work.Caption) is not { } title)
        {
            return new PrepareAnswer.Refused(new PlatformError(
                PlatformErrorClass.Permanent, "text_refused", "YouTube takes no video without a title."));
        }

        // Another one for each upload: two of the same post must not be taken for each other.
        var slug = $"{Guid.CreateVersion7(time.GetUtcNow()):N}.mp4";
        var openedAt = time.GetUtcNow();
        var (address, error, answer) = await client.OpenAsync(
            work, YoutubeMetadata.ForInsert(work, title, options.Value.CategoryId), slug, token);
        return address is null
            ? new PrepareAnswer.Refused(error!)
            : new PrepareAnswer.Advanced(
                "session_opened", new YoutubeHandles(slug, address, openedAt).ToJson(), PublishPhase.Uploading, answer);
    }

    public async Task<PrepareAnswer> SendAsync(PublishWork work, YoutubeHandles handles, CancellationToken token)
    {
        var session = handles.SessionAddress!;
        var said = await client.AskAsync(session, work.Account.AccessToken, work.SizeBytes, token);
        for (var breaks = 0; ;)
        {
            switch (said)
            {
                case SessionAnswer.Ended ended:
                    work.BytesSent(work.SizeBytes);
                    return new PrepareAnswer.Prepared(handles.Uploaded(ended.VideoId, time.GetUtcNow()).ToJson(), ended.Answer);

                case SessionAnswer.Gone gone:
                    return handles.LastPartAt is null
                        ? Vanished(gone.Answer)
                        : await videos.FindUploadAsync(work, handles, token) ?? Vanished(gone.Answer);

                case SessionAnswer.Refused refused when !refused.MayResume || breaks >= options.Value.ResumesPerRun:
                    return new PrepareAnswer.Refused(refused.Error);

                case SessionAnswer.Refused broken:
                    breaks++;
                    await Task.Delay(broken.Error.Wait ?? TimeSpan.FromSeconds(options.Value.ResumeWaitSeconds), time, token);
                    said = await client.AskAsync(session, work.Account.AccessToken, work.SizeBytes, token);
                    break;

                case SessionAnswer.Open open:
                    work.BytesSent(open.StoredBytes);
                    var until = EndOfPart(open.StoredBytes, work.SizeBytes, handles.LastPartAt is not null);
                    if (until == open.StoredBytes)
                    {
                        return new PrepareAnswer.Advanced(
                            "last_part", (handles with { LastPartAt = time.GetUtcNow() }).ToJson(), PublishPhase.Uploading, open.Answer);
                    }

                    said = await SendPartAsync(work, session, open, until, token);
                    if (said is SessionAnswer.Open next && next.StoredBytes <= open.StoredBytes)
                    {
                        // Bytes that lead nowhere are a break, too.
                        said = new SessionAnswer.Refused(
                            new PlatformError(PlatformErrorClass.Retry, "platform_busy", "None of the bytes was stored.", Answer: next.Answer),
                            MayResume: true);
                    }

                    break;

                default:
                    throw new InvalidOperationException("An answer of no known kind.");
            }
        }
    }

    public Task<CoverAnswer> SetCoverAsync(PublishWork work, YoutubeHandles handles, CancellationToken token) =>
        client.SetThumbnailAsync(handles.VideoId!, work.Account.AccessToken, work.Cover!, token);

    private async Task<SessionAnswer> SendPartAsync(
        PublishWork work, string session, SessionAnswer.Open open, long until, CancellationToken token)
    {
        try
        {
            return await client.SendAsync(work, session, open.StoredBytes, until, token);
        }
        catch (FileNotFoundException)
        {
            return new SessionAnswer.Refused(
                new PlatformError(PlatformErrorClass.Permanent, "file_gone", "The file that was to be sent is not in storage."),
                MayResume: false);
        }
    }

    /// <summary>All that is left once the last part may go, else as many whole quanta as leave something for it.</summary>
    private static long EndOfPart(long stored, long size, bool mayEnd) => mayEnd || stored >= size
        ? size
        : stored + (size - 1 - stored) / YoutubeUploadClient.Quantum * YoutubeUploadClient.Quantum;

    private static PrepareAnswer.Refused Vanished(PlatformAnswer? answer) => new(new PlatformError(
        PlatformErrorClass.RetryAnew, "upload_expired", "The upload session is not known any more.", Answer: answer));
}
