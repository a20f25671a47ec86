using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>What becomes of an upload whose bytes are there: its clock runs by itself, and its file is looked at once when the time is up.</summary>
internal sealed class TwinProcessing(
    TwitterStore store, TwinFiles files, IBlobStore blobs, IOptions<SandboxOptions> sandbox, IOptions<TwitterOptions> options, TimeProvider time)
{
    /// <summary>In which finished media must be attached.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(86_400);

    private const int Broken = 1;

    private const int Unsupported = 3;

    public bool IsExpired(TwinMedia media) => media.FinalizedAt is { } at && time.GetUtcNow() - at > Life;

    /// <summary>Whether the first bytes are those of the type.</summary>
    public async Task<bool> IsOfTypeAsync(string key, string type, CancellationToken token)
    {
        if (type is not ("video/mp4" or "video/quicktime"))
        {
            return true;
        }

        await using var file = await blobs.OpenReadAsync(key, token);
        var head = new byte[12];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, token);
        return read == head.Length && (head.AsSpan(4, 4).SequenceEqual("ftyp"u8) || head.AsSpan(4, 4).SequenceEqual("moov"u8));
    }

    public async Task<IResult> AnswerAsync(TwinCall call, Versioned<TwinMedia> read, CancellationToken token, int status = 200)
    {
        if (read.Body.FinalizedAt is null || IsExpired(read.Body))
        {
            return TwinAnswers.NotFound(read.Body.Id);
        }

        var media = await ChangedAsync(read, call.Fault, token);
        var left = media.FinalizedAt!.Value + Life - time.GetUtcNow();
        var data = new JsonObject
        {
            ["id"] = media.Id,
            ["media_key"] = media.Key,
            ["size"] = media.TotalBytes,
            ["expires_after_secs"] = (long)left.TotalSeconds,
        };
        if (media.IsVideo)
        {
            data["processing_info"] = await InfoAsync(read.Key, media, token);
        }

        return TwinAnswers.Data(data, status);
    }

    /// <summary>Null while it is not known; 0 when it is good.</summary>
    public async Task<int?> VerdictAsync(string key, TwinMedia media, CancellationToken token)
    {
        if (media.FailureCode is not null || media.IsStuck)
        {
            return media.FailureCode;
        }

        if (!media.IsVideo)
        {
            return 0;
        }

        if (media.FinalizedAt is not { } at || time.GetUtcNow() < at.AddSeconds(sandbox.Value.ProcessingSeconds + media.SlowSeconds))
        {
            return null;
        }

        var (code, text, seconds) = await LookAsync(media, token);
        await store.ChangeAsync<TwinMedia>(key, one => one with { FailureCode = code, FailureText = text, DurationSeconds = seconds }, token);
        return code;
    }

    private async Task<TwinMedia> ChangedAsync(Versioned<TwinMedia> read, ActiveFault fault, CancellationToken token)
    {
        Func<TwinMedia, TwinMedia>? change = fault.Word switch
        {
            TwinFaultWords.ProcessingFail => one => one with { FailureCode = fault.Value ?? Broken, FailureText = TextOf(fault.Value ?? Broken) },
            TwinFaultWords.ProcessingStuck => one => one with { IsStuck = true },
            TwinFaultWords.ProcessingSlow => one => one with { SlowSeconds = fault.Value ?? 5 },
            _ => null,
        };
        return change is null ? read.Body : await store.ChangeAsync(read.Key, change, token) ?? read.Body;
    }

    private async Task<JsonObject> InfoAsync(string key, TwinMedia media, CancellationToken token)
    {
        if (media.IsStuck)
        {
            return new JsonObject
            {
                ["state"] = "in_progress",
                ["check_after_secs"] = 1,
                ["progress_percent"] = 99,
                ["error"] = new JsonObject { ["code"] = Broken, ["name"] = "InvalidMedia", ["message"] = TextOf(Broken) },
            };
        }

        var verdict = await VerdictAsync(key, media, token);
        if (verdict is null)
        {
            var passed = (time.GetUtcNow() - media.FinalizedAt!.Value).TotalSeconds / (sandbox.Value.ProcessingSeconds + media.SlowSeconds);
            var info = new JsonObject { ["state"] = passed < 0.3 ? "pending" : "in_progress", ["check_after_secs"] = 1 };
            if (passed >= 0.3)
            {
                info["progress_percent"] = (int)Math.Clamp(passed * 100, 1, 99);
            }

            return info;
        }

        if (verdict == 0)
        {
            return new JsonObject { ["state"] = "succeeded", ["progress_percent"] = 100 };
        }

        // Written by the look just now, or by a fault before.
        var text = (await store.FindAsync<TwinMedia>(key, token))?.Body.FailureText;
        return new JsonObject
        {
            ["state"] = "failed",
            ["progress_percent"] = 0,
            ["error"] = new JsonObject
            {
                ["code"] = verdict,
                ["name"] = verdict == Unsupported ? "UnsupportedMedia" : verdict == Broken ? "InvalidMedia" : "InternalError",
                ["message"] = text ?? TextOf(verdict.Value),
            },
        };
    }

    /// <summary>A longer video passes here under the category for it; whether its author may post it is asked when it is posted.</summary>
    private async Task<(int Code, string? Text, double? Seconds)> LookAsync(TwinMedia media, CancellationToken token)
    {
        var found = await files.LookAsync(media.BlobKey!, token);
        if (found.File is null || found.Container is not ("mp4" or "mov"))
        {
            return (Broken, TextOf(Broken), null);
        }

        var isLongTaken = media.Category == "amplify_video";
        var rules = FileLimits.Of(PlatformMediaRules.TwitterVideo);
        var verdicts = Preflight.Judge(found.File, rules with
        {
            MaxDuration = isLongTaken ? TimeSpan.FromSeconds(options.Value.LongestSubscribedVideoSeconds) : rules.MaxDuration,
        });
        var seconds = found.File.Duration?.TotalSeconds;
        return verdicts.FirstOrDefault(verdict => verdict.Level == VerdictLevel.Error) switch
        {
            null => (0, null, seconds),
            { Code: "too_long" } => (Unsupported, "Video duration is longer than the allowed 2.minutes+20.seconds", seconds),
            { Code: var code } => (Broken, $"file is currently unsupported: {code}", seconds),
        };
    }

    private static string TextOf(int code) => code == Unsupported
        ? "file is currently unsupported"
        : "file is not a valid video";
}
