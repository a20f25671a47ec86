using Microsoft.Extensions.Options;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>X's consent page.</summary>
internal sealed class TwinDialog(TwitterTwin twin, TwitterAddresses addresses, IOptions<SandboxOptions> options)
    : TwinConsent(options.Value, Words, "twitter", ' ')
{
    /// <summary>Longer ones are refused by the real page too.</summary>
    private const int LongestState = 500;

    private static readonly TwinConsentWords Words = new(
        "X", "Authorize VideoSaas", "VideoSaas wants to access your X account",
        "Choose who you are here. The name makes an account of its own; one that begins with “premium” has a subscription.",
        "What it may do", "You weren’t able to give access to the App");

    protected override async Task<IReadOnlyDictionary<string, string?>> GrantAsync(
        string login, IReadOnlyList<string> given, IQueryCollection query, IFormCollection form, CancellationToken token)
    {
        var family = await twin.ConsentAsync(await twin.UserAsync(login, token), [.. given], token);
        return new Dictionary<string, string?>
        {
            ["code"] = await twin.CodeAsync(
                family, query["redirect_uri"].ToString(), query["code_challenge"].ToString(), query["code_challenge_method"] == "plain", token),
        };
    }

    protected override string? WrongWith(IQueryCollection query, IReadOnlyList<string> scopes, bool isKnownRedirect) =>
        query["client_id"] != addresses.ClientId ? "The client is not known."
        : !isKnownRedirect ? "The way back is not one of the app's callback addresses."
        : query["response_type"] != "code" ? "The response type must be code."
        : query["state"].ToString().Length is 0 or > LongestState ? "A state of at most 500 characters is needed."
        : query["code_challenge"].ToString().Length == 0 ? "A code challenge is needed."
        : query["code_challenge_method"].ToString() is not ("S256" or "plain") ? "The challenge's method must be S256 or plain."
        : scopes.Count == 0 ? "A scope is needed."
        : null;
}
