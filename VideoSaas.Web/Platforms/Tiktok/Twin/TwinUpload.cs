using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>
/// The upload host: chunks in order, each whole or not at all. With the last one the file is looked at, and what becomes of it is
/// written in the same moment: one publication, one post.
/// </summary>
internal sealed partial class TwinUpload(
    TiktokStore store,
    TiktokFaults faults,
    TwinFiles files,
    IOptions<TiktokTwinOptions> strictness,
    IOptions<SandboxOptions> options,
    TimeProvider time)
{
    private static readonly string[] Types = ["video/mp4", "video/quicktime", "video/webm"];

    /// <summary>Two chunks of one upload at once would write into each other.</summary>
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var token = context.RequestAborted;
        var query = context.Request.Query;
        var number = query["upload_id"].ToString();
        if (await FindAsync(number, token) is not { } read
            || read.Body.UploadTokenHash != TwinSecrets.HashOf(query["upload_token"].ToString()))
        {
            // Documents say 404; this is what is seen.
            return TwinAnswers.Html(405);
        }

        var range = RangeOf(context.Request.Headers.ContentRange.ToString());
        var fault = await faults.TakeAsync(range is { } asked && asked.Last + 1 == read.Body.SizeBytes ? TwinOps.LastChunk : TwinOps.Chunk, token);
        if (fault.Is("slow"))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SlowSeconds), time, token);
        }

        if (fault.Is("drop-before"))
        {
            context.Abort();
            return Results.Empty;
        }

        if (TwinAnswers.OfFault(context, fault) is { } faulty)
        {
            return faulty;
        }

        var gate = _gates[(uint)number.GetHashCode(StringComparison.Ordinal) % _gates.Length];
        await gate.WaitAsync(token);
        IResult answer;
        try
        {
            answer = await TakeAsync(context, number, range, fault, token);
        }
        finally
        {
            gate.Release();
        }

        if (fault.Is("drop-after"))
        {
            context.Abort();
            return Results.Empty;
        }

        return fault.Is("done-but") ? TwinAnswers.OfStatus(fault.Value ?? 503) : answer;
    }

    private async Task<Versioned<TwinPublish>?> FindAsync(string number, CancellationToken token) =>
        await store.FindAsync<TwinPublish>($"v_pub_file~v2.{number}", token) ?? await store.FindAsync<TwinPublish>($"v_inbox_file~v2.{number}", token);

    private async Task<IResult> TakeAsync(
        HttpContext context, string number, (long First, long Last, long Total)? asked, ActiveFault fault, CancellationToken token)
    {
        var read = (await FindAsync(number, token))!;
        if (fault.Is("upload-url-expired"))
        {
            await store.ChangeAsync<TwinPublish>(read.Key, one => one with { IsUploadEnded = true }, token);
            read = (await FindAsync(number, token))!;
        }

        var publish = read.Body;
        if (publish.IsUploadEnded || time.GetUtcNow() > publish.CreatedAt.AddMinutes(strictness.Value.UploadMinutes))
        {
            return TwinAnswers.Html(403);
        }

        var plan = new ChunkPlan(publish.SizeBytes, publish.ChunkBytes, publish.ChunkCount);
        if (asked is not { } range || range.Total != plan.SizeBytes || range.Last < range.First
            || context.Request.ContentLength != range.Last - range.First + 1
            || !Types.Contains(context.Request.ContentType))
        {
            return TwinAnswers.Html(400);
        }

        var isLast = publish.StoredBytes >= plan.LastStart;
        var end = isLast ? plan.SizeBytes : publish.StoredBytes + plan.ChunkBytes;
        if (publish.WholeAt is not null || range.First != publish.StoredBytes || range.Last + 1 != end)
        {
            Tell(context, publish.StoredBytes, plan.SizeBytes);
            return TwinAnswers.Html(416);
        }

        var cutAt = fault.Is("cut-at") ? range.First + (fault.Value ?? 0) : long.MaxValue;
        var stored = await files.AppendAsync(context.Request.Body, publish.BlobKey, publish.StoredBytes, Math.Min(end, cutAt), token);
        if (stored < end)
        {
            context.Abort();
            return Results.Empty;
        }

        Tell(context, end, plan.SizeBytes);
        if (!isLast)
        {
            return await store.ReplaceAsync(read, publish with { StoredBytes = end }, CancellationToken.None)
                ? Results.StatusCode(206)
                : TwinAnswers.Html(500);
        }

        return await FinishAsync(read, fault) ? Results.StatusCode(201) : TwinAnswers.Html(500);
    }

    private async Task<bool> FinishAsync(Versioned<TwinPublish> read, ActiveFault fault)
    {
        var publish = read.Body;
        var now = time.GetUtcNow();
        var found = await files.LookAsync(publish.BlobKey, CancellationToken.None);
        var creator = (await store.FindAsync<TwinCreator>(publish.OpenId, CancellationToken.None))!.Body;
        var reason = fault.Is("fail") ? fault.Text ?? "internal" : ReasonOf(found, creator);
        var whole = publish with { StoredBytes = publish.SizeBytes, WholeAt = now, FailReason = reason };
        if (reason is not null)
        {
            return await store.ReplaceAsync(read, whole, CancellationToken.None);
        }

        var at = now.AddSeconds(options.Value.ProcessingSeconds);
        if (publish.Info is not { } info)
        {
            return await store.ReplaceAsync(
                read, whole, $"{publish.OpenId}/{publish.Number}", new TwinDraft(publish.Id, at, publish.BlobKey), CancellationToken.None);
        }

        var postId = "7" + TwinSecrets.Digits(18);
        var file = found.File!;
        return await store.ReplaceAsync(
            read,
            whole with { PostId = postId },
            $"{publish.OpenId}/{postId}",
            new TwinVideo(
                postId, publish.OpenId, publish.Id, info, at, publish.BlobKey, file.Duration?.TotalSeconds ?? 0, file.Width ?? 0, file.Height ?? 0),
            CancellationToken.None);
    }

    /// <summary>Null when the file is one that TikTok takes from this creator.</summary>
    private static string? ReasonOf(TwinFileFacts found, TwinCreator creator)
    {
        var rules = PlatformMediaRules.TiktokVideo;
        return found.File switch
        {
            null => "file_format_check_failed",
            _ when !rules.Wrapper.Containers.Contains(found.Container) => "file_format_check_failed",
            { VideoCodec: { } codec } when !rules.Picture.Codecs.Contains(codec) => "file_format_check_failed",
            { Duration: var length } when length < rules.MinDuration || length > rules.MaxDuration || length?.TotalSeconds > creator.LongestSeconds =>
                "duration_check_failed",
            { FramesPerSecond: var rate } when rate < rules.Picture.MinRate - 0.05 || rate > rules.Picture.MaxRate + 0.05 => "frame_rate_check_failed",
            { Width: { } width, Height: { } height } when Math.Min(width, height) < rules.Picture.MinShortSide
                || Math.Max(width, height) > rules.Picture.MaxWidth => "picture_size_check_failed",
            _ => null,
        };
    }

    private static void Tell(HttpContext context, long storedBytes, long sizeBytes) => context.Response.Headers.ContentRange =
        storedBytes == 0
            ? string.Create(CultureInfo.InvariantCulture, $"bytes */{sizeBytes}")
            : string.Create(CultureInfo.InvariantCulture, $"bytes 0-{storedBytes - 1}/{sizeBytes}");

    private static (long First, long Last, long Total)? RangeOf(string header)
    {
        var match = Range().Match(header);
        return match.Success ? (Part(1), Part(2), Part(3)) : null;

        long Part(int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^bytes (\d{1,15})-(\d{1,15})/(\d{1,15})$", RegexOptions.CultureInvariant)]
    private static partial Regex Range();
}
