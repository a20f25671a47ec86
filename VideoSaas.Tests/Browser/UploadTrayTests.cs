using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Tests.Browser;

/// <summary>The real tray in Chromium, on a line that is slow enough to watch.</summary>
public sealed class UploadTrayTests(AppFixture fixture, BrowserFixture browser) : IClassFixture<AppFixture>
{
    private const int SlowBytesPerSecond = 400_000;

    [Fact]
    public async Task Tray_FromPickToTheServer_SurvivesPagesAndAClosedTab()
    {
        var person = await fixture.App.NewPersonAsync();
        await using var visit = await SignedInAsync(person);
        using var file = await LargeClip.MakeAsync("clip คลิป.mp4", 16_000_000);
        await visit.OpenAsync("/library");
        await SlowDownAsync(visit.Page);
        await visit.Page.SetInputFilesAsync("[data-upload-input]", file.Path);

        var first = await PercentAboveAsync(visit.Page, 0);
        await visit.ScreenshotAsync("upload-tray-1440");
        await visit.Page.ClickAsync(".vs-nav a[href='/channels']");
        await visit.Page.WaitForURLAsync("**/channels");
        var second = await PercentAboveAsync(visit.Page, first);
        Assert.Contains("of 16 MB", await visit.Page.InnerTextAsync("[data-upload-line]"), StringComparison.Ordinal);

        var again = await visit.Context.NewPageAsync();
        await visit.Page.CloseAsync();
        await again.GotoAsync("/library");
        await Visit.IsLiveAsync(again);
        var paused = again.Locator(".vs-upload-row", new() { HasText = "Pick the same file to go on." });
        await paused.WaitForAsync();
        await again.ScreenshotAsync(new() { Path = Path.Combine(BrowserFixture.Artifacts, "upload-tray-paused.png") });
        await again.SetInputFilesAsync("[data-upload-input]", file.Path);
        var upload = await FinishedUploadAsync(person);

        Assert.True(second > first);
        Assert.Equal(file.Sha256, await StoredSha256Async(upload));
        await using var db = await fixture.App.Contexts.CreateDbContextAsync();
        Assert.Equal(1, await db.Uploads.CountAsync(row => row.UserId == person.Id));
        Assert.Equal("clip คลิป.mp4", upload.Filename);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Tray_PauseResumeCancelUndo_DoesAsItSays()
    {
        var person = await fixture.App.NewPersonAsync();
        await using var visit = await SignedInAsync(person);
        using var file = await LargeClip.MakeAsync("pause.mp4", 3_000_000);
        await visit.OpenAsync("/library");
        await SlowDownAsync(visit.Page);
        await visit.Page.SetInputFilesAsync("[data-upload-input]", file.Path);
        await PercentAboveAsync(visit.Page, 0);

        await visit.Page.ClickAsync("[data-upload-row] [data-upload-action=pause]");
        await RowInAsync(visit.Page, "Paused");
        await visit.Page.ClickAsync("[data-upload-row] [data-upload-action=cancel]");
        await RowInAsync(visit.Page, "Cancelled");
        await visit.Page.ClickAsync("[data-upload-action=undo]");
        await RowInAsync(visit.Page, "Uploading");
        await visit.Page.ClickAsync("[data-upload-row] [data-upload-action=cancel]");
        await RowInAsync(visit.Page, "Cancelled");
        await visit.Page.WaitForSelectorAsync("[data-upload-row]", new() { State = WaitForSelectorState.Detached });

        await using var db = await fixture.App.Contexts.CreateDbContextAsync();
        Assert.Equal(UploadStatus.Terminated, (await db.Uploads.SingleAsync(row => row.UserId == person.Id)).Status);
        Assert.Equal(0, await db.Users.Where(user => user.Id == person.Id).Select(user => user.CurrentUsage).SingleAsync());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Tray_OfWrongFiles_SaysWhyAndSendsNothing()
    {
        var person = await fixture.App.NewPersonAsync();
        await using var visit = await SignedInAsync(person);
        await visit.OpenAsync("/library");
        await visit.Page.SetInputFilesAsync("[data-upload-input]",
        [
            new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "hello"u8.ToArray() },
            new FilePayload { Name = "empty.mp4", MimeType = "video/mp4", Buffer = [] },
        ]);

        await visit.Page.GetByText("This isn't a video. It looks like a text file. Choose an MP4 or MOV.").WaitForAsync();
        await visit.Page.GetByText("This file is empty. Choose another one.").WaitForAsync();
        await using var db = await fixture.App.Contexts.CreateDbContextAsync();
        Assert.False(await db.Uploads.AnyAsync(row => row.UserId == person.Id));
    }

    [Fact]
    public async Task Tray_WithoutQuota_ShowsTheServersSentence()
    {
        var person = await fixture.App.NewPersonAsync();
        await using (var db = await fixture.App.Contexts.CreateDbContextAsync())
        {
            await db.Users.Where(user => user.Id == person.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.CurrentUsage, user => user.MonthlyQuota));
        }

        await using var visit = await SignedInAsync(person, width: 390);
        using var file = await LargeClip.MakeAsync("late.mp4", 1_000_000);
        await visit.OpenAsync("/library");
        await visit.Page.SetInputFilesAsync("[data-upload-input]", file.Path);

        await visit.Page.GetByText("30 of 30 videos used.").WaitForAsync();
        await visit.ScreenshotAsync("upload-tray-390-refused");
    }

