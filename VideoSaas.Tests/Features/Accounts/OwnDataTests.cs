using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Accounts.Export;
using VideoSaas.Web.Features.Accounts.Leaving;
using VideoSaas.Web.Features.Accounts.Picture;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Tests.Features.Accounts;

/// <summary>The picture, the export and leaving for good, in an app whose clock of upkeep stands still.</summary>
public sealed class OwnDataTests(OwnDataTests.Fixture fixture) : IClassFixture<OwnDataTests.Fixture>
{
    private readonly AppHost _app = fixture.App;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExportTables_AreAllThatHangOnAPerson()
    {
        await using var db = await _app.Contexts.CreateDbContextAsync(Token);
        var tables = db.Model.GetEntityTypes().Where(type => type.GetTableName() is not null).ToList();
        var owned = new HashSet<string> { "users" };
        for (var before = 0; before < owned.Count;)
        {
            before = owned.Count;
            owned.UnionWith(tables.Where(type => type.GetForeignKeys().Any(key => owned.Contains(key.PrincipalEntityType.GetTableName()!)))
                .Select(type => type.GetTableName()!));
        }

        Assert.Equal(owned.Order(StringComparer.Ordinal), ExportTables.All.Select(table => table.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Export_HoldsThePersonsRowsAndNoSecrets_IsForThemAlone_AndGoesWhenItsDaysAreOver()
    {
        var bench = await PublishingBench.NewAsync(_app);
        var stranger = await PublishingBench.NewAsync(_app);
        await bench.DraftAsync("ผัดไทยในห้าวินาที");
        await stranger.DraftAsync("not yours");
        var asked = await bench.Get<RequestExport>().ExecuteAsync(bench.Person.Actor, Token);
        Assert.Equal(asked.Value, (await bench.Get<RequestExport>().ExecuteAsync(bench.Person.Actor, Token)).Value);

        await bench.Get<MakeExports>().RunAsync(Token);

        Assert.Equal(DataExportStatus.Ready, Assert.Single(await bench.Get<ExportQueries>().LatestAsync(bench.Person.Actor, Token)).Status);
        using var client = _app.NewClient(bench.Person);
        using var others = _app.NewClient(stranger.Person);
        var address = new Uri($"/account/exports/{asked.Value}", UriKind.Relative);
        using (var refused = await others.GetAsync(address, Token))
        {
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        await using var zip = new ZipArchive(new MemoryStream(await client.GetByteArrayAsync(address, Token)));
        foreach (var table in ExportTables.All)
        {
            using var rows = await JsonDocument.ParseAsync(await zip.GetEntry($"{table.Name}.json")!.OpenAsync(Token), cancellationToken: Token);
            Assert.All(rows.RootElement.EnumerateArray(), row => Assert.DoesNotContain(
                row.EnumerateObject(), column => table.Secrets.Contains(column.Name)));
        }

        var posts = await ReadAsync(zip, "platform_posts.json");
        Assert.Contains("ผัดไทยในห้าวินาที", posts, StringComparison.Ordinal);
        Assert.DoesNotContain("not yours", posts, StringComparison.Ordinal);
        Assert.Contains(bench.Person.Email, await ReadAsync(zip, "users.json"), StringComparison.Ordinal);
        Assert.Contains("/media/", await ReadAsync(zip, "files.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("CfDJ8", await ReadAsync(zip, "platform_accounts.json"), StringComparison.Ordinal);

        await using var db = bench.Open();
        var key = (await db.DataExports.AsNoTracking().SingleAsync(one => one.Id == asked.Value, Token)).StorageKey!;
        await db.DataExports.Where(one => one.Id == asked.Value).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(-1)), Token);
        await bench.Get<MakeExports>().RunAsync(Token);
        Assert.Null(await bench.Get<IBlobStore>().LengthAsync(key, Token));
        using var gone = await client.GetAsync(address, Token);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Export_WhoseMakerWasKilled_IsMadeByTheNext()
    {
        var person = await _app.NewPersonAsync();
        var asked = await _app.Services.GetRequiredService<RequestExport>().ExecuteAsync(person.Actor, Token);
        var make = _app.Services.GetRequiredService<MakeExports>();
        while (await make.ClaimAsync(Token) is { } claimed && claimed.Id != asked.Value)
        {
            // Others' of this class.
        }

        await using var db = await _app.Contexts.CreateDbContextAsync(Token);
        await db.DataExports.Where(one => one.Id == asked.Value).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.LeaseUntil, DateTimeOffset.UtcNow.AddMinutes(-1)), Token);
        await make.RunAsync(Token);
        var made = await db.DataExports.AsNoTracking().SingleAsync(one => one.Id == asked.Value, Token);
        Assert.Equal((DataExportStatus.Ready, 2), (made.Status, made.Attempts));
    }

    [Fact]
    public async Task Leaving_CallsOffWhatIsScheduled_AndCanBeTakenBack()
    {
        var bench = await PublishingBench.NewAsync(_app);
        var postId = await bench.SubmitAsync();
        using var client = _app.NewClient(bench.Person);

        var wrong = await client.SubmitAsync("/account/leave", new Dictionary<string, string> { ["Form.Secret"] = "not it" });
        Assert.Contains("neither your password nor the code", await wrong.ReadTextAsync(), StringComparison.Ordinal);
        var asked = await client.SubmitAsync("/account/leave", new Dictionary<string, string> { ["Form.Secret"] = TestPerson.Password });
        Assert.Contains("will be removed", await asked.ReadTextAsync(), StringComparison.Ordinal);

        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);
        Assert.Equal(
            "account_leaving", (await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(postId), Token)).Refusal!.Code);
        Assert.Equal("Your account will be removed", Assert.Single(await Letters.ToAsync(_app, bench.Person.Email)).Subject);
        using (var still = await client.GetAsync(new Uri("/settings/data", UriKind.Relative), Token))
        {
            Assert.Contains("Keep my account", await still.ReadTextAsync(), StringComparison.Ordinal);
        }

        await _app.Services.GetRequiredService<RemovePeople>().RunAsync(Token);
        Assert.True((await bench.Get<KeepAccount>().ExecuteAsync(bench.Person.Actor, Token)).Succeeded);
        await using var db = bench.Open();
        Assert.Null((await db.Users.AsNoTracking().SingleAsync(one => one.Id == bench.Person.Id, Token)).DeleteAfter);
        Assert.Equal(
            ["user.removal_asked", "user.removal_called_off"],
            await db.AuditEntries.Where(entry => entry.ResourceId == bench.Person.Id && entry.Action.StartsWith("user.removal"))
                .OrderBy(entry => entry.CreatedAt).Select(entry => entry.Action).ToListAsync(Token));
    }

    [Fact]
    public async Task Leaving_WhenTheGraceIsOver_RemovesThePersonWithRowsAndFiles_AndForgetsThemInTheTrail()
    {
        var bench = await PublishingBench.NewAsync(_app);
        await bench.SubmitAsync();
        var blobs = bench.Get<IBlobStore>();
        await using var db = bench.Open();
        await _app.Services.GetRequiredService<RequestExport>().ExecuteAsync(bench.Person.Actor, Token);
        await _app.Services.GetRequiredService<MakeExports>().RunAsync(Token);
        var keys = await db.VideoAssets.Where(asset => asset.UserId == bench.Person.Id).Select(asset => asset.StorageKey).ToListAsync(Token);
        keys.Add((await db.DataExports.AsNoTracking().SingleAsync(one => one.UserId == bench.Person.Id, Token)).StorageKey!);
        foreach (var key in keys)
        {
            Assert.NotNull(await blobs.LengthAsync(key, Token));
        }

        await bench.Get<RequestRemoval>().ExecuteAsync(bench.Person.Actor, new RequestRemoval.Input(TestPerson.Password, _app.Address), Token);
        await db.Users.Where(one => one.Id == bench.Person.Id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.DeleteAfter, DateTimeOffset.UtcNow.AddMinutes(-1)), Token);

        await _app.Services.GetRequiredService<RemovePeople>().RunAsync(Token);

        Assert.False(await db.Users.IgnoreQueryFilters().AnyAsync(one => one.Id == bench.Person.Id, Token));
        Assert.False(await db.PlatformPosts.IgnoreQueryFilters().AnyAsync(one => one.UserId == bench.Person.Id, Token));
        foreach (var key in keys)
        {
            Assert.Null(await blobs.LengthAsync(key, Token));
        }

        var trail = await db.AuditEntries.Where(entry => entry.ActorId == bench.Person.Id.ToString() || entry.ResourceId == bench.Person.Id).ToListAsync(Token);
        Assert.Contains(trail, entry => entry.Action == "user.forgotten");
        Assert.All(trail, entry => Assert.Null(entry.UserId));
        Assert.All(trail, entry => Assert.Null(entry.IpAddress));
    }

