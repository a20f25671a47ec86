using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using VideoSaas.Domain.Notifying;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>The bell, the settings and a passkey, as people use them.</summary>
public sealed class SettingsScreensTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1440, 900, "en-GB", ColorScheme.Light)]
    [InlineData(390, 844, "th-TH", ColorScheme.Dark)]
    public async Task Bell_RingsWhilePagesAreOpen_LeadsToTheRepair_AndIsSilentWhenItIsMended(int width, int height, string language, ColorScheme theme)
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await using var visit = await browser.VisitAsync(fixture.App.Address, width, height, language, theme, isTouched: width < 960);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await visit.OpenAsync("/settings/notifications");
        await visit.ScreenshotAsync($"news-settings-{width}");
        var postId = await bench.SubmitAsync("ก๋วยเตี๋ยวเรือชามละ 15 บาท");

        await FailAsync(bench, postId);

        await Assertions.Expect(visit.Page.Locator(".nt-count:visible")).ToHaveTextAsync("1");
        await visit.Page.Locator(".nt-button:visible").ClickAsync();
        if (width < 960)
        {
            await visit.Page.WaitForURLAsync("**/notifications");
        }

        await visit.Page.Locator(".nt-line:visible").WaitForAsync();
        await visit.ScreenshotAsync($"bell-{width}");
        var axe = new Accessibility();
        await axe.LookAsync(visit.Page, "bell");
        axe.AssertNothingGrave();
        await visit.Page.Locator(".nt-line:visible a.mud-button-root").ClickAsync();
        await visit.Page.WaitForURLAsync($"**/posts/{postId}");
        await Assertions.Expect(visit.Page.Locator(".nt-count")).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Notifications_TurnedOff_StayOff_AndTheSectionsAreThere()
    {
        var person = await fixture.App.NewPersonAsync();
        await using var visit = await browser.VisitAsync(fixture.App.Address);
        await visit.SignInAsync(person.Email, TestPerson.Password);
        await visit.OpenAsync("/settings/notifications");
        await visit.Page.GetByRole(AriaRole.Switch, new PageGetByRoleOptions { Name = "Weekly letter, By mail" }).UncheckAsync();
        await using var db = await fixture.App.Contexts.CreateDbContextAsync(Token);
        await Eventually.HoldsAsync(async () => Muting.IsMuted(
            (await db.Users.AsNoTracking().SingleAsync(one => one.Id == person.Id, Token)).Metadata.Muted, NewsWay.Mail, NotificationKind.WeeklyDigest));

        foreach (var section in new[] { "security", "sessions", "data" })
        {
            await visit.Page.ClickAsync($".st-nav a[href='/settings/{section}']");
            await visit.Page.Locator("main h2").First.WaitForAsync();
            await visit.ScreenshotAsync($"settings-{section}-1440");
        }

        await visit.OpenAsync("/settings/sessions");
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("This one");
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("Chrome on");
        var axe = new Accessibility();
        foreach (var page in new[] { "two-factor", "leave", "passkey" })
        {
            await visit.Page.GotoAsync($"/account/{page}");
            await visit.ScreenshotAsync($"account-{page}-1440");
            await axe.LookAsync(visit.Page, page);
        }

        axe.AssertNothingGrave();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Passkey_Added_OpensTheDoorWithoutAPassword_AndTakenAwayDoesNot()
    {
        var person = await fixture.App.NewPersonAsync();
        await using var visit = await browser.VisitAsync(fixture.App.Address);
        await visit.SignInAsync(person.Email, TestPerson.Password);
        var tool = await visit.Context.NewCDPSessionAsync(visit.Page);
        await tool.SendAsync("WebAuthn.enable");
        await tool.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });

        await visit.Page.GotoAsync("/account/passkey");
        await visit.Page.FillAsync("input[name='Form.Name']", "โทรศัพท์ของฉัน");
        await visit.Page.ClickAsync("[data-passkey=create]");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Passkey added");

        await visit.Context.ClearCookiesAsync();
        await visit.Page.GotoAsync("/account/sign-in?returnUrl=%2Fsettings%2Fsecurity");
        await visit.Page.ClickAsync("[data-passkey=get]");
        await visit.Page.WaitForURLAsync("**/settings/security");
        await Visit.IsLiveAsync(visit.Page);
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("โทรศัพท์ของฉัน");
        await visit.ScreenshotAsync("settings-passkey-1440");

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove โทรศัพท์ของฉัน" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main")).Not.ToContainTextAsync("โทรศัพท์ของฉัน");
        await visit.Context.ClearCookiesAsync();
        await visit.Page.GotoAsync("/account/sign-in");
        await visit.Page.ClickAsync("[data-passkey=get]");
        await Assertions.Expect(visit.Page.Locator(".va-notice")).ToContainTextAsync("We don't know this passkey");
        Assert.Empty(visit.Complaints);
    }

    private static async Task FailAsync(PublishingBench bench, Guid postId)
    {
        await using var db = bench.Open();
        (await db.PlatformPosts.SingleAsync(one => one.Id == postId, Token)).Fail("media_refused", "Refused.", null);
        await db.SaveChangesAsync(Token);
    }
}
