using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>The API host: meets the faults, checks token and rights, and hands each path to who answers it.</summary>
internal sealed class TwinApi(
    TwitterStore store,
    TwitterFaults faults,
    TwinOAuth oauth,
    TwinUploads uploads,
    TwinPosts posts,
    TwinReads reads,
    TwinCredits credits,
    IOptions<SandboxOptions> sandbox,
    TimeProvider time)
{
    /// <summary>Calls of one account in 15 minutes.</summary>
    private static readonly Dictionary<string, int> Limits = new()
    {
        [TwinOps.Me] = 75, [TwinOps.Initialize] = 1875, [TwinOps.Append] = 1875, [TwinOps.Finalize] = 1875, [TwinOps.Status] = 1000,
        [TwinOps.OneShot] = 500, [TwinOps.Timeline] = 900, [TwinOps.LookUp] = 5000, [TwinOps.Read] = 900, [TwinOps.Delete] = 50,
        [TwinOps.PostAnalytics] = 300, [TwinOps.MediaAnalytics] = 300,
    };

    public async Task<IResult> AnswerAsync(HttpContext context, string path)
    {
        var token = context.RequestAborted;
        var parts = path.Trim('/').Split('/');
        var form = await FormAsync(context, parts, token);
        if (OpOf(context.Request.Method, parts, form) is not { } op)
        {
            return TwinAnswers.Problem(404, "Not Found", "Not Found");
        }

        var fault = await faults.TakeAsync(op, token);
        var now = time.GetUtcNow();
        var resetAt = now.AddMinutes(sandbox.Value.ThrottleMinutes);
        var limit = Limits.GetValueOrDefault(op, 300);
        TwinAnswers.AddHeaders(context, limit, limit - 1, now.AddMinutes(15));
        if (fault.Is(TwinFaultWords.Slow))
        {
            await Task.Delay(TimeSpan.FromSeconds(sandbox.Value.SlowSeconds), time, token);
        }

        if (fault.Is(TwinFaultWords.DropBefore))
        {
            context.Abort();
            return Results.Empty;
        }

        if (fault.Is(TwinFaultWords.CutAt))
        {
            return await CutAsync(context, fault.Value ?? 0, token);
        }

        if (TwinAnswers.OfFault(context, fault, resetAt) is { } faulty)
        {
            return faulty;
        }

        var answer = op switch
        {
            TwinOps.Token or TwinOps.Refresh => await oauth.TokenAsync(context, form!, token),
            TwinOps.Revoke => await oauth.RevokeAsync(context, form!, token),
            _ => await WithCallerAsync(context, op, parts, form, fault, token),
        };
        if (fault.Is(TwinFaultWords.DropAfter))
        {
            context.Abort();
            return Results.Empty;
        }

        return fault.Word switch
        {
            TwinFaultWords.ErrorAfter => TwinAnswers.OfStatus(context, fault.Value ?? 503, resetAt),
            TwinFaultWords.MalformedAfter => Results.Text("""{"data":{""", "application/json", statusCode: 200),
            _ => answer,
        };
    }

    private static string? OpOf(string method, string[] parts, IFormCollection? form) => (method, parts) switch
    {
        ("POST", ["oauth2", "token"]) => form?["grant_type"].ToString() == "refresh_token" ? TwinOps.Refresh : TwinOps.Token,
        ("POST", ["oauth2", "revoke"]) => TwinOps.Revoke,
        ("GET", ["users", "me"]) => TwinOps.Me,
        ("GET", ["users", _, "tweets"]) => TwinOps.Timeline,
        ("POST", ["media", "upload", "initialize"]) => TwinOps.Initialize,
        ("POST", ["media", "upload", _, "append"]) => TwinOps.Append,
        ("POST", ["media", "upload", _, "finalize"]) => TwinOps.Finalize,
        ("GET", ["media", "upload"]) => TwinOps.Status,
        ("POST", ["media", "upload"]) => form?["command"].ToString() switch
        {
            "INIT" => TwinOps.Initialize,
            "APPEND" => TwinOps.Append,
            "FINALIZE" => TwinOps.Finalize,
            _ => TwinOps.OneShot,
        },
        ("POST", ["media", "metadata"]) => TwinOps.Metadata,
        ("GET", ["media", "analytics"]) => TwinOps.MediaAnalytics,
        ("POST", ["tweets"]) => TwinOps.Create,
        ("GET", ["tweets"]) => TwinOps.LookUp,
        ("GET", ["tweets", "analytics"]) => TwinOps.PostAnalytics,
        ("GET", ["tweets", _]) => TwinOps.Read,
        ("DELETE", ["tweets", _]) => TwinOps.Delete,
        _ => null,
    };

    private static string[] ScopesOf(string op) => op switch
    {
        TwinOps.Initialize or TwinOps.Append or TwinOps.Finalize or TwinOps.Status or TwinOps.OneShot or TwinOps.Metadata => ["media.write"],
        TwinOps.Create or TwinOps.Delete => ["tweet.write", "tweet.read", "users.read"],
        _ => ["tweet.read", "users.read"],
    };

    /// <summary>Only where the kind of call stands in it: a segment's body is read by who takes it.</summary>
    private static async Task<IFormCollection?> FormAsync(HttpContext context, string[] parts, CancellationToken token) =>
        context.Request.HasFormContentType && parts is ["oauth2", _] or ["media", "upload"]
            ? await context.Request.ReadFormAsync(token)
            : parts[0] == "oauth2" ? FormCollection.Empty : null;

    private async Task<IResult> WithCallerAsync(
        HttpContext context, string op, string[] parts, IFormCollection? form, ActiveFault fault, CancellationToken token)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || await store.FindAsync<TwinToken>(TwinSecrets.HashOf(header[7..].Trim()), token) is not { Body: { IsRefresh: false } held }
            || held.EndsAt < time.GetUtcNow()
            || await store.FindAsync<TwinFamily>(held.FamilyId, token) is not { Body: { IsDead: false } family })
        {
            return TwinAnswers.Unauthorized();
        }

        if (ScopesOf(op).Except(family.Scopes).Any())
        {
            return TwinAnswers.Forbidden();
        }

        if (await credits.IsGoneAsync(op, token))
        {
            return TwinAnswers.Depleted();
        }

        var call = new TwinCall(context, op, parts, fault, family);
        var answer = await DispatchAsync(call, form, token);
        await credits.ChargeAsync(op, call.Results, token);
        return answer;
    }

    private Task<IResult> DispatchAsync(TwinCall call, IFormCollection? form, CancellationToken token) => call.Op switch
    {
        TwinOps.Me => Task.FromResult(reads.Me(call)),
        TwinOps.Create => posts.CreateAsync(call, token),
        TwinOps.Delete => posts.DeleteAsync(call, token),
        TwinOps.Timeline => reads.TimelineAsync(call, token),
        TwinOps.Read => reads.OneAsync(call, token),
        TwinOps.LookUp => reads.SeveralAsync(call, token),
        TwinOps.PostAnalytics => reads.PostAnalyticsAsync(call, token),
        TwinOps.MediaAnalytics => reads.MediaAnalyticsAsync(call, token),
        _ => uploads.AnswerAsync(call, form, token),
    };

    private static async Task<IResult> CutAsync(HttpContext context, int afterBytes, CancellationToken token)
    {
        var buffer = new byte[16 * 1024];
        var left = afterBytes;
        while (left > 0 && await context.Request.Body.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, left)), token) is > 0 and var read)
        {
            left -= read;
        }

        context.Abort();
        return Results.Empty;
    }
}
