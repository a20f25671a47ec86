using System.Net;
using VideoSaas.Domain.Accounts;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Host;

/// <summary>Who gets which page, and what every answer carries.</summary>
public sealed class AccessTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly AppHost _app = fixture.App;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/admin/people")]
    [InlineData("/settings")]
    [InlineData("/account/change-password")]
    public async Task Page_ForAStranger_GoesToTheSignInAndBack(string path)
    {
        using var client = _app.NewClient();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/account/sign-in?returnUrl={Uri.EscapeDataString(path)}", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task Page_ForAScriptWithoutSignIn_IsUnauthorised()
    {
        using var client = _app.NewClient();
        client.DefaultRequestHeaders.Accept.Clear();
        using var answer = await client.GetAsync(new Uri("/settings", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/admin/people", Roles.Creator, HttpStatusCode.Forbidden)]
    [InlineData("/admin/people", Roles.Staff, HttpStatusCode.Forbidden)]
    [InlineData("/admin/people", Roles.Admin, HttpStatusCode.OK)]
    [InlineData("/admin/people/0197f3c2-0000-7000-8000-000000000000", Roles.Creator, HttpStatusCode.Forbidden)]
    [InlineData("/admin/people/0197f3c2-0000-7000-8000-000000000000", Roles.Admin, HttpStatusCode.NotFound)]
    public async Task Page_ByRole_IsOpenOrRefused(string path, string role, HttpStatusCode expected)
    {
        var person = await _app.NewPersonAsync(role);
        using var client = _app.NewClient(person);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Page_ThatIsNotThere_SaysSoInWords()
    {
        using var client = _app.NewClient();
        using var answer = await client.GetAsync(new Uri("/nowhere", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("<h1", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_WithADatabase_IsHealthy()
    {
        using var client = _app.NewClient();
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health", UriKind.Relative), Token));
    }

    [Fact]
    public async Task EveryAnswer_CarriesTheSecurityHeaders()
    {
        using var client = _app.NewClient();
        using var answer = await client.GetAsync(new Uri("/account/sign-in", UriKind.Relative), Token);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-inline'", policy.Split(';').Single(part => part.Contains("script-src", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("strict-origin-when-cross-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Language_FollowsTheBrowserUntilThePersonChooses()
    {
        using var client = _app.NewClient("th-TH,th;q=0.9");
        Assert.Contains("เข้าสู่ระบบ", HtmlForms.TextOf(await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative), Token)), StringComparison.Ordinal);

        using var chosen = await client.SubmitAsync(
            "/account/sign-in", new Dictionary<string, string> { ["code"] = "en" }, action: "/language");

        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        Assert.Equal("/account/sign-in", chosen.Headers.Location!.OriginalString);
        var english = await client.GetStringAsync(new Uri("/account/sign-in", UriKind.Relative), Token);
        Assert.Contains("<html lang=\"en\"", english, StringComparison.Ordinal);
        Assert.Contains("Forgot password", HtmlForms.TextOf(english), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Language_OfASignedInPerson_IsKeptWithThem()
    {
        var person = await _app.NewPersonAsync();
        using var client = _app.NewClient();
        await client.SubmitAsync("/account/sign-in", new Dictionary<string, string> { ["Form.Email"] = person.Email, ["Form.Password"] = TestPerson.Password });
        await client.SubmitAsync("/account/change-password", new Dictionary<string, string> { ["code"] = "th" }, action: "/language");

        using var another = _app.NewClient();
        using var entered = await another.SubmitAsync(
            "/account/sign-in", new Dictionary<string, string> { ["Form.Email"] = person.Email, ["Form.Password"] = TestPerson.Password });
        Assert.Contains(entered.Headers.GetValues("Set-Cookie"), cookie => cookie.Contains("c%3Dth", StringComparison.Ordinal));
    }
}
