using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VideoSaas.Web.Platforms.Graph;

/// <summary>
/// What an error of the Graph API means, by its subcode first, then by its code. Code 1 alone says little: it is a passing
/// fault, a wrong app secret or a cover beyond the clip's end.
/// </summary>
public static partial class GraphErrors
{
    /// <summary>"Does not exist": also said of fresh containers that do exist.</summary>
    public static bool IsNotThere(this PlatformError error) => error is { RemoteCode: 100, RemoteSubcode: 33 };

    public static PlatformError Unreachable(Exception failure) => new(
        PlatformErrorClass.Retry, "platform_unreachable", PlatformAnswer.RedactedText(failure.Message));

    /// <param name="throttleWait">For a throttle that does not say how long.</param>
    public static PlatformError Read(HttpStatusCode status, JsonElement? body, PlatformAnswer answer, TimeSpan throttleWait)
    {
        if (body is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("error", out var error)
            || error.ValueKind != JsonValueKind.Object)
        {
            return NotJson(status, answer);
        }

        var code = Number(error, "code");
        var subcode = Number(error, "error_subcode");
        var isTransient = error.TryGetProperty("is_transient", out var transient) && transient.ValueKind == JsonValueKind.True;
        var message = Text(error, "error_user_msg") ?? Text(error, "message") ?? "No message.";
        var (kind, word, wait) = Classify(code, subcode, isTransient, (int)status >= 500);
        if (kind == PlatformErrorClass.Quota)
        {
            wait = AskedWait(answer) ?? wait ?? throttleWait;
        }

        return new PlatformError(
            kind, word, PlatformAnswer.RedactedText(message), wait, code, subcode, Text(error, "fbtrace_id"), answer);
    }

    /// <summary>The subcode that a failed container names in its status text, classified.</summary>
    public static PlatformError OfContainer(string? status, PlatformAnswer? answer)
    {
        var match = ContainerSubcode().Match(status ?? "");
        int? subcode = match.Success ? int.Parse(match.Value, CultureInfo.InvariantCulture) : null;
        var (kind, word, _) = BySubcode(subcode) ?? (PlatformErrorClass.RetryAnew, "media_not_processed", null);
        return new PlatformError(kind, word, status ?? "The container ended in an error.", null, null, subcode, null, answer);
    }

    /// <summary>An error that a phase of a video names: its code is what elsewhere is a subcode.</summary>
    public static PlatformError OfPhase(int? code, string message, PlatformAnswer? answer)
    {
        var (kind, word, _) = BySubcode(code) ?? (PlatformErrorClass.RetryAnew, "media_not_processed", null);
        return new PlatformError(
            kind == PlatformErrorClass.Retry ? PlatformErrorClass.RetryAnew : kind,
            kind == PlatformErrorClass.Retry ? "media_not_processed" : word,
            PlatformAnswer.RedactedText(message), null, null, code, null, answer);
    }

    private static (PlatformErrorClass Class, string Code, TimeSpan? Wait) Classify(
        int? code, int? subcode, bool isTransient, bool isServerFault) => BySubcode(subcode) ?? BySubcode(code) ?? code switch
        {
            190 or 102 => (PlatformErrorClass.Reauth, "reauth_needed", null),
            3 or 10 or (>= 200 and <= 299) => (PlatformErrorClass.Reauth, "permission_missing", null),
            4 or 17 or 32 or 341 or 613 or 80001 or 80002 => (PlatformErrorClass.Quota, "platform_throttled", null),
            368 => (PlatformErrorClass.Permanent, "platform_blocked", null),

            // Said of the same post again, which may well be ours: whoever reads it looks there first.
            506 => (PlatformErrorClass.Permanent, "duplicate_refused", null),
            382 => (PlatformErrorClass.Permanent, "media_refused", null),
            389 => (PlatformErrorClass.Retry, "platform_busy", null),
            6000 or 6001 => (PlatformErrorClass.Permanent, "media_refused", null),
            100 when subcode == 33 => (PlatformErrorClass.Retry, "platform_busy", null),
            1 or 2 => (PlatformErrorClass.Retry, "platform_busy", null),
            _ when isTransient || isServerFault => (PlatformErrorClass.Retry, "platform_busy", null),
            _ => (PlatformErrorClass.Permanent, "request_refused", null),
        };

    /// <summary>Numbers of seven digits mean the same wherever they stand.</summary>
    private static (PlatformErrorClass Class, string Code, TimeSpan? Wait)? BySubcode(int? subcode) => subcode switch
    {
        2207027 or 2207008 => (PlatformErrorClass.Retry, "platform_busy", TimeSpan.FromSeconds(30)),
        2207001 or 2207032 or 2207053 or 2207003 or 2207006 or 2207052 or 2207077 or 2207082 =>
            (PlatformErrorClass.RetryAnew, "media_not_processed", null),
        2207020 => (PlatformErrorClass.RetryAnew, "container_expired", null),
        2207042 => (PlatformErrorClass.Quota, "publish_limit", null),
        2207051 or 1390008 or 1346003 => (PlatformErrorClass.Permanent, "platform_blocked", null),
        2207050 or 4854002 or 1404078 or 1404006 or 1404112 => (PlatformErrorClass.Reauth, "account_restricted", null),
        2207026 or 1363040 or 1363127 or 1363128 or 1363129 or 2069019 =>
            (PlatformErrorClass.Permanent, "media_refused", null),
        1404102 => (PlatformErrorClass.Permanent, "standards_refused", null),
        2207010 => (PlatformErrorClass.Permanent, "text_refused", null),
        2207057 or 2207023 or 2207040 or 2207004 or 2207005 or 2207009 or 2207081 or 1609008 =>
            (PlatformErrorClass.Permanent, "request_refused", null),

        // 1363037 names the offset to go on from; the others pass.
        1363037 or 1363047 or 1609010 => (PlatformErrorClass.Retry, "platform_busy", null),
        _ => null,
    };

    /// <summary>Retry-After in seconds, or the business use case's estimate in minutes.</summary>
    private static TimeSpan? AskedWait(PlatformAnswer answer)
    {
        if (answer.Headers.TryGetValue("retry-after", out var after)
            && double.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, 86_400));
        }

        var longest = 0d;
        if (answer.Headers.TryGetValue("x-business-use-case-usage", out var usage))
        {
            foreach (Match match in RegainMinutes().Matches(usage))
            {
                longest = Math.Max(longest, double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            }
        }

        return longest > 0 ? TimeSpan.FromMinutes(Math.Min(longest, 1440)) : null;
    }

    private static PlatformError NotJson(HttpStatusCode status, PlatformAnswer answer) => (int)status switch
    {
        >= 500 or 408 => new(PlatformErrorClass.Retry, "platform_busy", $"HTTP {(int)status}", Answer: answer),
        429 => new(PlatformErrorClass.Quota, "platform_throttled", "HTTP 429", AskedWait(answer) ?? TimeSpan.FromMinutes(5), Answer: answer),
        401 => new(PlatformErrorClass.Reauth, "reauth_needed", "HTTP 401", Answer: answer),
        // A success whose body nobody can read says nothing: ask again.
        < 400 => new(PlatformErrorClass.Retry, "platform_busy", $"HTTP {(int)status} with an unreadable body", Answer: answer),
        _ => new(PlatformErrorClass.Permanent, "request_refused", $"HTTP {(int)status}", Answer: answer),
    };

    private static int? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"22\d{5}", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerSubcode();

    [GeneratedRegex(@"""estimated_time_to_regain_access""\s*:\s*(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex RegainMinutes();
}
