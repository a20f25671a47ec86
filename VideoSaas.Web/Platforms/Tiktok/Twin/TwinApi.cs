using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>One call as the twin sees it: who calls, with what.</summary>
internal sealed record TwinCall(HttpContext Http, TwinGrant Grant, TwinCreator Creator, JsonElement Body, ActiveFault Fault)
{
    public IReadOnlyList<string> Fields => Http.Request.Query["fields"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The API host: checks token, right and pace, meets the faults, and hands each path to who answers it.</summary>
internal sealed class TwinApi(
    TiktokStore store,
    TiktokFaults faults,
    TwinPublishing publishing,
    TwinDisplay display,
    IOptions<TiktokTwinOptions> strictness,
    IOptions<SandboxOptions> options,
    TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public async Task<IResult> AnswerAsync(HttpContext context, string op)
    {
        var token = context.RequestAborted;
        context.Response.Headers["x-tt-logid"] = TwinAnswers.LogId();
        var fault = await faults.TakeAsync(op, token);
        if (fault.Is("slow"))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SlowSeconds), time, token);
        }

        if (fault.Is("drop-before"))
        {
            context.Abort();
            return Results.Empty;
        }

        if (TwinAnswers.OfFault(context, fault) is { } faulty)
        {
            return faulty;
        }

        var answer = await WithCallerAsync(context, op, fault, token);
        if (fault.Is("drop-after"))
        {
            context.Abort();
            return Results.Empty;
        }

        return fault.Is("done-but") ? TwinAnswers.OfStatus(fault.Value ?? 503) : answer;
    }

    private async Task<IResult> WithCallerAsync(HttpContext context, string op, ActiveFault fault, CancellationToken token)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var hash = header.StartsWith("Bearer ", StringComparison.Ordinal) ? TwinSecrets.HashOf(header[7..]) : "";
        if (fault.Is("token-expired"))
        {
            await store.ChangeAsync<TwinToken>(hash, held => held with { EndsAt = time.GetUtcNow() }, token);
        }

        if (await store.FindAsync<TwinToken>(hash, token) is not { Body: var access })
        {
            return TwinAnswers.BadToken();
        }

        if (fault.Is("token-revoked"))
        {
            await store.ChangeAsync<TwinGrant>(access.GrantId, one => one with { IsRevoked = true }, token);
        }

        if (access.EndsAt <= time.GetUtcNow()
            || await store.FindAsync<TwinGrant>(access.GrantId, token) is not { Body: { IsRevoked: false } grant }
            || await store.FindAsync<TwinCreator>(grant.OpenId, token) is not { Body: var creator })
        {
            return TwinAnswers.BadToken();
        }

        if (ScopeOf(op) is { } scope && !grant.Scopes.Contains(scope))
        {
            return TwinAnswers.Error("scope_not_authorized", "The user did not authorize the scope required for completing this request.", 401);
        }

        if (await IsThrottledAsync(creator.OpenId, op, token))
        {
            return TwinAnswers.Throttled();
        }

        if (await BodyAsync(context, token) is not { } body)
        {
            return TwinAnswers.Error("invalid_params", "The request body is not JSON, or its Content-Type does not say so.");
        }

        var call = new TwinCall(context, grant, creator, body, fault);
        return op switch
        {
            TwinOps.UserInfo => display.UserInfo(call),
            TwinOps.CreatorInfo => await publishing.CreatorInfoAsync(call, token),
            TwinOps.Init => await publishing.InitAsync(call, isInbox: false, token),
            TwinOps.InboxInit => await publishing.InitAsync(call, isInbox: true, token),
            TwinOps.Status => await publishing.StatusAsync(call, token),
            TwinOps.List => await display.ListAsync(call, token),
            _ => await display.QueryAsync(call, token),
        };
    }

    /// <summary>A status may be asked for with either of two rights.</summary>
    private static string? ScopeOf(string op) => op switch
    {
        TwinOps.CreatorInfo or TwinOps.Init => "video.publish",
        TwinOps.InboxInit => "video.upload",
        TwinOps.List or TwinOps.Query => "video.list",
        _ => null,
    };

    private async Task<bool> IsThrottledAsync(string openId, string op, CancellationToken token)
    {
        var most = op switch
        {
            TwinOps.CreatorInfo => strictness.Value.CreatorInfosPerMinute,
            TwinOps.Init or TwinOps.InboxInit => strictness.Value.InitsPerMinute,
            TwinOps.Status => strictness.Value.StatusesPerMinute,
            _ => strictness.Value.DisplaysPerMinute,
        };
        var now = time.GetUtcNow();
        var key = $"{openId}/{op}";
        var since = (now - Minute).ToUnixTimeMilliseconds();
        if (await store.AddAsync(key, new TwinCalls([now.ToUnixTimeMilliseconds()]), token))
        {
            return most < 1;
        }

        // Null from the change: as many as may were made in the last minute.
        return await store.ChangeAsync<TwinCalls>(
            key,
            calls =>
            {
                var recent = calls.At.Where(at => at > since).ToList();
                return recent.Count >= most ? null : new TwinCalls([.. recent, now.ToUnixTimeMilliseconds()]);
            },
            token) is null;
    }

    /// <summary>An empty body is an empty object; null when it is no JSON.</summary>
    private static async Task<JsonElement?> BodyAsync(HttpContext context, CancellationToken token)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true || context.Request.ContentLength == 0)
        {
            return JsonSerializer.SerializeToElement(new { });
        }

        if (!context.Request.HasJsonContentType())
        {
            return null;
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: token);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
