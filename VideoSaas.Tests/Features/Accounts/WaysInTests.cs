using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Accounts.Sessions;

namespace VideoSaas.Tests.Features.Accounts;

/// <summary>The second factor, and the list of where a person is signed in.</summary>
public sealed class WaysInTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly AppHost _app = fixture.App;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoFactor_TurnedOn_AsksForTheCode_TakesEachRecoveryCodeOnce_AndIsTurnedOffByThePassword()
    {
        var person = await _app.NewPersonAsync();
        using var elsewhere = _app.NewClient(person);
        using var client = _app.NewClient();
        await SignInAsync(client, person);
        var page = await client.GetStringAsync(Address("/account/two-factor"), Token);
        var key = Regex.Match(page, "class=\"va-key\"[^>]*>([^<]+)<").Groups[1].Value;

        var wrong = await client.SubmitAsync("/account/two-factor", new Dictionary<string, string> { ["Form.Code"] = "000000" });
        Assert.Contains("wrong or too old", await wrong.ReadTextAsync(), StringComparison.Ordinal);
        var on = await client.SubmitAsync("/account/two-factor", new Dictionary<string, string> { ["Form.Code"] = Totp.Now(key) });
        var codes = Regex.Matches(await on.Content.ReadAsStringAsync(Token), "<li>([^<]+)</li>").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(10, codes.Count);

        // This browser stays, others are out; the key in the database opens nothing.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/account/change-password"));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(elsewhere, "/account/change-password"));
        await using var db = await _app.Contexts.CreateDbContextAsync(Token);
        var kept = await db.UserTokens.Where(one => one.UserId == person.Id && one.LoginProvider == "[AspNetUserStore]").Select(one => one.Value!).ToListAsync(Token);
        Assert.Equal(2, kept.Count);
        Assert.DoesNotContain(kept, value => value.Contains(codes[0], StringComparison.Ordinal) || value.Contains(key.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));

        using var next = _app.NewClient();
        var asked = await SignInAsync(next, person);
        Assert.Contains("Enter your code", await asked.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(next, "/account/change-password"));
        var refused = await CodeAsync(next, asked, "123456");
        Assert.Contains("wrong or too old", await refused.ReadTextAsync(), StringComparison.Ordinal);
        var used = Totp.Now(key);
        Assert.Equal(HttpStatusCode.Redirect, (await CodeAsync(next, refused, used)).StatusCode);
        using var onlooker = _app.NewClient();
        Assert.Equal(HttpStatusCode.OK, (await CodeAsync(onlooker, await SignInAsync(onlooker, person), used)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(next, "/account/change-password"));

        using var third = _app.NewClient();
        Assert.Equal(HttpStatusCode.Redirect, (await CodeAsync(third, await SignInAsync(third, person), codes[0])).StatusCode);
        using var fourth = _app.NewClient();
        Assert.Equal(HttpStatusCode.OK, (await CodeAsync(fourth, await SignInAsync(fourth, person), codes[0])).StatusCode);

        var off = await next.SubmitAsync(
            "/account/two-factor", new Dictionary<string, string> { ["Change.Secret"] = TestPerson.Password, ["Change.Deed"] = "off" });
        Assert.Contains("is off", await off.ReadTextAsync(), StringComparison.Ordinal);
        using var fifth = _app.NewClient();
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(fifth, person)).StatusCode);
        Assert.Equal(
            ["user.two_factor_off", "user.two_factor_on"],
            await db.AuditEntries.Where(entry => entry.ResourceId == person.Id && entry.Action.StartsWith("user.two_factor"))
                .OrderBy(entry => entry.Action).Select(entry => entry.Action).ToListAsync(Token));
    }

    [Fact]
    public async Task TwoFactor_WithManyWrongCodes_LetsTheAccountRest()
    {
        var person = await _app.NewPersonAsync();
        await using (var db = await _app.Contexts.CreateDbContextAsync(Token))
        {
            await db.Users.Where(one => one.Id == person.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.TwoFactorEnabled, true), Token);
        }

        using var client = _app.NewClient();
        var asked = await SignInAsync(client, person);
        for (var guess = 0; guess < 8; guess++)
        {
            asked = await CodeAsync(client, asked, "123456");
        }

        Assert.Contains("Sign in again", await (await CodeAsync(client, asked, "123456")).ReadTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Email or password is wrong", await (await SignInAsync(client, person)).ReadTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_EndedFromElsewhere_IsOutAtOnce_AndTheOthersStay()
    {
        var person = await _app.NewPersonAsync();
        using var phone = _app.NewClient();
        phone.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) Safari/604.1");
        using var desk = _app.NewClient();
        await SignInAsync(phone, person);
        await SignInAsync(desk, person);
        var queries = _app.Services.GetRequiredService<SessionQueries>();
        var rows = await queries.OfAsync(person.Actor, null, Token);
        Assert.Equal(2, rows.Count);
        var onPhone = rows.Single(row => row.Device.IsPhone);
        Assert.Equal(("Safari", "iPhone"), (onPhone.Device.Browser, onPhone.Device.System));
        Assert.NotNull(onPhone.Address);

        var end = _app.Services.GetRequiredService<EndSessions>();
        var stranger = await _app.NewPersonAsync();
        Assert.Equal("not_found", (await end.ExecuteAsync(stranger.Actor, new EndSessions.Input(onPhone.Id, null), Token)).Refusal!.Code);
        Assert.True((await end.ExecuteAsync(person.Actor, new EndSessions.Input(onPhone.Id, null), Token)).Succeeded);

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(phone, "/account/change-password"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(desk, "/account/change-password"));
        Assert.Single(await queries.OfAsync(person.Actor, null, Token));
    }

    [Fact]
    public async Task Sessions_EndedAllButThisOne_LeaveThisOne()
    {
        var person = await _app.NewPersonAsync();
        using var here = _app.NewClient();
        using var there = _app.NewClient();
        await SignInAsync(here, person);
        string keep;
        await using (var db = await _app.Contexts.CreateDbContextAsync(Token))
        {
            keep = await db.UserSessions.Where(one => one.UserId == person.Id).Select(one => one.SignIn).SingleAsync(Token);
        }

        await SignInAsync(there, person);
        var ended = await _app.Services.GetRequiredService<EndSessions>().ExecuteAsync(person.Actor, new EndSessions.Input(null, keep), Token);
        Assert.Equal(1, ended.Value);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here, "/account/change-password"));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(there, "/account/change-password"));
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient client, TestPerson person) => client.SubmitAsync(
        "/account/sign-in", new Dictionary<string, string> { ["Form.Email"] = person.Email, ["Form.Password"] = TestPerson.Password });

    /// <summary>Sends the code's form of the page that was answered.</summary>
    private static async Task<HttpResponseMessage> CodeAsync(HttpClient client, HttpResponseMessage asked, string code)
    {
        var page = await asked.Content.ReadAsStringAsync(Token);
        var form = Regex.Match(page, "<form[^>]*>(?:(?!</form>).)*Code\\.Pending.*?</form>", RegexOptions.Singleline).Value;
        var fields = Regex.Matches(form, "<input[^>]*type=\"hidden\"[^>]*>").Select(match => match.Value).ToDictionary(
            input => Regex.Match(input, "name=\"([^\"]*)\"").Groups[1].Value,
            input => WebUtility.HtmlDecode(Regex.Match(input, "value=\"([^\"]*)\"").Groups[1].Value));
        fields["Code.Value"] = code;
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(Address("/account/sign-in"), content, Token);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(Address(path), Token);
        return answer.StatusCode;
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);
}
