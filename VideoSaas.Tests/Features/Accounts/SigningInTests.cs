using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Accounts;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Tests.Features.Accounts;

/// <summary>From a stranger to a signed-in person, by the pages and the letters alone.</summary>
public sealed class SigningInTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly AppHost _app = fixture.App;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignUp_ThenConfirmThenSignIn_SetsLastLogin()
    {
        var email = "Ploy.Srisuk+shop@Example.org";
        using var client = _app.NewClient();

        var signedUp = await SignUpAsync(client, email);
        Assert.Contains("Check your inbox", await signedUp.ReadTextAsync(), StringComparison.Ordinal);
        var letter = Assert.Single(await Letters.ToAsync(_app, email));
        Assert.Equal("Confirm your email", letter.Subject);

        var early = await SignInAsync(client, email);
        Assert.Contains("isn't confirmed yet", await early.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await Letters.ToAsync(_app, email)).Count);

        using var confirmed = await client.GetAsync(new Uri(Letters.LinkOf(letter), UriKind.Relative), Token);
        Assert.Contains("Email confirmed", await confirmed.ReadTextAsync(), StringComparison.Ordinal);

        var entered = await SignInAsync(client, email.ToUpperInvariant(), "/account/sign-in?returnUrl=%2Fsettings");
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        Assert.Equal("/settings", entered.Headers.Location!.AbsolutePath);

        await using var db = await _app.Contexts.CreateDbContextAsync(Token);
        var person = await db.Users.SingleAsync(person => person.Email == email, Token);
        Assert.Equal("ploy.srisuk", person.UserName);
        Assert.NotNull(person.LastLoginAt);
        var trail = await db.AuditEntries.Where(entry => entry.ResourceId == person.Id).OrderBy(entry => entry.CreatedAt).ToListAsync(Token);
        Assert.Equal(["user.registered", "user.email_confirmed", "user.signed_in"], trail.Select(entry => entry.Action));
        Assert.All(trail, entry => Assert.Equal(person.Id.ToString(), entry.ActorId));
        Assert.All(trail, entry => Assert.True(IPAddress.IsLoopback(entry.IpAddress!)));
        Assert.Equal(
            Roles.Creator,
            await db.UserRoles.Where(has => has.UserId == person.Id).Join(db.Roles, has => has.RoleId, role => role.Id, (_, role) => role.Name).SingleAsync(Token));
    }

    [Fact]
    public async Task SignUp_WithTheSameName_GetsANumberedHandle()
    {
        using var client = _app.NewClient();
        await SignUpAsync(client, "twin@one.example");
        await SignUpAsync(client, "twin@two.example");
        await using var db = await _app.Contexts.CreateDbContextAsync(Token);
        Assert.Equal("twin-2", (await db.Users.SingleAsync(person => person.Email == "twin@two.example", Token)).UserName);
    }

    [Fact]
    public async Task SignUp_WithATakenAddress_AnswersTheSameAndWritesToItsOwner()
    {
        var known = await _app.NewPersonAsync();
        using var client = _app.NewClient();

        var taken = await (await SignUpAsync(client, known.Email)).ReadTextAsync();
        var free = await (await SignUpAsync(client, "free@example.org")).ReadTextAsync();

        Assert.Equal(free.Replace("free@example.org", "X", StringComparison.Ordinal), taken.Replace(known.Email, "X", StringComparison.Ordinal));
        Assert.Equal("You already have an account", Assert.Single(await Letters.ToAsync(_app, known.Email)).Subject);
    }

    [Fact]
    public async Task SignUp_WithADeletedPersonsAddress_MakesNobodyAndWritesNothing()
    {
        var gone = await _app.NewPersonAsync();
        await ChangeAsync(gone.Id, "deleted_at = now()");
        using var client = _app.NewClient();

        var answer = await SignUpAsync(client, gone.Email);

        Assert.Contains("Check your inbox", await answer.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await Letters.ToAsync(_app, gone.Email));
        Assert.Contains("Email or password is wrong", await (await SignInAsync(client, gone.Email)).ReadTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "long enough", "Enter an email address.")]
    [InlineData("nobody", "long enough", "This isn't an email address.")]
    [InlineData("a@b.example", "short", "Use at least 8 characters.")]
    [InlineData("someone@b.example", "Someone@B.example", "That is your email address.")]
    public async Task SignUp_WithBadInput_SaysWhatIsWrong(string email, string password, string sentence)
    {
        using var client = _app.NewClient();
        var answer = await client.SubmitAsync(
            "/account/sign-up", new Dictionary<string, string> { ["Form.Email"] = email, ["Form.Password"] = password });
        Assert.Contains(sentence, await answer.ReadTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("suspended", "This account is suspended.")]
    [InlineData("cancelled", "This account is closed.")]
    public async Task SignIn_OfSomeoneKeptOut_SaysWhyOnlyToWhoKnowsThePassword(string status, string sentence)
    {
        var person = await _app.NewPersonAsync();
        await ChangeAsync(person.Id, $"status = '{status}'");
        using var client = _app.NewClient();

        Assert.Contains(sentence, await (await SignInAsync(client, person.Email)).ReadTextAsync(), StringComparison.Ordinal);
        var guessed = await (await SignInAsync(client, person.Email, password: "a wrong phrase")).ReadTextAsync();
        Assert.DoesNotContain(sentence, guessed, StringComparison.Ordinal);
        Assert.Contains("Email or password is wrong", guessed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_AfterTooManyWrongPasswords_RefusesTheRightOne()
    {
        var person = await _app.NewPersonAsync();
        using var client = _app.NewClient();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            await SignInAsync(client, person.Email, password: "a wrong phrase");
        }

        var rested = await (await SignInAsync(client, person.Email)).ReadTextAsync();
        var wrong = await (await SignInAsync(client, person.Email, password: "a wrong phrase")).ReadTextAsync();
        var nobody = await (await SignInAsync(client, "nobody@example.org", password: "a wrong phrase")).ReadTextAsync();
        Assert.Contains("Email or password is wrong", rested, StringComparison.Ordinal);
        Assert.Equal(rested, wrong);
        Assert.Equal(rested.Replace(person.Email, "X", StringComparison.Ordinal), nobody.Replace("nobody@example.org", "X", StringComparison.Ordinal));

        // Guesses while it rests do not keep its owner out for longer.
        await ChangeAsync(person.Id, "lockout_end = now()");
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(client, person.Email)).StatusCode);
    }

    [Fact]
    public async Task SignOut_EndsTheSignInForCopiesOfItsCookieAndNotForOtherDevices()
    {
        var person = await _app.NewPersonAsync();
        using var here = _app.NewClient(person);
        using var copy = _app.NewClient(person);
        using var elsewhere = _app.NewClient(person with { Cookie = await _app.CookieOfAsync(person.Id) });
        var page = await here.GetStringAsync(new Uri("/account/change-password", UriKind.Relative), Token);
        var token = System.Text.RegularExpressions.Regex.Match(page, "__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;

        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var ended = await here.PostAsync(new Uri("/account/sign-out", UriKind.Relative), content, Token);

        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync(copy, "/account/change-password")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(elsewhere, "/account/change-password")).StatusCode);
    }

    [Fact]
    public async Task SignIn_OfAPersonWithoutPassword_Fails()
    {
        var person = await _app.NewPersonAsync();
        await ChangeAsync(person.Id, "password_hash = '!'");
        using var client = _app.NewClient();
        Assert.Contains(
            "Email or password is wrong", await (await SignInAsync(client, person.Email, password: "!")).ReadTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task SignIn_WithAForeignReturnUrl_GoesHome(string returnUrl)
    {
        var person = await _app.NewPersonAsync();
        using var client = _app.NewClient();
        var entered = await SignInAsync(client, person.Email, $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        Assert.Equal(_app.Address, new Uri(_app.Address, entered.Headers.Location!));
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsToken_IsRefused()
    {
        using var client = _app.NewClient();
        using var content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Email", "a@b.example"), new("Form.Password", "whatever it is")]);
        using var answer = await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Cookie_IsHttpOnlyAndLax()
    {
        var person = await _app.NewPersonAsync();
        using var client = _app.NewClient();
        var entered = await SignInAsync(client, person.Email);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith(TestPerson.CookieName, StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignedIn_AndThenSuspended_IsOutAtTheNextRequest()
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        var person = await _app.NewPersonAsync();
        using var client = _app.NewClient(person);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/account/change-password")).StatusCode);

        await using var scope = _app.Services.CreateAsyncScope();
        var suspended = await scope.ServiceProvider.GetRequiredService<SuspendPerson>().ExecuteAsync(
            admin.Actor, new SuspendPerson.Input(person.Id, "sold his account"), Token);

        Assert.True(suspended.Succeeded);
        var answer = await GetAsync(client, "/account/change-password");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/account/sign-in", answer.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task SignOut_EndsTheSignIn()
    {
        var person = await _app.NewPersonAsync();
        using var client = _app.NewClient();
        await SignInAsync(client, person.Email);

        var page = await client.GetStringAsync(new Uri("/account/change-password", UriKind.Relative), Token);
        var token = System.Text.RegularExpressions.Regex.Match(page, "__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var ended = await client.PostAsync(new Uri("/account/sign-out", UriKind.Relative), content, Token);

        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync(client, "/account/change-password")).StatusCode);
    }

    [Fact]
    public async Task SignOut_WithoutTheFormsToken_IsRefused()
    {
        var person = await _app.NewPersonAsync();
        using var client = _app.NewClient(person);
        using var content = new FormUrlEncodedContent([new("returnUrl", "/")]);
        using var answer = await client.PostAsync(new Uri("/account/sign-out", UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> SignUpAsync(HttpClient client, string email) => client.SubmitAsync(
        "/account/sign-up", new Dictionary<string, string> { ["Form.Email"] = email, ["Form.Password"] = TestPerson.Password });

    private static Task<HttpResponseMessage> SignInAsync(
        HttpClient client, string email, string page = "/account/sign-in", string password = TestPerson.Password) => client.SubmitAsync(
        page, new Dictionary<string, string> { ["Form.Email"] = email, ["Form.Password"] = password, ["Form.Remember"] = "true" });

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative), Token);

    private async Task ChangeAsync(Guid personId, string assignment)
    {
        await using var db = await _app.Contexts.CreateDbContextAsync(Token);
#pragma warning disable EF1002 // The assignment is a literal of this class.
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync($"UPDATE users SET {assignment} WHERE id = {{0}}", [personId], Token));
#pragma warning restore EF1002
    }
}
