using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Tiktok;

namespace VideoSaas.Tests.Platforms.Tiktok;

/// <summary>The browser's way to the twin's consent page and back, and what becomes of the tokens after it.</summary>
public sealed partial class TiktokConnectTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Fact]
    public async Task Consent_WithEverythingTicked_ConnectsTheAccount()
    {
        var person = await fixture.App.NewPersonAsync();
        var login = NewLogin();

        var end = await ConsentAsync(person, login);

        Assert.Equal("/channels?connected=1&platform=tiktok", end.OriginalString);
        await using var db = fixture.App.Contexts.CreateDbContext();
        var account = await db.PlatformAccounts.SingleAsync(one => one.UserId == person.Id);
        Assert.Equal((login, AccountHealth.Connected, Platform.Tiktok), (account.Username, account.Health, account.Platform));
        Assert.InRange(account.TokenExpiresAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(110), TimeSpan.FromMinutes(120));
        Assert.DoesNotContain("act.", account.AccessTokenProtected, StringComparison.Ordinal);
        Assert.Contains("refresh_ends_at", account.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deny", null, "consent_denied")]
    [InlineData("allow", "video.publish", "scopes_missing")]
    public async Task Consent_ThatIsNotGivenOrNotWhole_ConnectsNothing(string decision, string? without, string refused)
    {
        var person = await fixture.App.NewPersonAsync();

        var end = await ConsentAsync(person, NewLogin(), decision, without);

        Assert.StartsWith($"/channels?refused={refused}", end.OriginalString, StringComparison.Ordinal);
        await using var db = fixture.App.Contexts.CreateDbContext();
        Assert.False(await db.PlatformAccounts.AnyAsync(one => one.UserId == person.Id));
    }

    [Fact]
    public async Task Consent_WithoutTheWishedRights_StillKnowsTheName()
    {
        var person = await fixture.App.NewPersonAsync();
        var login = NewLogin();

        await ConsentAsync(person, login, without: "user.info.profile");

        await using var db = fixture.App.Contexts.CreateDbContext();
        Assert.Equal(login, (await db.PlatformAccounts.SingleAsync(one => one.UserId == person.Id)).Username);
    }

    [Theory]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "Code verifier or code challenge is invalid.")]
    [InlineData("13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3", null)]
    public async Task Challenge_InBase64Url_IsRefused_AndInHex_IsTaken(string challenge, string? error)
    {
        const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        using var browser = fixture.App.NewClient();
        var back = new Uri(fixture.App.Address, "connect/tiktok/callback").ToString();
        var dialog = QueryHelpers.AddQueryString("sandbox/tiktok/www.tiktok.com/v2/auth/authorize/", new Dictionary<string, string?>
        {
            ["client_key"] = "sbawsandboxclientkey",
            ["response_type"] = "code",
            ["scope"] = "user.info.basic,video.publish",
            ["redirect_uri"] = back,
            ["state"] = "s",
            ["code_challenge"] = challenge,
            ["code_challenge_method"] = "S256",
        });
        using var form = new FormUrlEncodedContent([new("login", NewLogin()), new("decision", "allow"), new("scope", "user.info.basic")]);
        using var answer = await browser.PostAsync(new Uri(dialog, UriKind.Relative), form);
        var code = QueryHelpers.ParseQuery(answer.Headers.Location!.Query)["code"].ToString();

        var first = await TokenAsync(browser, code, back, Verifier);
        var second = await TokenAsync(browser, code, back, Verifier);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Contains(error ?? "\"access_token\":\"act.", first.Body, StringComparison.Ordinal);
        Assert.Contains("Authorization code is expired.", second.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ThatEndsSoon_IsRenewed_AndTheOldRefreshTokenIsDead()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok);
        var before = await OpenAsync(bench);
        await EndSoonAsync(bench);

        var ready = await bench.Get<AccountTokens>().ReadyAsync(bench.AccountId, bench.Person.Actor, default);

        var after = await OpenAsync(bench);
        Assert.Equal((ready!.AccessToken, ready.RefreshToken), (after.AccessToken, after.RefreshToken));
        Assert.NotEqual((before.AccessToken, before.RefreshToken), (after.AccessToken, after.RefreshToken));
        var again = await bench.Get<PlatformCatalog>().Of(Platform.Tiktok).RefreshAsync(before, default);
        Assert.Equal(PlatformErrorClass.Reauth, Assert.IsType<RefreshAnswer.Refused>(again).Error.Class);
    }

    [Fact]
    public async Task Refresh_WhoseAnswerIsLostAfterTheRotation_AsksForANewConsent()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok);
        await EndSoonAsync(bench);
        await bench.ClearFaultsAsync();
        await bench.FaultAsync("refresh", "drop-after");

        await bench.Get<AccountTokens>().ReadyAsync(bench.AccountId, bench.Person.Actor, default);
        Assert.Null(await bench.Get<AccountTokens>().ReadyAsync(bench.AccountId, bench.Person.Actor, default));

        await using var db = bench.Open();
        Assert.Equal(AccountHealth.NeedsReauth, (await db.PlatformAccounts.SingleAsync(one => one.Id == bench.AccountId)).Health);
    }

    [Fact]
    public async Task Account_WhenDisconnected_LosesItsAccessThere()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok);
        var credentials = await OpenAsync(bench);

        Assert.Null((await bench.Get<DisconnectAccount>().ExecuteAsync(bench.Person.Actor, new(bench.AccountId), default)).Refusal);

        var asked = await bench.Get<TiktokAccount>().AskAsync(credentials, default);
        Assert.Equal("reauth_needed", Assert.IsType<AccountFactsAnswer.Refused>(asked).Error.Code);
    }

    private static async Task<AccountCredentials> OpenAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return bench.Get<AccountTokens>().Open(await db.PlatformAccounts.AsNoTracking().SingleAsync(one => one.Id == bench.AccountId))!;
    }

    private static async Task EndSoonAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        await db.PlatformAccounts.Where(one => one.Id == bench.AccountId)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.TokenExpiresAt, DateTimeOffset.UtcNow.AddMinutes(1)));
    }

    private static async Task<(HttpStatusCode Status, string Body)> TokenAsync(HttpClient browser, string code, string back, string verifier)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("client_key", "sbawsandboxclientkey"), new("client_secret", "sandbox-client-secret-of-the-twin"), new("code", code),
            new("grant_type", "authorization_code"), new("redirect_uri", back), new("code_verifier", verifier),
        ]);
        using var answer = await browser.PostAsync(new Uri("sandbox/tiktok/open.tiktokapis.com/v2/oauth/token/", UriKind.Relative), form);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string NewLogin() => "c" + Guid.CreateVersion7().ToString("N")[14..];

    /// <summary>All the way; where the browser ends.</summary>
    private async Task<Uri> ConsentAsync(TestPerson person, string login, string decision = "allow", string? without = null)
    {
        using var browser = fixture.App.NewClient(person);
        var dialog = await LocationAsync(await browser.GetAsync(new Uri("connect/tiktok", UriKind.Relative)));
        var scopes = Scope().Matches(await browser.GetStringAsync(dialog)).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains("video.publish", scopes);
        var form = new List<KeyValuePair<string, string>> { new("login", login), new("decision", decision) };
        form.AddRange(scopes.Where(scope => scope != without).Select(scope => KeyValuePair.Create("scope", scope)));
        using var content = new FormUrlEncodedContent(form);
        return await LocationAsync(await browser.GetAsync(await LocationAsync(await browser.PostAsync(dialog, content))));
    }

    private static Task<Uri> LocationAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return Task.FromResult(answer.Headers.Location!);
        }
    }

    [GeneratedRegex("name=\"scope\" value=\"([^\"]+)\"")]
    private static partial Regex Scope();
}
