using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>Brings a file to X in numbered segments: a segment may go again under its number, the rest stays.</summary>
public sealed class TwitterUpload(TwitterClient client, IBlobStore store, IOptions<TwitterOptions> options, TimeProvider time)
{
    /// <summary>Numbers go from 0 to 999.</summary>
    private const int MostChunks = 1000;

    public async Task<PrepareAnswer> InitializeAsync(PublishWork work, CancellationToken token)
    {
        // A longer one is taken of entitled accounts only, and under this name only.
        var isLong = work.Duration > TimeSpan.FromSeconds(options.Value.LongestVideoSeconds);
        var answer = await client.PostAsync("2/media/upload/initialize", work.Account.AccessToken, new JsonObject
        {
            ["media_type"] = work.ContentType,
            ["total_bytes"] = work.SizeBytes,
            ["media_category"] = isLong ? "amplify_video" : "tweet_video",
        }, token);
        if (answer.Error is { } error)
        {
            return new PrepareAnswer.Refused(error);
        }

        if (answer.DataText("id") is not { } id)
        {
            return new PrepareAnswer.Refused(new PlatformError(
                PlatformErrorClass.Retry, "platform_busy", "The answer names no upload.", Answer: answer.Kept));
        }

        var handles = new TwitterHandles(
            id,
            answer.DataText("media_key") ?? (isLong ? "13_" : "7_") + id,
            time.GetUtcNow(),
            work.SizeBytes,
            (int)Math.Max(options.Value.ChunkBytes, (work.SizeBytes + MostChunks - 1) / MostChunks));
        return new PrepareAnswer.Advanced("upload_begun", handles.ToJson(), PublishPhase.Uploading, answer.Kept);
    }

    /// <summary>Some segments more. What arrived before a break is told, so that it does not go again.</summary>
    public async Task<PrepareAnswer> SendAsync(PublishWork work, TwitterHandles handles, CancellationToken token)
    {
        Stream file;
        try
        {
            file = await store.OpenReadAsync(work.StorageKey, token);
        }
        catch (FileNotFoundException)
        {
            return new PrepareAnswer.Refused(new PlatformError(
                PlatformErrorClass.Permanent, "file_gone", "The file that was to be sent is not in storage."));
        }

        await using var _ = file;
        var stored = handles.ChunksStored;
        var until = Math.Min(handles.Chunks, stored + options.Value.ChunksPerStep);
        PlatformAnswer? kept = null;
        while (stored < until)
        {
            var offset = (long)stored * handles.ChunkBytes;
            file.Seek(offset, SeekOrigin.Begin);
            work.BytesSent(offset);
            var answer = await client.AppendAsync(
                handles.MediaId, stored, file, (int)Math.Min(handles.ChunkBytes, handles.SizeBytes - offset), work.Account.AccessToken,
                sent => work.BytesSent(offset + sent), token);
            if (answer.Error is { } error)
            {
                if (stored == handles.ChunksStored)
                {
                    return new PrepareAnswer.Refused(OfUpload(error));
                }

                break;
            }

            kept = answer.Kept;
            stored++;
        }

        return new PrepareAnswer.Advanced(
            stored == handles.Chunks ? "bytes_sent" : "chunks_sent",
            (handles with { ChunksStored = stored }).ToJson(), PublishPhase.Uploading, kept);
    }

    /// <summary>Puts the segments together. Where that was done before and its answer lost, the upload's own state says so.</summary>
    public async Task<PrepareAnswer> FinalizeAsync(PublishWork work, TwitterHandles handles, CancellationToken token)
    {
        var answer = await client.PostAsync($"2/media/upload/{handles.MediaId}/finalize", work.Account.AccessToken, null, token);
        if (answer.Reply.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict
            && answer.Error is { Class: PlatformErrorClass.Permanent, Code: "request_refused" })
        {
            var state = await StateAsync(work, handles, token);
            answer = state is { Error: null, Data: not null } ? state : answer;
        }

        if (answer.Error is { } error)
        {
            return new PrepareAnswer.Refused(OfUpload(error));
        }

        var now = time.GetUtcNow();
        var life = TimeSpan.FromHours(options.Value.MediaHours);
        if (double.TryParse(answer.DataText("expires_after_secs"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
        {
            life = TimeSpan.FromSeconds(Math.Min(seconds, life.TotalSeconds));
        }

        return new PrepareAnswer.Prepared((handles with { FinalizedAt = now, ExpiresAt = now + life }).ToJson(), answer.Kept);
    }

    public Task<TwitterAnswer> StateAsync(PublishWork work, TwitterHandles handles, CancellationToken token) => client.GetAsync(
        "2/media/upload", work.Account.AccessToken, token, ("media_id", handles.MediaId), ("command", "STATUS"));

    /// <summary>An upload that is refused as such is spoilt; the file is not.</summary>
    private static PlatformError OfUpload(PlatformError error) =>
        error is { Class: PlatformErrorClass.Permanent, Code: "request_refused", Answer.StatusCode: 400 or 404 or 409 }
            ? error with { Class = PlatformErrorClass.RetryAnew, Code = "upload_refused" }
            : error;
}
