using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>Google's consent page.</summary>
internal sealed class TwinDialog(YoutubeStore store, YoutubeTwin twin, YoutubeAddresses addresses, IOptions<SandboxOptions> options)
    : TwinConsent(options.Value, Words, "youtube", ' ')
{
    private static readonly TwinConsentWords Words = new(
        "YouTube", "Sign in with Google", "VideoSaas wants to access your Google Account",
        "Choose who you are here. The name makes an account and a channel of its own.", "Select what VideoSaas can access", "Access blocked");

    protected override string Choices =>
        """
        <h2>Channel</h2>
        <label><input type="checkbox" name="channel" value="1" checked>This account has a YouTube channel</label>
        """;

    protected override string NameOf(string scope) => scope[(scope.LastIndexOf('/') + 1)..];

    protected override async Task<IReadOnlyDictionary<string, string?>> GrantAsync(
        string login, IReadOnlyList<string> given, IQueryCollection query, IFormCollection form, CancellationToken token)
    {
        var isKnown = await store.FindAsync<TwinUser>(login, token) is not null;
        var user = await twin.UserAsync(login, token);
        var grant = await twin.GrantAsync(user, [.. given], form["channel"].Count > 0, token);

        // Once consented, a refresh token comes again only when the consent page is demanded.
        var isOffline = query["access_type"] == "offline" && (!isKnown || query["prompt"].ToString().Split(' ').Contains("consent"));
        var challenge = query["code_challenge"].ToString() is { Length: > 0 } given256 ? given256 : null;
        return new Dictionary<string, string?>
        {
            ["code"] = await twin.CodeAsync(grant, query["redirect_uri"].ToString(), challenge, isOffline, token),
            ["scope"] = string.Join(' ', given),
        };
    }

    protected override string? WrongWith(IQueryCollection query, IReadOnlyList<string> scopes, bool isKnownRedirect) =>
        query["client_id"] != addresses.ClientId ? "Error 401: invalid_client. The OAuth client was not found."
        : !isKnownRedirect
            ? "Error 400: redirect_uri_mismatch. The redirect URI in the request does not match the ones authorized for the OAuth client."
        : query["response_type"] != "code" ? "Error 400: invalid_request. response_type must be code."
        : scopes.Count == 0 ? "Error 400: invalid_request. Missing required parameter: scope."
        : query["code_challenge"].Count > 0 && query["code_challenge_method"] != "S256"
            ? "Error 400: invalid_request. The code challenge method must be S256."
        : null;
}
