using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>Codes, tokens, rights and Pages.</summary>
internal abstract class GraphTwinTokens(TwinStore store, GraphTwinPeople people, GraphAddresses addresses, TimeProvider time)
{
    /// <summary>Small, so that the account is on a later page of results than the first.</summary>
    private const int MostPerPage = 2;

    public async Task<IResult> AccessTokenAsync(GraphTwinCall call, CancellationToken token)
    {
        if (call.Field("client_id") != addresses.AppId)
        {
            return GraphTwinAnswers.Error("Error validating application. Cannot get application info due to a system error.", 101);
        }

        // The real host gives this final refusal the code of a passing fault.
        if (call.Field("client_secret") != addresses.AppSecret)
        {
            return GraphTwinAnswers.Error("Error validating client secret.", 1);
        }

        return call.Field("grant_type") == "fb_exchange_token"
            ? await ExchangeAsync(call, token)
            : await RedeemAsync(call, token);
    }

    public async Task<IResult> DebugAsync(GraphTwinCall call, CancellationToken token)
    {
        if (call.AccessToken != $"{addresses.AppId}|{addresses.AppSecret}")
        {
            return GraphTwinAnswers.BadToken(call.Http, message: "Invalid OAuth access token - Cannot parse access token");
        }

        var held = await store.FindAsync<TwinToken>(TwinSecrets.HashOf(call.Field("input_token") ?? ""), token);
        var grant = held is null ? null : (await store.FindAsync<TwinGrant>(held.Body.GrantId, token))?.Body;
        if (held is null || grant is null)
        {
            return GraphTwinAnswers.Json(new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["is_valid"] = false,
                    ["scopes"] = new JsonArray(),
                    ["error"] = new JsonObject { ["code"] = 190, ["message"] = "Invalid OAuth access token." },
                },
            });
        }

        var user = (await store.FindAsync<TwinUser>(grant.Login, token))!.Body;
        return GraphTwinAnswers.Json(new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["app_id"] = addresses.AppId,
                ["type"] = held.Body.Kind == TwinTokenKind.Page ? "PAGE" : "USER",
                ["application"] = "VideoSaas",
                ["is_valid"] = !grant.IsRevoked && !(held.Body.EndsAt < time.GetUtcNow()),
                ["expires_at"] = held.Body.EndsAt?.ToUnixTimeSeconds() ?? 0,
                ["data_access_expires_at"] = held.Body.IssuedAt.AddDays(90).ToUnixTimeSeconds(),
                ["issued_at"] = held.Body.IssuedAt.ToUnixTimeSeconds(),
                ["scopes"] = Array(grant.Scopes),
                ["user_id"] = user.Id,
            },
        });
    }

    public async Task<IResult> PermissionsAsync(GraphTwinCall call, TwinCaller caller, CancellationToken token)
    {
        if (call.Http.Request.Method == "DELETE")
        {
            await store.ChangeAsync<TwinGrant>(caller.Grant.Id, grant => grant with { IsRevoked = true }, token);
            return GraphTwinAnswers.Json(new JsonObject { ["success"] = true });
        }

        var rows = caller.Grant.Scopes.Select(scope => (Scope: scope, Status: "granted"))
            .Concat(caller.Grant.DeclinedScopes.Select(scope => (Scope: scope, Status: "declined")))
            .Select(row => (JsonNode)new JsonObject { ["permission"] = row.Scope, ["status"] = row.Status });
        return GraphTwinAnswers.Json(new JsonObject { ["data"] = new JsonArray([.. rows]) });
    }

    public async Task<IResult> AccountsAsync(GraphTwinCall call, TwinCaller caller, string secret, CancellationToken token)
    {
        if (caller.Token.Kind == TwinTokenKind.Page)
        {
            return GraphTwinAnswers.Error("A user access token is required to request this resource.", 102);
        }

        if (!caller.Has("pages_show_list"))
        {
            return GraphTwinAnswers.Json(new JsonObject { ["data"] = new JsonArray() });
        }

        var limit = Math.Clamp(int.TryParse(call.Field("limit"), out var asked) ? asked : MostPerPage, 1, MostPerPage);
        var listed = caller.Pages.Where(page => IsListed(page, caller)).ToList();
        var from = call.Field("after") is { } after ? listed.FindIndex(page => page.Id == after) + 1 : 0;
        var shown = listed.Skip(from).Take(limit).ToList();
        var data = new JsonArray();
        foreach (var page in shown)
        {
            data.Add(await RowAsync(page, caller, call, token));
        }

        var body = new JsonObject { ["data"] = data };
        if (shown.Count > 0)
        {
            var paging = new JsonObject { ["cursors"] = new JsonObject { ["before"] = shown[0].Id, ["after"] = shown[^1].Id } };
            if (from + shown.Count < listed.Count)
            {
                // The real host puts the caller's token into this address too.
                var here = call.Http.Request;
                paging["next"] = $"{here.Scheme}://{here.Host}{here.Path}?access_token={secret}&limit={limit}&after={shown[^1].Id}";
            }

            body["paging"] = paging;
        }

        return GraphTwinAnswers.Json(body);
    }

    /// <summary>A Page with a token of its own, fresh with each asking.</summary>
    protected async Task<JsonObject> RowAsync(TwinPage page, TwinCaller caller, GraphTwinCall call, CancellationToken token)
    {
        var row = new JsonObject
        {
            ["id"] = page.Id,
            ["name"] = page.Name,
            ["access_token"] = await people.IssueAsync(TwinTokenKind.Page, caller.Grant.Id, page, token),
            ["tasks"] = Array(TasksOn(page)),
        };
        Describe(row, page, caller, call);
        return row;
    }

    /// <summary>False for a Page that is to be found elsewhere.</summary>
    protected virtual bool IsListed(TwinPage page, TwinCaller caller) => true;

    /// <summary>What the person may do on the Page.</summary>
    protected virtual IReadOnlyList<string> TasksOn(TwinPage page) =>
        ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE"];

    /// <summary>Adds what else this platform tells of a Page.</summary>
    protected abstract void Describe(JsonObject row, TwinPage page, TwinCaller caller, GraphTwinCall call);

    private async Task<IResult> RedeemAsync(GraphTwinCall call, CancellationToken token)
    {
        var code = await store.FindAsync<TwinCode>(TwinSecrets.HashOf(call.Field("code") ?? ""), token);
        if (code is null)
        {
            return GraphTwinAnswers.Error("Invalid verification code format.", 100, 36009);
        }

        if (code.Body.IsUsed || !await store.ReplaceAsync(code, code.Body with { IsUsed = true }, token))
        {
            return GraphTwinAnswers.Error("This authorization code has been used.", 100, 36009);
        }

        if (code.Body.EndsAt < time.GetUtcNow())
        {
            return GraphTwinAnswers.Error("This authorization code has expired.", 100, 36007);
        }

        if (code.Body.RedirectAddress != call.Field("redirect_uri"))
        {
            return GraphTwinAnswers.Error(
                "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request",
                100, 36008);
        }

        return GraphTwinAnswers.Json(new JsonObject
        {
            ["access_token"] = await people.IssueAsync(TwinTokenKind.ShortUser, code.Body.GrantId, null, token),
            ["token_type"] = "bearer",
            ["expires_in"] = 3600,
        });
    }

    private async Task<IResult> ExchangeAsync(GraphTwinCall call, CancellationToken token)
    {
        var held = await store.FindAsync<TwinToken>(TwinSecrets.HashOf(call.Field("fb_exchange_token") ?? ""), token);
        if (held is null or { Body.Kind: TwinTokenKind.Page })
        {
            return GraphTwinAnswers.BadToken(call.Http);
        }

        if (held.Body.EndsAt < time.GetUtcNow())
        {
            return GraphTwinAnswers.BadToken(call.Http, 463, "Error validating access token: session has expired.");
        }

        return GraphTwinAnswers.Json(new JsonObject
        {
            ["access_token"] = await people.IssueAsync(TwinTokenKind.LongUser, held.Body.GrantId, null, token),
            ["token_type"] = "bearer",
            ["expires_in"] = (long)GraphTwinPeople.LongLife.TotalSeconds,
        });
    }

    private static JsonArray Array(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);
}
