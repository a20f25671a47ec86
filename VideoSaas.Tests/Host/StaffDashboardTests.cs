using System.Net;
using System.Text.RegularExpressions;
using VideoSaas.Domain.Accounts;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Host;

public sealed class StaffDashboardTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Dashboard = "/staff/hangfire";

    private readonly AppHost _app = fixture.App;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Roles.Creator, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Staff, HttpStatusCode.OK)]
    [InlineData(Roles.Admin, HttpStatusCode.OK)]
    public async Task Dashboard_ByRole_IsOpenOrRefused(string role, HttpStatusCode expected)
    {
        using var client = _app.NewClient(await _app.NewPersonAsync(role));
        foreach (var page in new[] { Dashboard, $"{Dashboard}/jobs/enqueued", $"{Dashboard}/servers" })
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative), Token);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Dashboard_ForAStranger_GoesToTheSignIn()
    {
        using var client = _app.NewClient();
        using var answer = await client.GetAsync(new Uri(Dashboard, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/account/sign-in", answer.Headers.Location!.AbsolutePath);
    }

    [Theory]
    [InlineData("/recurring/trigger")]
    [InlineData("/recurring/remove")]
    [InlineData("/jobs/enqueued/delete")]
    public async Task Dashboard_ToAnAdmin_ChangesNothing(string command)
    {
        using var client = _app.NewClient();
        var admin = await _app.NewPersonAsync(Roles.Admin);
        await client.SubmitAsync("/account/sign-in", new Dictionary<string, string> { ["Form.Email"] = admin.Email, ["Form.Password"] = TestPerson.Password });
        var page = await client.GetStringAsync(new Uri($"{Dashboard}/recurring", UriKind.Relative), Token);
        Assert.DoesNotContain("data-url", page, StringComparison.Ordinal);

        // With the page's own token it is not for want of one that the command is refused.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Dashboard + command, UriKind.Relative));
        request.Headers.Add("RequestVerificationToken", Regex.Match(page, "csrf-token\" content=\"([^\"]+)").Groups[1].Value);
        request.Content = new FormUrlEncodedContent([new("jobs[]", "1")]);
        using var answer = await client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
