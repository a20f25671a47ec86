using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>The graph host as Instagram's app sees it.</summary>
internal sealed class TwinGraph(
    InstagramStore store,
    InstagramFaults faults,
    TwinTokens tokens,
    TwinPublishing publishing,
    TwinInsights insights,
    InstagramAddresses addresses,
    IOptions<SandboxOptions> options,
    TimeProvider time) : GraphTwinHost(store, faults, tokens, addresses, options.Value, time, "instagram")
{
    protected override string? OpOf(GraphTwinCall call)
    {
        var parts = call.Path.Split('/');
        return (call.Http.Request.Method, parts.Length, parts[^1]) switch
        {
            ("GET", 2, "content_publishing_limit") => TwinOps.Limit,
            ("POST", 2, "media") => TwinOps.Media,
            ("GET", 2, "media") => TwinOps.List,
            ("POST", 2, "media_publish") => TwinOps.Publish,
            ("GET", 2, "insights") => TwinOps.Insights,
            ("GET", 1, _) when call.Path.StartsWith("178", StringComparison.Ordinal) && call.Path.Length == 17 =>
                call.Path[3] == '9' ? TwinOps.ReadBack : TwinOps.Container,
            _ => null,
        };
    }

    protected override Task<IResult> AnswerAsync(GraphTwinCall call, TwinCaller caller, string op, CancellationToken token) =>
        op == TwinOps.Insights ? insights.AnswerAsync(call, caller, token) : publishing.AnswerAsync(call, caller, op, token);

    protected override bool IsOfTheThing(string op, ActiveFault fault) => op == TwinOps.Container && fault.Is("error");
}

internal sealed class TwinTokens(InstagramStore store, InstagramTwin twin, InstagramAddresses addresses, TimeProvider time)
    : GraphTwinTokens(store, twin, addresses, time)
{
    protected override void Describe(
        System.Text.Json.Nodes.JsonObject row, TwinPage page, TwinCaller caller, GraphTwinCall call)
    {
        if (page.AccountId is not null && caller.Has("instagram_basic"))
        {
            row["instagram_business_account"] = new System.Text.Json.Nodes.JsonObject { ["id"] = page.AccountId, ["username"] = page.Username };
        }
    }
}

/// <summary>The consent page.</summary>
internal sealed class TwinDialog(InstagramTwin twin, InstagramAddresses addresses, IOptions<SandboxOptions> options)
    : GraphTwinDialog(
        twin, addresses, options.Value, "Instagram", "your Instagram account",
        [
            "Notes (no Instagram account)", "Archive (no Instagram account)",
            "Your Page, with the account of that name", "Your studio's Page, with a second account",
        ]);
