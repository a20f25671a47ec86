using System.Globalization;
using System.Text.Json;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>Waits for limits that do not say how long.</summary>
public readonly record struct TwitterWaits(TimeSpan Throttle, TimeSpan Paused);

/// <summary>
/// What an error of X means. Bodies come in two shapes, a problem document and a list of numbered errors, and many refusals differ in
/// their words only.
/// </summary>
public static class TwitterErrors
{
    public const string Duplicate = "duplicate_text";

    public const string Paused = "service_paused";

    public const string MediaGone = "media_gone";

    /// <summary>Nobody knows what came of a request that was sent and not answered; before that it may simply be repeated.</summary>
    public static PlatformError Read(HttpReply reply, TwitterWaits waits, DateTimeOffset now)
    {
        if (reply.Status is not { } status)
        {
            return new PlatformError(PlatformErrorClass.Retry, "platform_unreachable", reply.Failure ?? "No answer.");
        }

        var said = Said.Of(reply);
        var (kind, word, wait) = Classify((int)status, said, reply, waits, now);
        return new PlatformError(
            kind, word, PlatformAnswer.RedactedText(said.Message ?? $"HTTP {(int)status}"), wait, said.Code, null,
            reply.Header("x-transaction-id"), reply.Kept);
    }

    private static (PlatformErrorClass Class, string Code, TimeSpan? Wait) Classify(
        int status, Said said, HttpReply reply, TwitterWaits waits, DateTimeOffset now)
    {
        if (status == 402)
        {
            return (PlatformErrorClass.Quota, Paused, waits.Paused);
        }

        if (said.Code == 344 || (status == 429 && reply.Header("x-user-limit-24hour-remaining") == "0"))
        {
            return (PlatformErrorClass.Quota, "publish_limit", Until(reply.Header("x-user-limit-24hour-reset"), now) ?? waits.Throttle);
        }

        if (status == 429 || said.Code == 88)
        {
            var daily = reply.Header("x-app-limit-24hour-remaining") == "0" ? Until(reply.Header("x-app-limit-24hour-reset"), now) : null;
            return (PlatformErrorClass.Quota, "platform_throttled",
                AskedWait(reply) ?? daily ?? Until(reply.Header("x-rate-limit-reset"), now) ?? waits.Throttle);
        }

        return status switch
        {
            401 => (PlatformErrorClass.Reauth, "reauth_needed", null),
            408 or >= 500 => (PlatformErrorClass.Retry, "platform_busy", AskedWait(reply)),
            403 => Forbidden(said, reply, waits),
            // A success that nobody can read.
            < 400 => (PlatformErrorClass.Retry, "platform_busy", null),
            _ => Refused(said),
        };
    }

    private static (PlatformErrorClass Class, string Code, TimeSpan? Wait) Forbidden(Said said, HttpReply reply, TwitterWaits waits)
    {
        if (said.Code == 187 || said.Has("duplicate content"))
        {
            return (PlatformErrorClass.Permanent, Duplicate, null);
        }

        if (reply.Header("x-access-level") == "read" || said.Code == 453 || said.IsOfType("client-forbidden") || said.IsOfType("usage-capped"))
        {
            return (PlatformErrorClass.Quota, Paused, waits.Paused);
        }

        if (said.Has("Unsupported Authentication"))
        {
            return (PlatformErrorClass.Reauth, "reauth_needed", null);
        }

        if (said.Code is 64 or 326 || said.Has("suspended") || said.Has("temporarily locked"))
        {
            return (PlatformErrorClass.Permanent, "account_suspended", null);
        }

        if (said.Has("video longer than"))
        {
            return (PlatformErrorClass.Permanent, "video_beyond_account", null);
        }

        // Nothing but the word: a right is missing, as with tokens from before that right existed.
        if (said.IsBareForbidden)
        {
            return (PlatformErrorClass.Reauth, "permission_missing", null);
        }

        // A page of the network in front of the host.
        return said.IsEmpty ? (PlatformErrorClass.Retry, "platform_busy", null) : Refused(said);
    }

    private static (PlatformErrorClass Class, string Code, TimeSpan? Wait) Refused(Said said) => said switch
    {
        _ when said.Has("media IDs are invalid") || said.NamesMedia => (PlatformErrorClass.RetryAnew, MediaGone, null),
        _ when said.Has("do not add up") => (PlatformErrorClass.RetryAnew, "upload_refused", null),
        _ when said.Has("media type unrecognized") => (PlatformErrorClass.Permanent, "media_refused", null),
        _ when said.Code == 186 || said.Has("too long") || said.Has("cashtag") => (PlatformErrorClass.Permanent, "text_refused", null),
        _ => (PlatformErrorClass.Permanent, "request_refused", null),
    };

    private static TimeSpan? AskedWait(HttpReply reply) =>
        double.TryParse(reply.Header("retry-after"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : null;

    /// <summary>A moment in seconds since 1970; a second more, because the clocks differ.</summary>
    private static TimeSpan? Until(string? reset, DateTimeOffset now) =>
        long.TryParse(reset, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 99_999_999_999
            ? TimeSpan.FromSeconds(Math.Clamp((DateTimeOffset.FromUnixTimeSeconds(seconds) - now).TotalSeconds + 1, 1, 86_400))
            : null;

    /// <summary>What the two shapes of a body say.</summary>
    private sealed record Said(string? Title, string? Detail, string? Type, int? Code, string? ErrorMessage, bool NamesMedia, bool IsEmpty)
    {
        public string? Message => ErrorMessage ?? Detail ?? Title;

        public bool IsBareForbidden => Code is null && ErrorMessage is null && (Detail ?? Title) is "Forbidden";

        public bool Has(string words) =>
            Contains(Detail, words) || Contains(ErrorMessage, words) || Contains(Title, words);

        public bool IsOfType(string end) => Contains(Type, end) || Contains(Title, end);

        public static Said Of(HttpReply reply)
        {
            var first = reply.Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("errors", out var errors)
                && errors is { ValueKind: JsonValueKind.Array } && errors.GetArrayLength() > 0 && errors[0].ValueKind == JsonValueKind.Object
                    ? errors[0]
                    : (JsonElement?)null;
            return new Said(
                reply.Text("title"),
                reply.Text("detail") ?? reply.Text("error_description"),
                reply.Text("type"),
                first is { } numbered && numbered.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number
                    && code.TryGetInt32(out var number) ? number : null,
                first is { } worded && worded.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
                    ? message.GetString() : null,
                first is { } named && named.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object
                    && parameters.TryGetProperty("media.media_ids", out _),
                reply.Json is not { ValueKind: JsonValueKind.Object });
        }

        private static bool Contains(string? text, string words) => text?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
    }
}
