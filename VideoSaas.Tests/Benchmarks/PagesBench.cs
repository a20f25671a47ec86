using System.Diagnostics;
using System.Globalization;
using System.Net;
using VideoSaas.Tests.Browser;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Benchmarks;

/// <summary>
/// Every page of a studio with 10,000 videos and 30,000 posts, in a warm app: the browser's own largest contentful paint, and the
/// server's time for the document. Beside them a page of the same app that shows nothing.
/// </summary>
[Trait("bench", "pages")]
public sealed class PagesBench(PostgresFixture postgres, BrowserFixture browser, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Videos = 10_000;
    private const int Visits = 5;
    private const int Requests = 20;
    private const double PaintBoundMs = 1_000;
    private const double ServerBoundMs = 300;

    private const string LargestPaint =
        """
        () => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
          .observe({ type: "largest-contentful-paint", buffered: true }))
        """;

    private readonly AppSpace _space = new(postgres);
    private AppHost _app = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _space.InitializeAsync();
        _app = _space.Start(WatchedVideo.NoWorkers);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _space.DisposeAsync();
    }

    [Fact(Explicit = true)]
    public async Task Pages_OfAFullStudio_AreThereWithinASecond()
    {
        var person = await _app.NewPersonAsync();
        var studio = new FullStudio(_space.ConnectionString);
        await studio.FillAsync(person.Id, Videos, Token);
        var pages = await studio.PagesAsync(person.Id, Token);
        using var client = _app.NewClient(person);
        await using var visit = await browser.VisitAsync(_app.Address);
        await visit.BecomeAsync(person, _app.Address);

        var slow = new List<string>();
        output.WriteLine($"{Videos:N0} videos, {Videos * FullStudio.PostsPerVideo:N0} posts; paint: median of {Visits}; server: p95 of {Requests}");
        foreach (var (name, address, isMeasured) in pages.Select(page => (page.Name, page.Address, true)).Prepend(("(nothing)", "/no-such-page", false)))
        {
            var server = await ServerAsync(client, address, isMeasured ? HttpStatusCode.OK : HttpStatusCode.NotFound);
            var paint = await PaintAsync(visit, address);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18} paint {paint,5:F0} ms   server {server,5:F0} ms"));
            if (isMeasured && (paint >= PaintBoundMs || server >= ServerBoundMs))
            {
                slow.Add(name);
            }
        }

        Assert.Empty(slow);
    }

    private static async Task<double> ServerAsync(HttpClient client, string address, HttpStatusCode expected)
    {
        var taken = new List<double>();
        for (var request = 0; request <= Requests; request++)
        {
            var clock = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
            await answer.Content.ReadAsByteArrayAsync(Token);
            Assert.Equal(expected, answer.StatusCode);

            // The first one warms up.
            if (request > 0)
            {
                taken.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            }
        }

        taken.Sort();
        return taken[(int)Math.Ceiling(0.95 * taken.Count) - 1];
    }

    private static async Task<double> PaintAsync(Visit visit, string address)
    {
        var taken = new List<double>();
        for (var time = 0; time <= Visits; time++)
        {
            await visit.Page.GotoAsync(address);
            await Visit.IsLiveAsync(visit.Page);
            var paint = await visit.Page.EvaluateAsync<double>(LargestPaint);
            if (time > 0)
            {
                taken.Add(paint);
            }
        }

        taken.Sort();
        return taken[taken.Count / 2];
    }
}
