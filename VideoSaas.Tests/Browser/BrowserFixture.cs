using Microsoft.Playwright;
using VideoSaas.Tests.Browser;
using VideoSaas.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace VideoSaas.Tests.Browser;

/// <summary>One Chromium for the run, started when the first test asks for it; every visit has a profile of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run", "--autoplay-policy=no-user-gesture-required",
    ];

    /// <summary>A circuit on a busy machine takes its time; a test that waits for nothing is no slower.</summary>
    private const float ExpectMilliseconds = 15_000;

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where screenshots go; ignored by git.</summary>
    public static string Artifacts { get; } = SourceTree.PathOf("artifacts");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <param name="isCalm">Nothing turns or slides: to draw motion without a graphics card takes the time of the work that is watched.</param>
    public async Task<Visit> VisitAsync(
        Uri site, int width = 1440, int height = 900, string language = "en-GB", ColorScheme theme = ColorScheme.Light,
        bool isTouched = false, bool isCalm = true)
    {
        var browser = await BrowserAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = site.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = language,
            ColorScheme = theme,
            ReducedMotion = isCalm ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            TimezoneId = "Asia/Bangkok",
            HasTouch = isTouched,
            IsMobile = isTouched,
        });
        context.SetDefaultTimeout(30_000);
        return new Visit(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _gate.Dispose();
    }

    private async Task<IBrowser> BrowserAsync()
    {
        await _gate.WaitAsync();
        try
        {
            Assertions.SetDefaultExpectTimeout(ExpectMilliseconds);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable("VIDEOSAAS_CHROMIUM") ?? "/usr/bin/chromium",
                Args = Flags,
            });
        }
        finally
        {
            _gate.Release();
        }
    }
}

/// <summary>One person's browser with one open page; keeps what the page complained about.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    internal Visit(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        Listen(page);
        context.Page += (_, opened) => Listen(opened);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Errors on the console and exceptions in scripts, of every page of this browser.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    /// <summary>Opens a page and waits until its circuit answers: clicks before that are lost.</summary>
    public async Task OpenAsync(string address)
    {
        await Page.GotoAsync(address);
        await IsLiveAsync(Page);
    }

    public static Task IsLiveAsync(IPage page) =>
        page.WaitForSelectorAsync("[data-live]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });

    /// <summary>Is somebody from the first page on.</summary>
    public Task BecomeAsync(TestPerson person, Uri site) => Context.AddCookiesAsync(
        [new Cookie { Name = TestPerson.CookieName, Value = person.Cookie, Url = site.ToString() }]);

    /// <summary>Signs in through the page, as people do.</summary>
    public async Task SignInAsync(string email, string password)
    {
        await Page.GotoAsync("/account/sign-in");
        await Page.FillAsync("input[name='Form.Email']", email);
        await Page.FillAsync("input[name='Form.Password']", password);
        await Page.ClickAsync("button[type=submit].va-submit");
        await Page.WaitForURLAsync(url => !url.Contains("/account/", StringComparison.Ordinal));
        await IsLiveAsync(Page);
    }

    public Task ScreenshotAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(BrowserFixture.Artifacts, $"{name}.png"),
    });

    public async ValueTask DisposeAsync() => await Context.CloseAsync();

    private void Listen(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Keep($"{message.Text} ({message.Location}, on {page.Url})");
            }
        };
        page.PageError += (_, error) => Keep(error);
    }

    private void Keep(string complaint)
    {
        lock (_complaints)
        {
            _complaints.Add(complaint);
        }
    }
}