    [Fact]
    public async Task Picture_IsDrawnAnewAsASmallSquare_AndWhatIsNoneIsRefused()
    {
        var person = await _app.NewPersonAsync();
        var choose = _app.Services.GetRequiredService<ChoosePicture>();
        using var client = _app.NewClient(person);
        var path = await Clips.MakeAsync("portrait.png", "-f lavfi -i testsrc2=size=600x400:rate=1 -frames:v 1");

        await using (var file = File.OpenRead(path))
        {
            Assert.True((await choose.ExecuteAsync(person.Actor, file, Token)).Succeeded);
        }

        var me = await _app.Services.GetRequiredService<AccountsQueries>().FindMeAsync(person.Actor, Token);
        var bytes = await client.GetByteArrayAsync(new Uri(me!.PictureAddress!, UriKind.Relative), Token);
        Assert.Equal([0xFF, 0xD8, 0xFF], bytes.Take(3));
        Assert.InRange(bytes.Length, 500, 60_000);
        using var stranger = _app.NewClient(await _app.NewPersonAsync());
        using var refused = await stranger.GetAsync(new Uri(me.PictureAddress!, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        Assert.Equal("picture_unreadable", (await choose.ExecuteAsync(person.Actor, new MemoryStream("<svg/>"u8.ToArray()), Token)).Refusal!.Code);
        Assert.Equal("picture_unreadable", (await choose.ExecuteAsync(person.Actor, new MemoryStream([0xFF, 0xD8, 0xFF, 1, 2, 3]), Token)).Refusal!.Code);
        Assert.Equal(
            "picture_too_large", (await choose.ExecuteAsync(person.Actor, new MemoryStream(new byte[ChoosePicture.MostBytes + 1]), Token)).Refusal!.Code);
        Assert.True((await choose.ExecuteAsync(person.Actor, null, Token)).Succeeded);
        using var gone = await client.GetAsync(new Uri(me.PictureAddress!, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task<string> ReadAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(await zip.GetEntry(name)!.OpenAsync(Token));
        return await reader.ReadToEndAsync(Token);
    }

    public sealed class Fixture(PostgresFixture postgres) : PublishingFixture(postgres)
    {
        protected override AppHost Start(AppSpace space) => space.Start(new Dictionary<string, string?>(Quick)
        {
            ["Jobs:Workers:Maintenance"] = "0",
            ["Accounts:RevalidateSeconds"] = "0",
        });
    }
}
