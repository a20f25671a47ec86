using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>What became of one chunk.</summary>
/// <param name="IsWhole">TikTok has all bytes now and makes the post.</param>
/// <param name="Elsewhere">It has another number of bytes than the chunk begins at: go on there. Null with <paramref name="IsMisplaced"/>: it did not say.</param>
/// <param name="Error">Null exactly when the chunk is stored.</param>
public sealed record ChunkAnswer(bool IsWhole, bool IsMisplaced, long? Elsewhere, PlatformError? Error, PlatformAnswer? Kept);

/// <summary>Streams a part of a stored file to the address that an answer gave: never more of it in memory than one buffer.</summary>
public sealed partial class TiktokUpload(
    HttpClient http, IBlobStore store, TiktokAddresses addresses, IOptions<TiktokOptions> options, TimeProvider time)
{
    /// <param name="start">Of the chunk, in the file.</param>
    /// <exception cref="FileNotFoundException">The file is not in storage.</exception>
    public async Task<ChunkAnswer> SendAsync(
        PublishWork work, TiktokHandles handles, long start, long lengthBytes, CancellationToken token)
    {
        if (addresses.Upload(handles.UploadAddress) is not { } address)
        {
            return new ChunkAnswer(false, false, null, new PlatformError(
                PlatformErrorClass.Permanent, "request_refused", "The address for the bytes is not one of TikTok's."), null);
        }

        await using var file = await store.OpenReadAsync(work.StorageKey, token);
        file.Seek(start, SeekOrigin.Begin);
        var idle = TimeSpan.FromSeconds(options.Value.UploadIdleSeconds);
        using var patience = new CancellationTokenSource(idle, time);
        using var request = new HttpRequestMessage(HttpMethod.Put, address);

        // No Authorization: the address is the permission.
        request.Content = new StoredFileContent(file, lengthBytes, sent =>
        {
            patience.CancelAfter(idle);
            work.BytesSent(start + sent);
        });
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(work.ContentType);
        request.Content.Headers.ContentRange = new ContentRangeHeaderValue(start, start + lengthBytes - 1, handles.SizeBytes);
        var reply = await http.ReplyToAsync(request, patience, token);
        return Read(reply, handles.SizeBytes);
    }

    internal static ChunkAnswer Read(HttpReply reply, long sizeBytes)
    {
        if (reply.Status is not { } status || reply.Kept is null)
        {
            return new ChunkAnswer(false, false, null, TiktokErrors.Unreachable(reply), null);
        }

        var message = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status} to a chunk");
        return (int)status switch
        {
            201 => new(true, false, null, null, reply.Kept),
            >= 200 and < 300 => new(false, false, null, null, reply.Kept),
            416 => new(
                false, true, StoredOf(reply.Header("content-range"), sizeBytes),
                new PlatformError(PlatformErrorClass.Retry, "platform_busy", message, Answer: reply.Kept), reply.Kept),

            // The address has ended, or TikTok does not know it: documents say 404, traffic says 405 with a page of HTML.
            403 or 404 or 405 or 410 => new(false, false, null, new PlatformError(
                PlatformErrorClass.RetryAnew, "upload_ended", message, Answer: reply.Kept), reply.Kept),
            408 or 425 or 429 or >= 500 => new(false, false, null, new PlatformError(
                PlatformErrorClass.Retry, (int)status == 429 ? "platform_throttled" : "platform_busy", message, RetryAfter(reply), Answer: reply.Kept), reply.Kept),
            _ => new(false, false, null, new PlatformError(
                PlatformErrorClass.Permanent, "request_refused", message, Answer: reply.Kept), reply.Kept),
        };
    }

    /// <summary><c>bytes 0-99/200</c> is 100 bytes; <c>bytes */200</c> is none. Null when nothing can be read from it.</summary>
    private static long? StoredOf(string? range, long sizeBytes)
    {
        if (range is null)
        {
            return null;
        }

        var match = Range().Match(range);
        return match.Success
            ? match.Groups[1].Success ? Math.Clamp(long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1, 0, sizeBytes) : 0
            : null;
    }

    private static TimeSpan? RetryAfter(HttpReply reply) =>
        double.TryParse(reply.Header("retry-after"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, 3600))
            : null;

    [GeneratedRegex(@"^bytes[ =](?:0-(\d{1,18})|\*)/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Range();
}
