using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Graph.Twin;

/// <summary>Meta's consent page, with the Pages that are shared.</summary>
/// <param name="what">That the app wants to use, such as "your Instagram account".</param>
/// <param name="pages">How each of the person's Pages is called here, in their order.</param>
internal abstract class GraphTwinDialog(
    GraphTwinPeople people, GraphAddresses addresses, SandboxOptions options, string platform, string what, IReadOnlyList<string> pages)
    : TwinConsent(options, WordsOf(platform, what), addresses.Twin, ',')
{
    protected override string Choices { get; } = "<h2>Which Pages</h2>" + string.Concat(pages.Select((name, index) =>
        $"""<label><input type="checkbox" name="page" value="{index}" checked>{TwinHtml.Text(name)}</label>"""));

    protected override IReadOnlyDictionary<string, string> Denial { get; } = new Dictionary<string, string>
    {
        ["error_code"] = "200",
        ["error_description"] = "Permissions error",
        ["error_reason"] = "user_denied",
    };

    protected override async Task<IReadOnlyDictionary<string, string?>> GrantAsync(
        string login, IReadOnlyList<string> given, IQueryCollection query, IFormCollection form, CancellationToken token)
    {
        var user = await people.UserAsync(login, token);
        var chosen = form["page"].Select(one => int.TryParse(one, out var index) ? index : -1)
            .Where(index => index >= 0 && index < user.Pages.Count)
            .Select(index => user.Pages[index].Id)
            .ToList();
        var grant = await people.GrantAsync(user, [.. given], [.. ScopesOf(query).Except(given)], chosen, token);
        return new Dictionary<string, string?> { ["code"] = await people.CodeAsync(grant, query["redirect_uri"].ToString(), token) };
    }

    protected override string? WrongWith(IQueryCollection query, IReadOnlyList<string> scopes, bool isKnownRedirect) =>
        query["client_id"] != addresses.AppId ? "Invalid App ID: the provided app ID does not look like a valid app ID."
        : !isKnownRedirect
            ? "URL blocked: this redirect failed because the redirect URI is not white-listed in the app's client OAuth settings."
        : query["response_type"].ToString() is not ("code" or "") ? "Invalid response_type."
        : null;

    private static TwinConsentWords WordsOf(string platform, string what) => new(
        platform, "Log in with Facebook", $"VideoSaas wants to use {what}", "Choose who you are here. The name makes an account of its own.",
        "What it may do", "Sorry, something went wrong");
}
