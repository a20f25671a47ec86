using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Tests.Browser;

/// <summary>The cover in the editor, chosen and looked at under what an app draws over it.</summary>
public sealed class CoverScreenTests(ScreensFixture fixture, BrowserFixture browser) : IClassFixture<ScreensFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("th-TH", ColorScheme.Light, 390)]
    [InlineData("en-GB", ColorScheme.Dark, 1440)]
    [InlineData("th-TH", ColorScheme.Dark, 1440)]
    [InlineData("en-GB", ColorScheme.Light, 390)]
    public async Task Cover_IsChosen_AndLookedAtUnderAnApp_ByKeyboard(string language, ColorScheme theme, int width)
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.ChooseCoverAsync(VideoEdits.None);
        await bench.BecomeKnownAsync(bench.VideoId);
        await KeepFramesAsync(bench);
        await using var visit = await browser.VisitAsync(
            fixture.App.Address, width, width < 960 ? 844 : 900, language, theme, isTouched: width < 960);
        await visit.BecomeAsync(bench.Person, fixture.App.Address);
        await visit.OpenAsync($"/videos/{bench.VideoId}/edit#edit-cover");

        await visit.Page.Locator(".vs-cover").Nth(1).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#edit-cover-at")).ToHaveValueAsync("0.75");
        await visit.Page.Locator("input[name=cover-over]").First.FocusAsync();
        foreach (var app in new[] { "instagram", "tiktok", "youtube", "facebook" })
        {
            // One of a group of choices: the arrow goes on, and chooses.
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(visit.Page.Locator($"input[data-over={app}]")).ToBeCheckedAsync();
            await Assertions.Expect(visit.Page.Locator(".vs-cover-screen .vs-zone")).ToBeVisibleAsync();
            if (app == "tiktok")
            {
                await visit.Page.Locator(".vs-cover-screen").ScrollIntoViewIfNeededAsync();
                await visit.ScreenshotAsync($"cover-{width}-{theme}-{language[..2]}".ToLowerInvariant());
            }
        }

        await visit.Page.Locator("section:has(#edit-cover)").ScreenshotAsync(
            new() { Path = Path.Combine(BrowserFixture.Artifacts, $"cover-card-{width}-{theme}-{language[..2]}.png".ToLowerInvariant()) });
        var overflow = await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"The editor is {overflow} px wider than the window.");
        Assert.Empty(visit.Complaints);
    }

    /// <summary>What processing leaves for the editor: the source and frames of it.</summary>
    private static async Task KeepFramesAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        db.VideoAssets.Add(await StoredAsync(bench, bench.ClipPath, AssetKind.Source, null, 0));
        for (var frame = 0; frame < 8; frame++)
        {
            var picture = await Clips.MakeAsync(
                $"cover-frame-{frame}.jpg", Clips.Pattern(540, 960, 30, 4) + $"-ss {frame / 2}.{frame % 2 * 5} -frames:v 1 ");
            db.VideoAssets.Add(await StoredAsync(bench, picture, AssetKind.Cover, (500 * frame) + 250, frame + 1));
        }

        await db.SaveChangesAsync(Token);
        await db.Videos.Where(video => video.Id == bench.VideoId).ExecuteUpdateAsync(
            set => set.SetProperty(video => video.Width, 540).SetProperty(video => video.Height, 960), Token);
    }

    private static async Task<VideoAsset> StoredAsync(PublishingBench bench, string path, AssetKind kind, long? atMs, int number)
    {
        var blobs = bench.Get<IBlobStore>();
        var key = $"{kind}/{bench.VideoId:N}/{number}{Path.GetExtension(path)}".ToLowerInvariant();
        using var folder = blobs.NewWorkFolder();
        var copy = Path.Combine(folder.Path, Path.GetFileName(path));
        File.Copy(path, copy);
        await blobs.StoreAsync(copy, key, Token);
        return new VideoAsset
        {
            Id = Guid.CreateVersion7(),
            VideoId = bench.VideoId,
            UserId = bench.Person.Id,
            Kind = kind,
            AssetSet = kind == AssetKind.Source ? 0 : 1,
            StorageKey = key,
            ContentType = kind == AssetKind.Source ? "video/mp4" : "image/jpeg",
            SizeBytes = new FileInfo(path).Length,
            AtMs = atMs,
        };
    }
}
