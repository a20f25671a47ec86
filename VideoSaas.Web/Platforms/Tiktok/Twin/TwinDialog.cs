using System.Globalization;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>TikTok's consent page, on which the account is also set as its owner would in the app.</summary>
internal sealed class TwinDialog(TiktokTwin twin, TiktokAddresses addresses, IOptions<SandboxOptions> options)
    : TwinConsent(options.Value, Words, "tiktok", ',')
{
    private static readonly TwinConsentWords Words = new(
        "TikTok", "Log in with TikTok", "VideoSaas wants to use your TikTok account",
        "Choose who you are here. The name makes an account of its own.", "What it may do", "Something went wrong");

    protected override string Choices { get; } =
        $"""
        <h2>How the account is set</h2><input type="hidden" name="shape" value="1">
        <label><input type="checkbox" name="private" value="1">Private account</label>{string.Concat(TiktokInteraction.All.Select(one => $"""<label><input type="checkbox" name="off" value="{one}">Nobody may {one}</label>"""))}
        <h2><label for="longest">Longest video</label></h2><select id="longest" name="longest"><option value="600">10 minutes</option><option value="180">3 minutes</option><option value="60">1 minute</option></select>
        <h2><label for="block">Posting by apps</label></h2><select id="block" name="block"><option value="">Open</option><option value="spam_risk_too_many_posts">Too many posts today</option><option value="spam_risk_user_banned_from_posting">Banned</option></select>
        """;

    protected override IReadOnlyDictionary<string, string> Denial { get; } =
        new Dictionary<string, string> { ["error_description"] = "User denied the authorization" };

    protected override async Task<IReadOnlyDictionary<string, string?>> GrantAsync(
        string login, IReadOnlyList<string> given, IQueryCollection query, IFormCollection form, CancellationToken token)
    {
        var creator = await twin.CreatorAsync(login, token);
        if (form["shape"].Count > 0)
        {
            creator = await twin.ShapeAsync(login, one => Shaped(one, form), token);
        }

        var grant = await twin.GrantAsync(creator, [.. given], token);
        var challenge = query["code_challenge"].ToString();
        return new Dictionary<string, string?>
        {
            ["code"] = await twin.CodeAsync(grant, query["redirect_uri"].ToString(), challenge.Length > 0 ? challenge : null, token),
            ["scopes"] = string.Join(',', given),
        };
    }

    protected override string? WrongWith(IQueryCollection query, IReadOnlyList<string> scopes, bool isKnownRedirect) =>
        query["client_key"] != addresses.ClientKey ? "client_key: the app is not known."
        : !isKnownRedirect ? "redirect_uri: it is not registered for this app."
        : query["response_type"] != "code" ? "response_type: it must be code."
        : scopes.Any(scope => scope.Contains(' ')) || scopes.Count == 0 ? "scope: names must be separated by commas."
        : query["code_challenge"].Count > 0 && query["code_challenge_method"] != "S256" ? "code_challenge_method: it must be S256."
        : null;

    private static TwinCreator Shaped(TwinCreator creator, IFormCollection form) => creator with
    {
        IsPrivate = form["private"].Count > 0,
        SwitchedOff = [.. form["off"].OfType<string>().Intersect(TiktokInteraction.All)],
        LongestSeconds = int.TryParse(form["longest"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 600,
        Block = form["block"].ToString() is { Length: > 0 } block ? block : null,
    };
}
