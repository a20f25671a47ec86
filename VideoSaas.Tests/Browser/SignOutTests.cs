using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Tests.Browser;

/// <summary>An app that would ask again about a sign-in only after an hour: what ends sooner was told.</summary>
public sealed class SignOutTests(PostgresFixture postgres, BrowserFixture browser) : IAsyncLifetime
{
    private readonly AppSpace _space = new(postgres);
    private AppHost _app = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _space.InitializeAsync();
        _app = _space.Start(new Dictionary<string, string?> { ["Accounts:RevalidateSeconds"] = "3600" });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _space.DisposeAsync();
    }

    [Fact]
    public async Task OpenPages_OfSomeoneWhoSignsOut_AllGoToTheSignInAndThoseOfOtherDevicesStay()
    {
        var person = await _app.NewPersonAsync();
        await using var visit = await browser.VisitAsync(_app.Address);
        await visit.SignInAsync(person.Email, TestPerson.Password);
        var other = await visit.Context.NewPageAsync();
        await other.GotoAsync("/library");
        await Visit.IsLiveAsync(other);
        await using var device = await browser.VisitAsync(_app.Address);
        await device.SignInAsync(person.Email, TestPerson.Password);

        await visit.OpenAsync("/settings");
        await visit.Page.ClickAsync(".vs-person");
        await visit.Page.ClickAsync("form[action='/account/sign-out'] button");

        await visit.Page.WaitForURLAsync("**/account/sign-in**");
        await other.WaitForURLAsync("**/account/sign-in**");
        Assert.DoesNotContain("/account/", device.Page.Url, StringComparison.Ordinal);

        // Told after the first: by the time this one has moved, that one would have.
        Assert.True((await _app.Services.GetRequiredService<ChangePassword>().ExecuteAsync(
            person.Actor, new ChangePassword.Input(TestPerson.Password, "another long phrase"), Token)).Succeeded);
        await device.Page.WaitForURLAsync("**/account/sign-in**");
    }
}
