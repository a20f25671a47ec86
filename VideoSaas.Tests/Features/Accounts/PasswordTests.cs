using System.Net;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Features.Accounts;

public sealed class PasswordTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Another = "quite another phrase";

    private readonly AppHost _app = fixture.App;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forgot_ThenReset_LetsInWithTheNewPasswordOnlyAndWorksOnce()
    {
        var person = await _app.NewPersonAsync();
        using var elsewhere = _app.NewClient(person);
        using var client = _app.NewClient();

        await client.SubmitAsync("/account/forgot-password", new Dictionary<string, string> { ["Form.Email"] = person.Email });
        var link = Letters.LinkOf(Assert.Single(await Letters.ToAsync(_app, person.Email)));
        var reset = await ResetAsync(client, link);
        Assert.Contains("Password changed", await reset.ReadTextAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(client, person, TestPerson.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(client, person, Another)).StatusCode);
        Assert.Contains("was used already", await (await ResetAsync(_app.NewClient(), link)).ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync(elsewhere, "/account/change-password")).StatusCode);
    }

    [Fact]
    public async Task Forgot_WithAnUnknownAddress_AnswersTheSameAndSendsNothing()
    {
        var person = await _app.NewPersonAsync();
        using var client = _app.NewClient();
        var known = await client.SubmitAsync("/account/forgot-password", new Dictionary<string, string> { ["Form.Email"] = person.Email });
        var unknown = await client.SubmitAsync("/account/forgot-password", new Dictionary<string, string> { ["Form.Email"] = "ghost@example.org" });
        Assert.Equal(
            (await known.ReadTextAsync()).Replace(person.Email, "X", StringComparison.Ordinal),
            (await unknown.ReadTextAsync()).Replace("ghost@example.org", "X", StringComparison.Ordinal));
        Assert.Empty(await Letters.ToAsync(_app, "ghost@example.org"));
    }

    [Fact]
    public async Task Change_EndsOtherSignInsAndKeepsThisOne()
    {
        var person = await _app.NewPersonAsync();
        using var elsewhere = _app.NewClient(person);
        using var client = _app.NewClient();
        await SignInAsync(client, person, TestPerson.Password);

        var changed = await client.SubmitAsync("/account/change-password", new Dictionary<string, string>
        {
            ["Form.Current"] = TestPerson.Password,
            ["Form.New"] = Another,
        });

        var read = System.Text.RegularExpressions.Regex.Replace(await changed.ReadTextAsync(), "\\s+", " ");
        Assert.True(read.Contains("Password changed", StringComparison.Ordinal), $"{changed.StatusCode}: {read}");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/account/change-password")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync(elsewhere, "/account/change-password")).StatusCode);
    }

    [Fact]
    public async Task Change_WithTheWrongCurrentPassword_ChangesNothing()
    {
        var person = await _app.NewPersonAsync();
        using var client = _app.NewClient(person);
        var refused = await client.SubmitAsync("/account/change-password", new Dictionary<string, string>
        {
            ["Form.Current"] = "a wrong phrase",
            ["Form.New"] = Another,
        });
        Assert.Contains("isn't your current password", await refused.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(_app.NewClient(), person, TestPerson.Password)).StatusCode);
    }

    [Fact]
    public async Task Confirm_WithABrokenLink_SaysSo()
    {
        using var client = _app.NewClient();
        var person = await _app.NewPersonAsync();
        foreach (var query in new[] { "", "?id=x&token=%FF", $"?id={person.Id}&token=abc" })
        {
            using var answer = await GetAsync(client, $"/account/confirm{query}");
            Assert.Contains("This link no longer works", await answer.ReadTextAsync(), StringComparison.Ordinal);
        }
    }

    private static Task<HttpResponseMessage> ResetAsync(HttpClient client, string link) =>
        client.SubmitAsync(link, new Dictionary<string, string> { ["Form.Password"] = Another });

    private static Task<HttpResponseMessage> SignInAsync(HttpClient client, TestPerson person, string password) => client.SubmitAsync(
        "/account/sign-in", new Dictionary<string, string> { ["Form.Email"] = person.Email, ["Form.Password"] = password });

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative), Token);
}
