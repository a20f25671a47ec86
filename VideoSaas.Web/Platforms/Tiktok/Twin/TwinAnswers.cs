using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>Answers in the shapes of the real hosts.</summary>
internal static class TwinAnswers
{
    public static IResult Data(JsonObject data) => Enveloped(data, TiktokErrors.Ok, "", 200);

    public static IResult Error(string word, string message, int status = 400) => Enveloped([], word, message, status);

    public static IResult BadToken() => Error(
        "access_token_invalid", "The access token is invalid or not found in the request.", 401);

    /// <summary>Flat, and with HTTP 200, as the token endpoint answers.</summary>
    public static IResult OAuthError(string word, string description) => Json(
        new JsonObject { ["error"] = word, ["error_description"] = description, ["log_id"] = LogId() }, 200);

    public static IResult Json(JsonObject body, int status) => Results.Text(body.ToJsonString(), "application/json", Encoding.UTF8, status);

    public static IResult Html(int status) => Results.Text(
        $"<!DOCTYPE html><html><head><title>{status.ToString(CultureInfo.InvariantCulture)}</title></head><body><h1>Something went wrong</h1></body></html>",
        "text/html", Encoding.UTF8, status);

    /// <summary>What any call can be made to answer without being done; null when the fault is of another sort.</summary>
    public static IResult? OfFault(HttpContext context, ActiveFault fault)
    {
        switch (fault.Word)
        {
            case "html-502":
                return Html(502);
            case "status":
                return OfStatus(fault.Value ?? 503);
            case "token-invalid":
                return BadToken();
            case "unknown-id":
                return Error(TiktokErrors.NoSuchPublishId, "The publish_id does not exist.");
            case "throttle":
                if (fault.Value is { } seconds)
                {
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                }

                return Throttled();
            case "code":
                var parts = (fault.Text ?? "internal_error").Split(':', 2);
                return Error(
                    parts[0], "Asked for.",
                    parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 400);
            default:
                return null;
        }
    }

    public static IResult OfStatus(int status) => status switch
    {
        401 => BadToken(),
        429 => Throttled(),
        >= 500 => Error("internal_error", "Something went wrong. Please try again later.", status),
        _ => Error("invalid_params", "The request parameters are invalid.", status),
    };

    public static IResult Throttled() => Error("rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.", 429);

    private static IResult Enveloped(JsonObject data, string word, string message, int status) => Json(
        new JsonObject
        {
            ["data"] = data,
            ["error"] = new JsonObject { ["code"] = word, ["message"] = message, ["log_id"] = LogId() },
        },
        status);

    public static string LogId() => "2026" + Convert.ToHexString(RandomNumberGenerator.GetBytes(14));
}
