using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MimeKit;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Resources;

namespace VideoSaas.Tests.Browser;

/// <summary>What a creator does, step by step, in a browser over a running app.</summary>
/// <param name="language">Of the browser: buttons are found by their words.</param>
internal sealed partial class Journey(AppProcess app, Visit visit, string language = "en-GB")
{
    private const string Password = "a long enough phrase";

    private IPage Page => visit.Page;

    /// <summary>Signs up, follows the letter's link, signs in.</summary>
    public async Task BecomeCreatorAsync(string email)
    {
        await Page.GotoAsync("/account/sign-up");
        await Page.FillAsync("input[name='Form.Name']", "Ploy Srisuk");
        await Page.FillAsync("input[name='Form.Email']", email);
        await Page.FillAsync("input[name='Form.Password']", Password);
        await Page.ClickAsync("button.va-submit");
        await Page.WaitForSelectorAsync("p.va-text");
        await Page.GotoAsync(await ConfirmationLinkAsync(email));
        await visit.SignInAsync(email, Password);
    }

    /// <summary>Drops the file onto the page, as from a folder.</summary>
    public async Task DropAsync(string path)
    {
        // Small pieces: one call of the driver carries no more than some megabytes.
        var bytes = await File.ReadAllBytesAsync(path);
        await Page.EvaluateAsync("() => { window.__parts = []; }");
        foreach (var part in bytes.Chunk(1 << 20))
        {
            await Page.EvaluateAsync(
                "text => { window.__parts.push(Uint8Array.from(atob(text), sign => sign.charCodeAt(0))); }", Convert.ToBase64String(part));
        }

        await Page.EvaluateAsync(
            """
            name => {
                const carried = new DataTransfer();
                carried.items.add(new File(window.__parts, name, { lastModified: 1 }));
                delete window.__parts;
                for (const kind of ['dragenter', 'dragover', 'drop']) {
                    document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
                }
            }
            """,
            Path.GetFileName(path));
    }

    /// <summary>Waits until the library shows the clip, opens it.</summary>
    /// <returns>The video's id.</returns>
    public async Task<Guid> OpenVideoAsync(string title)
    {
        await Page.ClickAsync("a[href='/library']:visible");
        var card = Page.Locator("main a[href^='/videos/']").Filter(new LocatorFilterOptions { HasText = title }).First;
        await card.ClickAsync();
        await Page.WaitForURLAsync(VideoAddress());
        return Guid.Parse(VideoAddress().Match(Page.Url).Groups[1].Value);
    }

    /// <summary>Stays on the video's page until it plays, without a reload, and collects every percent that was shown.</summary>
    public async Task<IReadOnlyList<int>> WatchUntilReadyAsync(TimeSpan limit)
    {
        await Page.EvaluateAsync(
            """
            () => {
                window.__percents = [];
                const note = () => {
                    const now = document.querySelector('main [role=progressbar]')?.getAttribute('aria-valuenow');
                    if (now && window.__percents.at(-1) !== +now) window.__percents.push(+now);
                };
                new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
                note();
            }
            """);
        await Page.WaitForSelectorAsync(
            "main .vs-player video[src^='/media/']", new PageWaitForSelectorOptions { Timeout = (float)limit.TotalMilliseconds });
        return await Page.EvaluateAsync<int[]>("() => window.__percents");
    }

    /// <summary>Plays the first video of the page and waits until time moves.</summary>
    public static async Task PlayAsync(IPage page, string selector)
    {
        await page.WaitForSelectorAsync(selector);
        await page.EvalOnSelectorAsync(selector, "video => { video.muted = true; return video.play(); }");
        await page.WaitForFunctionAsync("selector => document.querySelector(selector).currentTime > 0.2", selector);
    }

    /// <summary>Through the platform's own consent page, and of the accounts that it lets us into the one of that name.</summary>
    public async Task ConnectInstagramAsync(string login)
    {
        await visit.OpenAsync("/channels");
        await Page.ClickAsync("main a[href^='/connect/instagram']");
        await Page.FillAsync("#login", login);
        await Page.ClickAsync("button[value=allow]");
        await Page.WaitForURLAsync(url => url.Contains("/channels/choose", StringComparison.Ordinal));
        await Visit.IsLiveAsync(Page);
        await Page.Locator("label.vs-choice").Filter(new LocatorFilterOptions { Has = Page.GetByText($"@{login}", new PageGetByTextOptions { Exact = true }) })
            .Locator("input").CheckAsync();
        await visit.ScreenshotAsync($"choose-accounts-{Page.ViewportSize!.Width}");
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = Said<PostTexts>("Choose_Connect"), Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains("/channels?", StringComparison.Ordinal));
        await Page.GetByText($"@{login}", new PageGetByTextOptions { Exact = false }).First.WaitForAsync();
    }

    /// <summary>From the composer to the moment the page says that it is out.</summary>
    /// <returns>Where it is out.</returns>
    public async Task<string> PostNowAsync(Guid videoId, string caption, TimeSpan limit)
    {
        await visit.OpenAsync($"/posts/new?video={videoId}");
        await Page.FillAsync("#caption", caption);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = Said<ComposeTexts>("Go_Now"), Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(new Regex("/posts/[0-9a-f-]{36}"));
        var link = Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = Said<PostTexts>("Post_Open", "Instagram") });
        await link.WaitForAsync(new LocatorWaitForOptions { Timeout = (float)limit.TotalMilliseconds });
        return (await link.GetAttributeAsync("href"))!;
    }

    private string Said<TTexts>(string key, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return string.Format(culture, new ResourceManager(typeof(TTexts)).GetString(key, culture)!, values);
    }

    private async Task<string> ConfirmationLinkAsync(string email)
    {
        var folder = Path.Combine(app.DataFolder, "mail");
        foreach (var file in Directory.GetFiles(folder, "*.eml").OrderDescending(StringComparer.Ordinal))
        {
            var letter = await MimeMessage.LoadAsync(file);
            if (letter.To.Mailboxes.Any(box => box.Address == email))
            {
                return Link().Match(letter.TextBody!).Value;
            }
        }

        throw new FileNotFoundException($"No letter to {email} in {folder}.");
    }

    [GeneratedRegex("/videos/([0-9a-f-]{36})")]
    private static partial Regex VideoAddress();

    [GeneratedRegex(@"http\S+")]
    private static partial Regex Link();
}
