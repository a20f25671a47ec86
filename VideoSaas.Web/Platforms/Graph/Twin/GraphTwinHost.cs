using System.Security.Cryptography;
using System.Text;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>The graph host of a twin: checks version, token and proof, meets the faults, and hands each path to who answers it.</summary>
/// <param name="type">Of the platform's business use case, such as <c>instagram</c>.</param>
internal abstract class GraphTwinHost(
    TwinStore store, TwinFaults faults, GraphTwinTokens tokens, GraphAddresses addresses, SandboxOptions options, TimeProvider time, string type)
{
    private static readonly string[] Versions = ["v23.0", "v24.0", "v25.0", "v26.0"];

    public async Task<IResult> AnswerAsync(HttpContext context, string version, string path)
    {
        var token = context.RequestAborted;
        if (!Versions.Contains(version))
        {
            return GraphTwinAnswers.UnknownPath($"{version}/{path}");
        }

        path = path.Trim('/');
        var op = GraphTwinOps.Of(context.Request.Method, path) ?? OpOfBytes(context.Request, path);
        var fault = op is null ? default : await faults.TakeAsync(op, token);
        if (fault.Is("rupload-cut-at"))
        {
            await GraphTwinCall.SkipAsync(context, fault.Value ?? 0);
            context.Abort();
            return Results.Empty;
        }

        if (await GraphTwinCall.ReadAsync(context, path) is not { } call)
        {
            // Its body broke off.
            context.Abort();
            return Results.Empty;
        }

        if (op is null)
        {
            op = OpOf(call);
            if (op is null)
            {
                return GraphTwinAnswers.UnknownPath(path);
            }

            fault = await faults.TakeAsync(op, token);
        }

        call = call with { Fault = fault };
        GraphTwinAnswers.AddUsage(context, version, type, accountId: null);
        if (call.Fault.Is("slow"))
        {
            await Task.Delay(TimeSpan.FromSeconds(options.SlowSeconds), time, token);
        }

        if (call.Fault.Is("drop-before"))
        {
            context.Abort();
            return Results.Empty;
        }

        if (!IsOfTheThing(op, call.Fault)
            && GraphTwinAnswers.OfFault(context, call.Fault, type, options.ThrottleMinutes) is { } faulty)
        {
            return faulty;
        }

        var answer = op switch
        {
            GraphTwinOps.Token => await tokens.AccessTokenAsync(call, token),
            GraphTwinOps.DebugToken => await tokens.DebugAsync(call, token),
            _ => await WithCallerAsync(call, op, version, token),
        };
        if (call.Fault.Is("drop-after"))
        {
            context.Abort();
            return Results.Empty;
        }

        return answer;
    }

    /// <summary>The word of a call that only this platform has; null when there is no such path.</summary>
    protected abstract string? OpOf(GraphTwinCall call);

    /// <summary>The word of a call whose body is better met by its fault than read first; null for all others.</summary>
    protected virtual string? OpOfBytes(HttpRequest request, string path) => null;

    protected abstract Task<IResult> AnswerAsync(GraphTwinCall call, TwinCaller caller, string op, CancellationToken token);

    /// <summary>The fault lies in what is asked about and not in the call: whoever answers reads it.</summary>
    protected virtual bool IsOfTheThing(string op, ActiveFault fault) => false;

    private async Task<IResult> WithCallerAsync(GraphTwinCall call, string op, string version, CancellationToken token)
    {
        if (call.AccessToken is not { } secret || await store.FindAsync<TwinToken>(TwinSecrets.HashOf(secret), token) is not { } held)
        {
            return GraphTwinAnswers.BadToken(call.Http);
        }

        if (held.Body.EndsAt < time.GetUtcNow())
        {
            return GraphTwinAnswers.BadToken(call.Http, 463, "Error validating access token: session has expired.");
        }

        if (await store.FindAsync<TwinGrant>(held.Body.GrantId, token) is not { Body: { IsRevoked: false } grant }
            || await store.FindAsync<TwinUser>(grant.Login, token) is not { Body: var user })
        {
            return GraphTwinAnswers.BadToken(call.Http, 458, "Error validating access token: the person has not authorized the application.");
        }

        if (!IsProof(call.Field("appsecret_proof"), secret))
        {
            return GraphTwinAnswers.Error("API calls from the server require an appsecret_proof argument", 100);
        }

        var caller = new TwinCaller(held.Body, grant, user);
        GraphTwinAnswers.AddUsage(call.Http, version, type, caller.AccountIds is [var first, ..] ? first : null);
        return op switch
        {
            GraphTwinOps.Permissions => await tokens.PermissionsAsync(call, caller, token),
            GraphTwinOps.Accounts => await tokens.AccountsAsync(call, caller, secret, token),
            _ => await AnswerAsync(call, caller, op, token),
        };
    }

    private bool IsProof(string? proof, string secret) =>
        proof is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(proof), Encoding.ASCII.GetBytes(GraphClient.Proof(addresses.AppSecret, secret)));
}
