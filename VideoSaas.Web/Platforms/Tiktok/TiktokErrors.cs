using System.Globalization;
using System.Net;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>What TikTok's words for errors mean. They count, not the HTTP status: refusals come with 200 too.</summary>
public static class TiktokErrors
{
    public const string Ok = "ok";

    public const string NoSuchPublishId = "invalid_publish_id";

    /// <param name="word"><c>error.code</c>; null when the body named none.</param>
    /// <param name="waits">For limits that do not say how long.</param>
    public static PlatformError Read(
        HttpStatusCode status, string? word, string? message, string? logId, PlatformAnswer answer, TiktokWaits waits)
    {
        var (kind, code) = ByWord(word) ?? ByStatus(status);
        return new PlatformError(
            kind,
            code,
            PlatformAnswer.RedactedText($"{word ?? $"HTTP {(int)status}"}{(string.IsNullOrEmpty(message) ? "" : $": {message}")}"),
            WaitOf(kind, code, answer, waits),
            RemoteCode: (int)status,
            TraceId: logId,
            Answer: answer);
    }

    /// <summary>A post that ended in <c>FAILED</c>: nothing is out.</summary>
    public static PlatformError OfFailure(string? reason, string? logId, PlatformAnswer? answer, TiktokWaits waits)
    {
        var (kind, code) = reason switch
        {
            null or "" or "internal" or "video_pull_failed" or "photo_pull_failed" => (PlatformErrorClass.RetryAnew, "media_not_processed"),
            "auth_removed" => (PlatformErrorClass.Reauth, "reauth_needed"),
            "privacy_level_check_failed" => (PlatformErrorClass.Permanent, "privacy_not_allowed"),
            "file_format_check_failed" or "duration_check_failed" or "frame_rate_check_failed" or "picture_size_check_failed"
                or "video_bitrate_check_failed" => (PlatformErrorClass.Permanent, "media_refused"),
            "publish_cancelled" or "user_cancel" => (PlatformErrorClass.Permanent, "ended_by_creator"),
            _ => ByWord(reason) ?? (PlatformErrorClass.Permanent, "request_refused"),
        };
        return new PlatformError(
            kind, code, reason ?? "failed", kind == PlatformErrorClass.Quota ? waits.Day : null, TraceId: logId, Answer: answer);
    }

    /// <summary>Errors of the token endpoint, which are flat and mostly come with HTTP 200.</summary>
    public static PlatformError OfOAuth(HttpStatusCode status, string? word, string? description, string? logId, PlatformAnswer answer)
    {
        var (kind, code) = word switch
        {
            "invalid_grant" or "access_denied" or "invalid_scope" => (PlatformErrorClass.Reauth, "reauth_needed"),
            "internal_error" or "server_error" or "temporarily_unavailable" => (PlatformErrorClass.Retry, "platform_busy"),
            "rate_limit_exceeded" => (PlatformErrorClass.Retry, "platform_throttled"),
            null => ByStatus(status),
            _ => (PlatformErrorClass.Permanent, "connect_failed"),
        };
        return new PlatformError(
            kind, code, PlatformAnswer.RedactedText($"{word ?? $"HTTP {(int)status}"}: {description}"), RemoteCode: (int)status, TraceId: logId, Answer: answer);
    }

    public static PlatformError Unreachable(HttpReply reply) => new(
        PlatformErrorClass.Retry, "platform_unreachable", reply.Failure ?? "There was no answer.");

    private static (PlatformErrorClass Class, string Code)? ByWord(string? word) => word switch
    {
        "internal_error" or "internal" => (PlatformErrorClass.Retry, "platform_busy"),
        "rate_limit_exceeded" => (PlatformErrorClass.Quota, "platform_throttled"),
        "spam_risk_too_many_posts" or "reached_active_user_cap" or "spam_risk_too_many_pending_share" =>
            (PlatformErrorClass.Quota, "publish_limit"),
        "access_token_invalid" => (PlatformErrorClass.Reauth, "reauth_needed"),
        "scope_not_authorized" or "scope_permission_missed" => (PlatformErrorClass.Reauth, "permission_missing"),
        "spam_risk_user_banned_from_posting" => (PlatformErrorClass.Permanent, "banned_from_posting"),
        "spam_risk" => (PlatformErrorClass.Permanent, "platform_blocked"),
        "spam_risk_text" => (PlatformErrorClass.Permanent, "text_refused"),
        "unaudited_client_can_only_post_to_private_accounts" => (PlatformErrorClass.Permanent, "app_not_audited"),
        "app_version_check_failed" => (PlatformErrorClass.Permanent, "app_too_old"),
        "privacy_level_option_mismatch" => (PlatformErrorClass.Permanent, "privacy_not_allowed"),
        "invalid_param" or "invalid_params" or "invalid_file_upload" or "url_ownership_unverified" or NoSuchPublishId
            or "token_not_authorized_for_specified_publish_id" => (PlatformErrorClass.Permanent, "request_refused"),
        _ => null,
    };

    private static (PlatformErrorClass Class, string Code) ByStatus(HttpStatusCode status) => (int)status switch
    {
        >= 500 or 408 => (PlatformErrorClass.Retry, "platform_busy"),
        429 => (PlatformErrorClass.Quota, "platform_throttled"),
        401 => (PlatformErrorClass.Reauth, "reauth_needed"),

        // A success whose body nobody can read says nothing: ask again.
        < 400 => (PlatformErrorClass.Retry, "platform_busy"),
        _ => (PlatformErrorClass.Permanent, "request_refused"),
    };

    private static TimeSpan? WaitOf(PlatformErrorClass kind, string code, PlatformAnswer answer, TiktokWaits waits) => kind switch
    {
        PlatformErrorClass.Quota => AskedWait(answer) ?? (code == "publish_limit" ? waits.Day : waits.Throttle),
        PlatformErrorClass.Retry => AskedWait(answer),
        _ => null,
    };

    /// <summary>Retry-After in seconds; TikTok is not documented to send one, gateways do.</summary>
    private static TimeSpan? AskedWait(PlatformAnswer answer) =>
        answer.Headers.TryGetValue("retry-after", out var after)
        && double.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : null;
}

/// <param name="Throttle">For a throttle that does not say how long.</param>
/// <param name="Day">For the limits of 24 hours.</param>
public readonly record struct TiktokWaits(TimeSpan Throttle, TimeSpan Day);
