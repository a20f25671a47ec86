using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Graph.Twin;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>The graph host, and its sister for bytes, as Facebook's app sees them.</summary>
internal sealed class FacebookHost(
    FacebookStore store,
    FacebookFaults faults,
    FacebookTokens tokens,
    FacebookPublishing publishing,
    FacebookCovers covers,
    FacebookReading reading,
    FacebookAddresses addresses,
    IOptions<SandboxOptions> options,
    TimeProvider time) : GraphTwinHost(store, faults, tokens, addresses, options.Value, time, "pages")
{
    /// <summary>Only chunks come in parts.</summary>
    protected override string? OpOfBytes(HttpRequest request, string path) =>
        path.EndsWith("/videos", StringComparison.Ordinal)
        && request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true
            ? FacebookOps.Transfer
            : null;

    protected override string? OpOf(GraphTwinCall call)
    {
        var parts = call.Path.Split('/');
        var phase = call.Field("upload_phase");
        return (call.Http.Request.Method, parts.Length, parts[^1]) switch
        {
            ("POST", 2, "video_reels") => phase == "finish" ? FacebookOps.Finish : FacebookOps.Start,
            ("POST", 2, "videos") => phase switch
            {
                "transfer" => FacebookOps.Transfer,
                "finish" => FacebookOps.Finish,
                _ => FacebookOps.Start,
            },
            ("POST", 2, "thumbnails") => FacebookOps.Thumbnails,
            ("GET", 2, "video_reels") => FacebookOps.List,
            ("GET", 2, "video_insights") => FacebookOps.Insights,
            ("GET", 2, "businesses" or "owned_pages" or "client_pages") => FacebookOps.Businesses,
            ("GET", 1, var id) when id.StartsWith("90", StringComparison.Ordinal) =>
                call.Wants("status") ? FacebookOps.Status : FacebookOps.ReadBack,
            ("GET", 1, var id) when id.Contains('_', StringComparison.Ordinal) => FacebookOps.ReadBack,
            ("GET", 1, var id) when id.StartsWith("61", StringComparison.Ordinal) => FacebookOps.Page,
            _ => null,
        };
    }

    protected override Task<IResult> AnswerAsync(GraphTwinCall call, TwinCaller caller, string op, CancellationToken token) => op switch
    {
        FacebookOps.Start or FacebookOps.Transfer or FacebookOps.Finish => publishing.AnswerAsync(call, caller, op, token),
        FacebookOps.Thumbnails => covers.AnswerAsync(call, caller, token),
        FacebookOps.Businesses => tokens.BusinessesAsync(call, caller, token),
        _ => reading.AnswerAsync(call, caller, op, token),
    };
}

internal sealed class FacebookTokens(FacebookStore store, FacebookTwin twin, FacebookAddresses addresses, TimeProvider time)
    : GraphTwinTokens(store, twin, addresses, time)
{
    public static readonly IReadOnlyList<string> Creating = ["ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE"];

    /// <summary>The portfolio of each person: one business, which owns their studio's Page.</summary>
    public async Task<IResult> BusinessesAsync(GraphTwinCall call, TwinCaller caller, CancellationToken token)
    {
        if (!caller.Has("business_management"))
        {
            return GraphTwinAnswers.Error("(#200) Requires business_management permission", 200);
        }

        var data = new JsonArray();
        if (call.Path == "me/businesses")
        {
            data.Add(new JsonObject { ["id"] = FacebookTwin.BusinessOf(caller.User), ["name"] = $"{caller.User.Login} portfolio" });
        }
        else if (call.Path == $"{FacebookTwin.BusinessOf(caller.User)}/owned_pages")
        {
            foreach (var page in caller.Pages.Where(page => !IsListed(page, caller)))
            {
                data.Add(await RowAsync(page, caller, call, token));
            }
        }

        return GraphTwinAnswers.Json(new JsonObject { ["data"] = data });
    }

    protected override bool IsListed(TwinPage page, TwinCaller caller) => page.Id != caller.User.Pages[FacebookTwin.BusinessPage].Id;

    protected override IReadOnlyList<string> TasksOn(TwinPage page) => page.AccountId is null ? ["MODERATE", "MESSAGING"] : Creating;

    protected override void Describe(JsonObject row, TwinPage page, TwinCaller caller, GraphTwinCall call)
    {
        if (page.Username is { } username && call.Wants("username"))
        {
            row["username"] = username;
        }

        row["picture"] = new JsonObject { ["data"] = new JsonObject { ["url"] = FacebookReading.PictureOf(call) } };
    }
}

/// <summary>The consent page.</summary>
internal sealed class FacebookDialog(FacebookTwin twin, FacebookAddresses addresses, IOptions<SandboxOptions> options)
    : GraphTwinDialog(
        twin, addresses, options.Value, "Facebook", "your Facebook Pages",
        [
            "Notes (you may only moderate)", "Archive (you may only moderate)",
            "Your Page, of that name", "Your studio's Page, held by a business",
        ]);
