using System.Security.Cryptography;
using System.Text;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>The graph host: checks version, token and proof, meets the faults, and hands each path to who answers it.</summary>
internal sealed class TwinGraph(
    InstagramStore store,
    InstagramFaults faults,
    TwinTokens tokens,
    TwinPublishing publishing,
    InstagramAddresses addresses,
    Microsoft.Extensions.Options.IOptions<SandboxOptions> options,
    TimeProvider time)
{
    private static readonly string[] Versions = ["v23.0", "v24.0", "v25.0", "v26.0"];

    public async Task<IResult> AnswerAsync(HttpContext context, string version, string path)
    {
        var token = context.RequestAborted;
        if (!Versions.Contains(version))
        {
            return TwinAnswers.UnknownPath($"{version}/{path}");
        }

        path = path.Trim('/');
        var op = OpOf(context.Request.Method, path);
        if (op is null)
        {
            return TwinAnswers.UnknownPath(path);
        }

        var call = new TwinCall(context, await TwinCall.FieldsAsync(context), path, await faults.TakeAsync(op, token));
        TwinAnswers.AddUsage(context, version, accountId: null);
        if (call.Fault.Is("slow"))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SlowSeconds), time, token);
        }

        if (call.Fault.Is("drop-before"))
        {
            context.Abort();
            return Results.Empty;
        }

        // A container's fault lies in the container, not in the call.
        var isOfContainer = op == TwinOps.Container && call.Fault.Is("error");
        if (!isOfContainer && TwinAnswers.OfFault(context, call.Fault) is { } faulty)
        {
            if (call.Fault.Is("throttle"))
            {
                context.Response.Headers["x-business-use-case-usage"] = TwinAnswers.Usage("0", options.Value.ThrottleMinutes);
            }

            return faulty;
        }

        var answer = op switch
        {
            TwinOps.Token => await tokens.AccessTokenAsync(call, token),
            TwinOps.DebugToken => await tokens.DebugAsync(call, token),
            _ => await WithCallerAsync(call, op, version, token),
        };
        if (call.Fault.Is("drop-after"))
        {
            context.Abort();
            return Results.Empty;
        }

        return answer;
    }

    private static string? OpOf(string method, string path)
    {
        var parts = path.Split('/');
        return (method, parts.Length, parts[^1]) switch
        {
            (_, 2, "access_token") when parts[0] == "oauth" => TwinOps.Token,
            ("GET", 1, "debug_token") => TwinOps.DebugToken,
            ("GET" or "DELETE", 2, "permissions") when parts[0] == "me" => TwinOps.Permissions,
            ("GET", 2, "accounts") when parts[0] == "me" => TwinOps.Accounts,
            ("GET", 2, "content_publishing_limit") => TwinOps.Limit,
            ("POST", 2, "media") => TwinOps.Media,
            ("GET", 2, "media") => TwinOps.List,
            ("POST", 2, "media_publish") => TwinOps.Publish,
            ("GET", 1, _) when path.StartsWith("178", StringComparison.Ordinal) && path.Length == 17 =>
                path[3] == '9' ? TwinOps.ReadBack : TwinOps.Container,
            _ => null,
        };
    }

    private async Task<IResult> WithCallerAsync(TwinCall call, string op, string version, CancellationToken token)
    {
        if (call.AccessToken is not { } secret || await store.FindAsync<TwinToken>(TwinSecrets.HashOf(secret), token) is not { } held)
        {
            return TwinAnswers.BadToken(call.Http);
        }

        if (held.Body.EndsAt < time.GetUtcNow())
        {
            return TwinAnswers.BadToken(call.Http, 463, "Error validating access token: session has expired.");
        }

        if (await store.FindAsync<TwinGrant>(held.Body.GrantId, token) is not { Body: { IsRevoked: false } grant }
            || await store.FindAsync<TwinUser>(grant.Login, token) is not { Body: var user })
        {
            return TwinAnswers.BadToken(call.Http, 458, "Error validating access token: the person has not authorized the application.");
        }

        if (!IsProof(call.Field("appsecret_proof"), secret))
        {
            return TwinAnswers.Error("API calls from the server require an appsecret_proof argument", 100);
        }

        var caller = new TwinCaller(held.Body, grant, user);
        TwinAnswers.AddUsage(call.Http, version, caller.AccountIds is [var first, ..] ? first : null);
        return op switch
        {
            TwinOps.Permissions => await tokens.PermissionsAsync(call, caller, token),
            TwinOps.Accounts => await tokens.AccountsAsync(call, caller, secret, token),
            _ => await publishing.AnswerAsync(call, caller, op, token),
        };
    }

    private bool IsProof(string? proof, string secret) =>
        proof is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(proof), Encoding.ASCII.GetBytes(GraphClient.Proof(addresses.AppSecret, secret)));
}
