using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>Answers in the shapes of the real hosts.</summary>
internal static class TwinAnswers
{
    public static IResult Json(JsonObject body, int status = 200, string contentType = "application/json") =>
        Results.Text(body.ToJsonString(), contentType, Encoding.UTF8, status);

    public static IResult Data(JsonObject data, int status = 200) => Json(new JsonObject { ["data"] = data }, status);

    public static IResult Problem(int status, string title, string detail, string type = "about:blank") => Json(
        new JsonObject { ["title"] = title, ["detail"] = detail, ["type"] = type, ["status"] = status }, status, "application/problem+json");

    /// <summary>The older shape.</summary>
    public static IResult Numbered(int status, int code, string message) => Json(
        new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) }, status);

    public static IResult Invalid(string parameter, string value, string message) => Json(
        new JsonObject
        {
            ["errors"] = new JsonArray(new JsonObject
            {
                ["parameters"] = new JsonObject { [parameter] = new JsonArray(value) },
                ["message"] = message,
            }),
            ["title"] = "Invalid Request",
            ["detail"] = "One or more parameters to your request was invalid.",
            ["type"] = "https://api.x.com/2/problems/invalid-request",
        },
        400);

    public static IResult MediaInvalid(string id) => Invalid("media.media_ids", id, "Your media IDs are invalid.");

    public static IResult OAuth(int status, string error, string description) => Json(
        new JsonObject { ["error"] = error, ["error_description"] = description }, status);

    public static IResult Unauthorized() => Problem(401, "Unauthorized", "Unauthorized");

    /// <summary>All that is said where a right is missing.</summary>
    public static IResult Forbidden() => Problem(403, "Forbidden", "Forbidden");

    public static IResult Duplicate() => Problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.");

    public static IResult Depleted() => Problem(
        402, "CreditsDepleted", "Your enrolled account does not have any credits to fulfill this request.", "https://api.x.com/2/problems/credits");

    public static IResult Throttled() => Problem(429, "Too Many Requests", "Too Many Requests");

    public static IResult NotFound(string id) => Problem(
        404, "Not Found Error", $"Could not find media with id: [{id}].", "https://api.x.com/2/problems/resource-not-found");

    public static IResult Gateway(int status) => Results.Text(
        "<!DOCTYPE html><html><head><title>X / ?</title></head><body><h1>Something went wrong, but don’t fret.</h1></body></html>",
        "text/html", Encoding.UTF8, status);

    /// <summary>On every answer.</summary>
    public static void AddHeaders(HttpContext context, int limit, int remaining, DateTimeOffset resetAt)
    {
        var headers = context.Response.Headers;
        headers["x-rate-limit-limit"] = Text(limit);
        headers["x-rate-limit-remaining"] = Text(Math.Max(remaining, 0));
        headers["x-rate-limit-reset"] = Text(resetAt.ToUnixTimeSeconds());
        headers["x-transaction-id"] = TwinSecrets.Digits(16);
        headers["x-access-level"] = "read-write";
        headers["api-version"] = "2.168";
    }

    public static void AddDailyHeaders(HttpContext context, int limit, int remaining, DateTimeOffset resetAt)
    {
        var headers = context.Response.Headers;
        headers["x-user-limit-24hour-limit"] = Text(limit);
        headers["x-user-limit-24hour-remaining"] = Text(Math.Max(remaining, 0));
        headers["x-user-limit-24hour-reset"] = Text(resetAt.ToUnixTimeSeconds());
    }

    /// <summary>What any call can be made to answer; null when the fault is of another sort.</summary>
    public static IResult? OfFault(HttpContext context, ActiveFault fault, DateTimeOffset resetAt)
    {
        switch (fault.Word)
        {
            case "status":
                return OfStatus(context, fault.Value ?? 503, resetAt);
            case "html-503":
                return Gateway(503);
            case "throttle":
                return OfStatus(context, 429, resetAt);
            case "throttle-bare":
                foreach (var name in context.Response.Headers.Keys.Where(key => key.StartsWith("x-rate-limit", StringComparison.Ordinal)).ToList())
                {
                    context.Response.Headers.Remove(name);
                }

                return Numbered(429, 88, "Rate limit exceeded");
            case "credits-depleted":
                return Depleted();
            case "daily-cap":
                AddDailyHeaders(context, 1, 0, resetAt);
                return Numbered(403, 344, "User is over daily status update limit.");
            case "token-invalid" or "token-expired":
                return Unauthorized();
            case "no-media-scope":
                return Forbidden();
            case "read-only-app":
                context.Response.Headers["x-access-level"] = "read";
                return Problem(
                    403, "Forbidden", "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.",
                    "https://api.x.com/2/problems/oauth1-permissions");
            case "suspended":
                return Problem(403, "Forbidden", "Your account is suspended and is not permitted to access this feature.");
            case "duplicate":
                return Duplicate();
            case "media-invalid" or "media-expired":
                return MediaInvalid("0");
            case "finalize-mismatch":
                return Problem(400, "Invalid Request", "Segments do not add up to provided total file size.");
            default:
                return null;
        }
    }

    public static IResult OfStatus(HttpContext context, int status, DateTimeOffset resetAt)
    {
        switch (status)
        {
            case 401:
                return Unauthorized();
            case 402:
                return Depleted();
            case 403:
                return Forbidden();
            case 429:
                context.Response.Headers["x-rate-limit-remaining"] = "0";
                context.Response.Headers["x-rate-limit-reset"] = Text(resetAt.ToUnixTimeSeconds());
                return Throttled();
            case >= 500 or 408:
                return status == 503 ? Problem(503, "Service Unavailable", "Service Unavailable") : Gateway(status);
            default:
                return Problem(status, "Invalid Request", "One or more parameters to your request was invalid.");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
