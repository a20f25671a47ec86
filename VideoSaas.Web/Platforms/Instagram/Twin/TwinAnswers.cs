using System.Text;
using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>Answers in the shapes of the real hosts.</summary>
internal static class TwinAnswers
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

    /// <summary>On every reply, as the real host does.</summary>
    public static void AddUsage(HttpContext context, string version, string? accountId)
    {
        var headers = context.Response.Headers;
        headers["facebook-api-version"] = version;
        headers["x-fb-trace-id"] = Trace();
        headers["x-app-usage"] = """{"call_count":1,"total_cputime":1,"total_time":1}""";
        if (accountId is not null)
        {
            headers["x-business-use-case-usage"] = Usage(accountId, 0);
        }
    }

    public static string Usage(string accountId, int minutesToRegain) =>
        $$"""{"{{accountId}}":[{"type":"instagram","call_count":1,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":{{minutesToRegain}}}]}""";

    /// <summary>What any call can be made to answer; null when the fault is of another sort.</summary>
    public static IResult? OfFault(HttpContext context, ActiveFault fault)
    {
        switch (fault.Word)
        {
            case "html-502":
                return Gateway();
            case "throttle":
                return Error("Application request limit reached", fault.Value ?? 4, isTransient: true);
            case "token-invalid":
                return BadToken(context, fault.Value ?? 460, "Error validating access token: the session has been invalidated.");
            case "container-100-33":
                return NotThere("0");
            case "error":
                var subcode = fault.Value ?? 2207001;
                return Error($"The request could not be done ({subcode}).", CodeOf(subcode), subcode);
            default:
                return null;
        }
    }

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
        _ => -1,
    };

    private static string Trace() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))[..11];
}
