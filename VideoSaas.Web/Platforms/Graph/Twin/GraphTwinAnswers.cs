using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>Answers in the shapes of the real hosts.</summary>
internal static class GraphTwinAnswers
{
    public static IResult Json(JsonObject body, int status = 200) => Results.Text(body.ToJsonString(), "application/json", Encoding.UTF8, status);

    /// <param name="code">Of the error; with a subcode where the platform gives one.</param>
    public static IResult Error(string message, int code, int? subcode = null, int status = 400, bool isTransient = false)
    {
        var error = new JsonObject
        {
            ["message"] = message,
            ["type"] = code is 1 or 2 ? "OAuthException" : code == 100 ? "GraphMethodException" : "OAuthException",
            ["code"] = code,
            ["fbtrace_id"] = Trace(),
        };
        if (subcode is not null)
        {
            error["error_subcode"] = subcode;
        }

        if (isTransient)
        {
            error["is_transient"] = true;
        }

        return Json(new JsonObject { ["error"] = error }, status);
    }

    public static IResult NotThere(string id) => Error(
        $"Unsupported get request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.",
        100, 33);

    public static IResult UnknownPath(string path) => Error($"Unknown path components: /{path}", 2500);

    public static IResult BadToken(HttpContext context, int? subcode = null, string message = "Malformed access token")
    {
        context.Response.Headers.WWWAuthenticate = $"OAuth \"Facebook Platform\" \"invalid_token\" \"{message}\"";
        return Error(message, 190, subcode, status: 401);
    }

    public static IResult Rupload(string type, string message, bool isRetriable) => Json(
        new JsonObject
        {
            ["debug_info"] = new JsonObject { ["retriable"] = isRetriable, ["type"] = type, ["message"] = message },
        },
        400);

    public static IResult Gateway() => Results.Text(
        "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>",
        "text/html", Encoding.UTF8, 502);

    /// <summary>One page of a list, newest first, with the cursors that the real host gives.</summary>
    public static IResult Listed<T>(GraphTwinCall call, IReadOnlyList<T> all, Func<T, string> idOf, Func<T, JsonObject> rowOf)
    {
        var limit = Math.Clamp(int.TryParse(call.Field("limit"), out var asked) ? asked : 25, 1, 100);
        var start = call.Field("after") is { } after ? all.ToList().FindIndex(one => idOf(one) == after) + 1 : 0;
        var shown = all.Skip(start).Take(limit).ToList();
        var body = new JsonObject { ["data"] = new JsonArray([.. shown.Select(one => (JsonNode)rowOf(one))]) };
        if (shown.Count > 0)
        {
            var paging = new JsonObject { ["cursors"] = new JsonObject { ["before"] = idOf(shown[0]), ["after"] = idOf(shown[^1]) } };
            if (start + shown.Count < all.Count)
            {
                var here = call.Http.Request;
                paging["next"] = string.Create(
                    CultureInfo.InvariantCulture, $"{here.Scheme}://{here.Host}{here.Path}?limit={limit}&after={idOf(shown[^1])}");
            }

            body["paging"] = paging;
        }

        return Json(body);
    }

    /// <summary>On every reply, as the real host does.</summary>
    public static void AddUsage(HttpContext context, string version, string type, string? accountId)
    {
        var headers = context.Response.Headers;
        headers["facebook-api-version"] = version;
        headers["x-fb-trace-id"] = Trace();
        headers["x-app-usage"] = """{"call_count":1,"total_cputime":1,"total_time":1}""";
        if (accountId is not null)
        {
            headers["x-business-use-case-usage"] = Usage(type, accountId, 0);
        }
    }

    public static string Usage(string type, string accountId, int minutesToRegain) =>
        $$"""{"{{accountId}}":[{"type":"{{type}}","call_count":1,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":{{minutesToRegain}}}]}""";

    /// <summary>What any call can be made to answer; null when the fault is of another sort.</summary>
    /// <param name="type">Of the platform's business use case, such as <c>instagram</c>.</param>
    /// <param name="minutesToRegain">What a throttled caller is told to wait, unless the fault itself says it in seconds.</param>
    public static IResult? OfFault(HttpContext context, ActiveFault fault, string type, int minutesToRegain)
    {
        switch (fault.Word)
        {
            case "html-502":
                return Gateway();
            case "status":
                return OfStatus(fault.Value ?? 500);
            case "throttle":
                context.Response.Headers["x-business-use-case-usage"] = Usage(type, "0", minutesToRegain);
                return Error("Application request limit reached", fault.Value ?? 4, isTransient: true);
            case "throttle-retry-after":
                context.Response.Headers.RetryAfter = (fault.Value ?? 1).ToString(CultureInfo.InvariantCulture);
                return Error("Application request limit reached", 4, status: 429, isTransient: true);
            case "token-invalid":
                return BadToken(context, fault.Value ?? 460, "Error validating access token: the session has been invalidated.");
            case "block-368":
                return Error("The action attempted has been deemed abusive or is otherwise disallowed", 368, 1390008);
            case "duplicate-506":
                return Error("Duplicate status message", 506);
            case "container-100-33" or "status-100-33":
                return NotThere("0");
            case "error":
                var subcode = fault.Value ?? 2207001;
                return Error($"The request could not be done ({subcode}).", CodeOf(subcode), subcode);
            default:
                return null;
        }
    }

    private static IResult OfStatus(int status) => status switch
    {
        401 => Error("Error validating access token.", 190, status: status),
        403 => Error("(#200) Permissions error", 200, status: status),
        429 => Error("Application request limit reached", 4, status: status),
        >= 500 => Error("An unexpected error has occurred. Please retry your request later.", 2, status: status, isTransient: true),
        _ => Error("Invalid parameter", 100, status: status),
    };

    private static int CodeOf(int subcode) => subcode switch
    {
        2207027 => 9007,
        2207008 or 2207006 => 24,
        2207003 or 2207020 => -2,
        2207042 => 9,
        2207051 => 4,
        2207050 => 25,
        2207052 => 9004,
        2207026 => 352,
        2207057 => 1,
        2207010 => 36004,
        2207023 or 2207040 => 100,
        1363040 or 1363127 or 1363128 or 1363129 or 1363047 or 1609008 or 1404102 => 100,
        4854002 or 1404078 or 1404006 or 1404112 => 200,
        _ => -1,
    };

    private static string Trace() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))[..11];
}
