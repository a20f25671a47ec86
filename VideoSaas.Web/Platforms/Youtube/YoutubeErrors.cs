using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>What an error of a Google API means: by its reason first, then by its status.</summary>
public sealed class YoutubeErrors(IOptions<YoutubeOptions> options, TimeProvider time)
{
    /// <summary>No answer is kept as Unknown only by whoever sent something irreversible.</summary>
    public PlatformError Of(HttpReply reply)
    {
        if (reply.Status is not { } status)
        {
            return new PlatformError(PlatformErrorClass.Retry, "platform_unreachable", reply.Failure ?? "No answer.");
        }

        var reason = ReasonOf(reply);
        var (kind, word) = ByReason(reason, status) ?? ByStatus(status);
        var wait = AskedWait(reply) ?? word switch
        {
            "platform_quota" => UntilReset(),
            "publish_limit" => TimeSpan.FromSeconds(options.Value.UploadLimitWaitSeconds),
            "platform_throttled" => TimeSpan.FromSeconds(options.Value.ThrottleWaitSeconds),
            _ => null,
        };
        return new PlatformError(
            kind, word, MessageOf(reply, reason, status), kind is PlatformErrorClass.Quota or PlatformErrorClass.Retry ? wait : null,
            RemoteCode: (int)status, Answer: reply.Kept);
    }

    /// <summary>An answer that should have held something and did not.</summary>
    public static PlatformError Unreadable(HttpReply reply, string what) => new(
        PlatformErrorClass.Retry, "platform_busy", $"The answer names no {what}.", RemoteCode: (int?)reply.Status, Answer: reply.Kept);

    /// <summary>Null where the body is not Google's.</summary>
    public static string? ReasonOf(HttpReply reply)
    {
        if (reply.Json is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty("error", out var error))
        {
            return null;
        }

        // The token host says {"error":"invalid_grant"}, the others an object with a list in it.
        if (error.ValueKind == JsonValueKind.String)
        {
            return error.GetString();
        }

        if (error.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return error.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            && list[0].Text("reason") is { } reason
                ? reason
                : error.Text("status");
    }

    /// <summary>The time to the next midnight where quotas are counted.</summary>
    public TimeSpan UntilReset()
    {
        var now = time.GetUtcNow();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.QuotaZone);
        var midnight = TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(1);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)) - now;
    }

    private static (PlatformErrorClass Class, string Code)? ByReason(string? reason, HttpStatusCode status) => reason switch
    {
        "rateLimitExceeded" or "userRateLimitExceeded" or "uploadRateLimitExceeded" or "RESOURCE_EXHAUSTED" =>
            (PlatformErrorClass.Quota, "platform_throttled"),
        "quotaExceeded" or "dailyLimitExceeded" => (PlatformErrorClass.Quota, "platform_quota"),
        "uploadLimitExceeded" => (PlatformErrorClass.Quota, "publish_limit"),
        "backendError" or "internalError" => (PlatformErrorClass.Retry, "platform_busy"),

        // A conflict at the opening of an upload passes: nothing exists yet.
        "ALREADY_EXISTS" or "alreadyExists" or "conflict" when status == HttpStatusCode.Conflict => (PlatformErrorClass.Retry, "platform_busy"),
        "authError" or "required" or "expired" or "invalid_grant" => (PlatformErrorClass.Reauth, "reauth_needed"),
        "insufficientPermissions" or "insufficientScopes" or "ACCESS_TOKEN_SCOPE_INSUFFICIENT" =>
            (PlatformErrorClass.Reauth, "permission_missing"),
        "youtubeSignupRequired" or "authenticatedUserNotChannel" or "authenticatedUserAccountSuspended" or "authenticatedUserAccountClosed" =>
            (PlatformErrorClass.Permanent, "channel_closed"),
        "invalidTitle" or "invalidDescription" or "invalidTags" => (PlatformErrorClass.Permanent, "text_refused"),
        "forbiddenPrivacySetting" => (PlatformErrorClass.Permanent, "privacy_refused"),
        "videoNotFound" => (PlatformErrorClass.Permanent, "video_gone"),
        _ => null,
    };

    private static (PlatformErrorClass Class, string Code) ByStatus(HttpStatusCode status) => (int)status switch
    {
        401 => (PlatformErrorClass.Reauth, "reauth_needed"),
        429 => (PlatformErrorClass.Quota, "platform_throttled"),
        >= 500 or 408 or 409 => (PlatformErrorClass.Retry, "platform_busy"),

        // A success whose body nobody can read says nothing: ask again.
        < 400 => (PlatformErrorClass.Retry, "platform_busy"),
        _ => (PlatformErrorClass.Permanent, "request_refused"),
    };

    private TimeSpan? AskedWait(HttpReply reply)
    {
        if (reply.Header("retry-after") is not { } after)
        {
            return null;
        }

        var asked = double.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at - time.GetUtcNow()
                : TimeSpan.Zero;
        return asked > TimeSpan.Zero ? asked : null;
    }

    private static string MessageOf(HttpReply reply, string? reason, HttpStatusCode status)
    {
        var said = reply.Json is { ValueKind: JsonValueKind.Object } body
            ? body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? error.Text("message")
                : body.Text("error_description")
            : null;
        return PlatformAnswer.RedactedText((said, reason) switch
        {
            ({ Length: > 0 }, { } word) => $"{said} ({word})",
            ({ Length: > 0 }, null) => said,
            (_, { } word) => word,
            _ => $"HTTP {(int)status}",
        });
    }
}
