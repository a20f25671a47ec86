using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using VideoSaas.Domain.Accounts;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Tests.Browser;

/// <summary>The account and admin screens in a real browser.</summary>
public sealed class PeopleScreensTests(AppFixture fixture, BrowserFixture browser) : IClassFixture<AppFixture>
{
    private readonly AppHost _app = fixture.App;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Admin_SuspendsAPerson_AndSeesItInTheTrail()
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        var person = await _app.NewPersonAsync();
        await using var visit = await browser.VisitAsync(_app.Address);
        await visit.SignInAsync(admin.Email, TestPerson.Password);

        await visit.OpenAsync($"/admin/people?q={person.Email}");
        await visit.Page.ClickAsync("a.ad-open");
        await visit.Page.ClickAsync("text=Suspend");
        await visit.Page.FillAsync("#deed-reason", "spam in 40 posts");
        await visit.Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Suspend" }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".ad-changes")).ToContainTextAsync("suspended this account");
        await Assertions.Expect(visit.Page.Locator(".ad-changes del").First).ToHaveTextAsync("active");
        await Assertions.Expect(visit.Page.Locator(".ad-changes ins").First).ToHaveTextAsync("suspended");
        await Assertions.Expect(visit.Page.Locator(".ad-changes")).ToContainTextAsync("spam in 40 posts");
        Assert.Empty(visit.Complaints);

        await using var db = await _app.Contexts.CreateDbContextAsync(Token);
        var row = await db.AuditEntries.SingleAsync(entry => entry.ResourceId == person.Id && entry.Action == "user.suspended", Token);
        Assert.Equal(admin.Id.ToString(), row.ActorId);
        Assert.NotNull(row.IpAddress);
        Assert.Contains("Chrom", row.UserAgent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenPage_OfSomeoneWhoIsSuspended_GoesToTheSignInByItself()
    {
        var admin = await _app.NewPersonAsync(Roles.Admin);
        var person = await _app.NewPersonAsync();
        await using var visit = await browser.VisitAsync(_app.Address);
        await visit.SignInAsync(person.Email, TestPerson.Password);
        await visit.OpenAsync("/settings");

        var suspended = await _app.Services.GetRequiredService<SuspendPerson>().ExecuteAsync(
            admin.Actor, new SuspendPerson.Input(person.Id, "sold the account"), Token);

        Assert.True(suspended.Succeeded);
        await visit.Page.WaitForURLAsync("**/account/sign-in**");
    }

    [Fact]
    public async Task Settings_Saved_AreSeenAtOnceAndStay()
    {
        var person = await _app.NewPersonAsync();
        await using var visit = await browser.VisitAsync(_app.Address);
        await visit.SignInAsync(person.Email, TestPerson.Password);
        await visit.OpenAsync("/settings");

        await visit.Page.FillAsync("#settings-name", "พลอย ศรีสุข");
        await visit.Page.SelectOptionAsync("#settings-language", "th");
        await visit.Page.SelectOptionAsync("#settings-theme", "dark");
        await visit.Page.SelectOptionAsync("#settings-zone", "Europe/Berlin");
        await visit.Page.ClickAsync("button.mud-button-filled-primary");

        await visit.Page.WaitForURLAsync("**/settings?saved=1");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "th");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveClassAsync("vs-dark");
        await Visit.IsLiveAsync(visit.Page);
        await Assertions.Expect(visit.Page.Locator("#settings-name")).ToHaveValueAsync("พลอย ศรีสุข");
        await Assertions.Expect(visit.Page.Locator("#settings-zone")).ToHaveValueAsync("Europe/Berlin");
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("th-TH", ColorScheme.Light)]
    [InlineData("en-GB", ColorScheme.Dark)]
    public async Task AccountPages_AtEveryWidth_FitAndComplainOfNothing(string language, ColorScheme theme)
    {
        await using var visit = await browser.VisitAsync(_app.Address, 390, 844, language, theme);
        var accessibility = new Accessibility();
        var look = $"{theme}-{language[..2]}".ToLowerInvariant();
        foreach (var page in new[] { "sign-in", "sign-up", "forgot-password", "reset-password", "confirm", "letters", "two-factor" })
        {
            await LookAsync(visit.Page, $"/account/{page}", look, accessibility);
        }

        accessibility.AssertNothingGrave();
        await visit.Page.GotoAsync("/account/sign-in");
        await visit.Page.FillAsync("#form-password", "visible now");
        await visit.Page.ClickAsync("[data-reveal]");
        await Assertions.Expect(visit.Page.Locator("#form-password")).ToHaveAttributeAsync("type", "text");
        Assert.Empty(visit.Complaints);

        await using var known = await browser.VisitAsync(_app.Address, 390, 844, language, theme);
        await known.BecomeAsync(await _app.NewPersonAsync(), _app.Address);
        foreach (var address in new[] { "/account/change-password", "/account/leave", "/account/passkey", "/channels/choose?key=none", "/slow-down", "/broken", "/not-found" })
        {
            await LookAsync(known.Page, address, look, accessibility);
        }

        accessibility.AssertNothingGrave();
    }

    private static async Task LookAsync(IPage page, string address, string look, Accessibility accessibility)
    {
        await page.GotoAsync(address);
        var name = address.Split('?')[0].Trim('/').Replace('/', '-');
        foreach (var width in new[] { 390, 1440 })
        {
            await page.SetViewportSizeAsync(width, 844);
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{name} is {overflow} px wider than the window of {width}.");
            await page.ScreenshotAsync(new() { Path = Path.Combine(BrowserFixture.Artifacts, $"{name}-{width}-{look}.png") });

            // As with every other screen: on a phone in light, on a desk in dark.
            if (width == (look.StartsWith("light", StringComparison.Ordinal) ? 390 : 1440))
            {
                await accessibility.LookAsync(page, $"{name} at {width}");
            }
        }
    }
}
