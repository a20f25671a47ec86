using Microsoft.Playwright;
using Npgsql;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>
/// A video that is being encoded by nobody, on whose page some tabs are open: its rows are changed by plain SQL, and every tab
/// notes what it draws and when, by the clock that both sides share.
/// </summary>
internal sealed class WatchedVideo(AppHost app, TestPerson owner, NpgsqlDataSource database)
{
    private const string Note =
        """
        () => {
            window.__drawn = [];
            window.__mutations = 0;
            const note = () => {
                const word = document.querySelector('.vs-topbar-title .vs-chip')?.innerText?.trim();
                const percent = document.querySelector('main [role=progressbar]')?.getAttribute('aria-valuenow');
                for (const seen of [word, percent]) {
                    if (seen && window.__drawn.every(one => one.seen !== seen || one.step !== window.__step)) {
                        window.__drawn.push({ seen, step: window.__step, at: Date.now() });
                    }
                }
            };
            window.__step = 0;
            new MutationObserver(all => { window.__mutations += all.length; note(); })
                .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        }
        """;

    private readonly List<IPage> _tabs = [];
    private int _step;

    /// <summary>Of an app without workers, or somebody would take its jobs.</summary>
    public static IReadOnlyDictionary<string, string?> NoWorkers { get; } = new Dictionary<string, string?>
    {
        ["Jobs:Workers:Light"] = "0", ["Jobs:Workers:Transcode"] = "0", ["Jobs:Workers:Publish"] = "0",
    };

    public Guid Id { get; } = Guid.CreateVersion7();

    public IReadOnlyList<IPage> Tabs => _tabs;

    public async Task MakeAsync()
    {
        await using (var db = app.Contexts.CreateDbContext().ActAs(owner.Actor))
        {
            db.Videos.Add(Video.Received(Id, owner.Id, "watched.mp4", $"sources/{Id:N}.mp4", 1000, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync();
        }

        foreach (var sql in (string[])
        [
            "UPDATE videos SET processing_status = 'processing' WHERE id = $1",
            "UPDATE videos SET processing_status = 'compressing' WHERE id = $1",
            "UPDATE processing_jobs SET status = 'running' WHERE video_id = $1 AND job_type = 'extract_metadata'",
            "UPDATE processing_jobs SET status = 'completed', completed_at = now() WHERE video_id = $1 AND job_type = 'extract_metadata'",
            """
            INSERT INTO video_assets (video_id, user_id, kind, asset_set, storage_key, content_type, size_bytes, platforms)
            SELECT id, user_id, 'source', 1, original_url, 'video/mp4', 1000, ARRAY[]::text[] FROM videos WHERE id = $1
            """,
            "INSERT INTO processing_jobs (video_id, user_id, job_type, kind) SELECT id, user_id, 'compress_video', 'transcode' FROM videos WHERE id = $1",
            """
            UPDATE processing_jobs SET status = 'running', started_at = now(), lease_until = now() + interval '1 day', worker_id = 'elsewhere/1/1.x.1',
                lease_token = gen_random_uuid(), progress_percent = 1, stage = 'encoding'
            WHERE video_id = $1 AND job_type = 'compress_video'
            """,
        ])
        {
            await CommitAsync(sql);
        }
    }

    /// <summary>Ends its work in failure: its page stands still.</summary>
    public async Task SettleAsync()
    {
        await CommitAsync("UPDATE processing_jobs SET status = 'failed', completed_at = now() WHERE video_id = $1 AND job_type = 'compress_video'");
        await CommitAsync("UPDATE processing_jobs SET status = 'cancelled' WHERE video_id = $1 AND job_type = 'generate_thumbnail'");
        await CommitAsync("UPDATE videos SET processing_status = 'failed', processing_completed_at = now() WHERE id = $1");
    }

    /// <summary>Opens its page once more in the owner's browser.</summary>
    public async Task OpenTabAsync(IBrowserContext browser)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"/videos/{Id}");
        await Visit.IsLiveAsync(page);
        await page.EvaluateAsync(Note);
        _tabs.Add(page);
    }

    /// <summary>Signs the person's browser in.</summary>
    public static async Task<Visit> VisitAsync(BrowserFixture browser, AppHost app, TestPerson person)
    {
        var visit = await browser.VisitAsync(app.Address);
        await visit.Context.AddCookiesAsync([new Cookie { Name = TestPerson.CookieName, Value = person.Cookie, Url = app.Address.ToString() }]);
        return visit;
    }

    public Task<IReadOnlyList<TimeSpan>> ShowPercentAsync(int percent) => ChangeAsync(
        $"UPDATE processing_jobs SET progress_percent = {percent} WHERE video_id = $1 AND job_type = 'compress_video'", $"{percent}");

    /// <param name="word">What the page calls it in English.</param>
    public Task<IReadOnlyList<TimeSpan>> ShowStatusAsync(string status, string word) =>
        ChangeAsync($"UPDATE videos SET processing_status = '{status}' WHERE id = $1", word);

    /// <summary>How often anything at all changed in the page since it was opened.</summary>
    public Task<int> MutationsAsync(int tab) => _tabs[tab].EvaluateAsync<int>("() => window.__mutations");

    /// <returns>For each tab, from just before the change was sent (its commit is within) until it was drawn.</returns>
    private async Task<IReadOnlyList<TimeSpan>> ChangeAsync(string sql, string seen)
    {
        _step++;
        foreach (var tab in _tabs)
        {
            await tab.EvaluateAsync("step => { window.__step = step; }", _step);
        }

        var sent = TimeProvider.System.GetUtcNow();
        await CommitAsync(sql);
        var taken = new List<TimeSpan>();
        foreach (var tab in _tabs)
        {
            var drawn = await tab.WaitForFunctionAsync(
                "([step, seen]) => window.__drawn.find(one => one.step === step && one.seen === seen)?.at ?? false",
                new object[] { _step, seen },
                // By default it asks with each frame, and a tab in the background has none.
                new PageWaitForFunctionOptions { PollingInterval = 20 });
            taken.Add(DateTimeOffset.FromUnixTimeMilliseconds((long)await drawn.JsonValueAsync<double>()) - sent);
        }

        return taken;
    }

    private async Task CommitAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = Id });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
