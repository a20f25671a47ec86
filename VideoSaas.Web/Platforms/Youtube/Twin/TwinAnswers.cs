using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>Answers in the shapes of the real hosts.</summary>
internal static class TwinAnswers
{
    public static IResult Json(JsonObject body, int status = 200) => Raw(body.ToJsonString(YoutubeMetadata.Plain), status);

    public static IResult Raw(string body, int status) => Results.Text(body, "application/json; charset=UTF-8", Encoding.UTF8, status);

    public static IResult List(string kind, IEnumerable<JsonNode> items, int? total = null)
    {
        var all = new JsonArray([.. items]);
        return Json(new JsonObject
        {
            ["kind"] = $"youtube#{kind}",
            ["etag"] = Tag(),
            ["items"] = all,
            ["pageInfo"] = new JsonObject { ["totalResults"] = total ?? all.Count, ["resultsPerPage"] = all.Count },
        });
    }

    public static IResult Error(int status, string reason, string message, string domain = "youtube.video")
    {
        var error = new JsonObject
        {
            ["code"] = status,
            ["message"] = message,
            ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["domain"] = domain, ["reason"] = reason }),
        };
        if (status is 401 or 409 or 429)
        {
            error["status"] = status == 401 ? "UNAUTHENTICATED" : status == 409 ? "ALREADY_EXISTS" : "RESOURCE_EXHAUSTED";
        }

        return Json(new JsonObject { ["error"] = error }, status);
    }

    /// <summary>Of the token host.</summary>
    public static IResult OauthError(string error, string description, int status = 400) =>
        Json(new JsonObject { ["error"] = error, ["error_description"] = description }, status);

    public static IResult BadToken(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"";
        return Error(
            401, "authError",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
            "global");
    }

    public static IResult MissingScope() =>
        Error(403, "insufficientPermissions", "Request had insufficient authentication scopes.", "global");

    public static IResult QuotaGone() => Error(
        403, "quotaExceeded", "The request cannot be completed because you have exceeded your <a href=\"/youtube/v3/getting-started#quota\">quota</a>.",
        "youtube.quota");

    public static IResult UploadLimit() => Error(
        400, "uploadLimitExceeded", "The user has exceeded the number of videos they may upload.");

    /// <summary>More bytes are wanted. The reason phrase is the protocol's own, and there is never a Location with it.</summary>
    public static IResult ResumeIncomplete(HttpContext context, long stored)
    {
        context.Response.StatusCode = 308;
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = "Resume Incomplete";
        context.Response.ContentLength = 0;
        if (stored > 0)
        {
            context.Response.Headers["Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes=0-{stored - 1}");
        }

        return Results.Empty;
    }

    /// <summary>What any call can be made to answer; null when the fault is of another sort.</summary>
    public static IResult? OfFault(HttpContext context, ActiveFault fault)
    {
        switch (fault.Word)
        {
            case "status":
                return OfStatus(context, fault.Value ?? 503);
            case "html-502":
                return Results.Text(
                    "<!DOCTYPE html><html><head><title>Error 502 (Server Error)!!1</title></head><body><p>That's an error.</p></body></html>",
                    "text/html", Encoding.UTF8, 502);
            case "retry-after":
                context.Response.Headers.RetryAfter = (fault.Value ?? 1).ToString(CultureInfo.InvariantCulture);
                return OfStatus(context, 503);
            case "rate-limit":
                if (fault.Value is { } seconds)
                {
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                }

                return Error(403, "userRateLimitExceeded", "The request cannot be completed because the user has sent too many requests.", "usageLimits");
            case "quota":
                return QuotaGone();
            case "thumb-403":
                return Error(
                    403, "forbidden", "The thumbnail can't be set for the specified video. The request might not be properly authorized.",
                    "youtube.thumbnail");
            case "thumb-limit":
                return Error(
                    429, "uploadRateLimitExceeded", "The channel has uploaded too many thumbnails recently. Please try the request again later.",
                    "youtube.thumbnail");
            case "upload-limit":
                return UploadLimit();
            case "token-invalid":
                return BadToken(context);
            case "scope":
                return MissingScope();
            default:
                return null;
        }
    }

    public static string Tag() => TwinSecrets.New("")[..27];

    private static IResult OfStatus(HttpContext context, int status) => status switch
    {
        401 => BadToken(context),
        403 => Error(403, "forbidden", "The request might not be properly authorized.", "youtube.common"),
        404 => Error(404, "notFound", "Requested entity was not found.", "global"),
        409 => Error(409, "ALREADY_EXISTS", "Requested entity already exists", "global"),
        429 => Error(429, "rateLimitExceeded", "Quota exceeded for quota metric.", "global"),
        >= 500 => Error(status, "backendError", "Backend Error", "global"),
        _ => Error(status, "badRequest", "Bad Request", "global"),
    };
}