    private async Task<Visit> SignedInAsync(TestPerson person, int width = 1440)
    {
        var visit = await browser.VisitAsync(fixture.App.Address, width);
        await visit.Context.AddCookiesAsync(
            [new Cookie { Name = TestPerson.CookieName, Value = person.Cookie, Url = fixture.App.Address.ToString() }]);
        return visit;
    }

    private static async Task SlowDownAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = SlowBytesPerSecond,
        });
    }

    private static async Task<int> PercentAboveAsync(IPage page, int floor)
    {
        var found = await page.WaitForFunctionAsync(
            """
            floor => {
                const now = Number(document.querySelector('[data-upload-bar]')?.getAttribute('aria-valuenow') ?? -1);
                return now > floor ? now : false;
            }
            """,
            floor);
        return int.Parse((await found.JsonValueAsync<object>()).ToString()!, CultureInfo.InvariantCulture);
    }

    private static Task<IElementHandle?> RowInAsync(IPage page, string state) =>
        page.WaitForSelectorAsync($"[data-upload-state={state}]");

    private async Task<Upload> FinishedUploadAsync(TestPerson person)
    {
        Upload? upload = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                await using var db = await fixture.App.Contexts.CreateDbContextAsync();
                upload = await db.Uploads.AsNoTracking()
                    .FirstOrDefaultAsync(row => row.UserId == person.Id && row.Status == UploadStatus.Completed);
                return upload is not null;
            },
            TimeSpan.FromSeconds(40));
        return upload!;
    }

    private async Task<string> StoredSha256Async(Upload upload)
    {
        await using var stored = await fixture.App.Services.GetRequiredService<IBlobStore>().OpenReadAsync(upload.StorageKey, default);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stored));
    }

    /// <summary>A real clip with a box of noise behind it that players skip: as large as a test wants.</summary>
    private sealed class LargeClip : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("videosaas-clip-").FullName;

        private LargeClip(string name, byte[] bytes)
        {
            Path = System.IO.Path.Combine(_folder, name);
            File.WriteAllBytes(Path, bytes);
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        }

        public string Path { get; }

        public string Sha256 { get; }

        public static async Task<LargeClip> MakeAsync(string name, int length)
        {
            var clip = await File.ReadAllBytesAsync(await Clips.SmallAsync());
            var box = RandomNumberGenerator.GetBytes(length - clip.Length);
            BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
            "free"u8.CopyTo(box.AsSpan(4));
            return new LargeClip(name, [.. clip, .. box]);
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
