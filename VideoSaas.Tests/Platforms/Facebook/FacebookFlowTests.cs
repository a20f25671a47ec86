using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Connect;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Tests.Platforms.Facebook;

/// <summary>Pages connected and posted to through the public commands, against the twin over HTTP.</summary>
public sealed partial class FacebookFlowTests(PublishingFixture fixture, PostgresFixture postgres) : IClassFixture<PublishingFixture>
{
    private static readonly (int, int) Lying = (960, 540);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_Submitted_IsPublishedAndPlays(bool isReel)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook, size: isReel ? null : Lying);

        var postId = await bench.SubmitAsync();
        await UntilAsync(bench, postId, one => one.PlatformPostUrl is not null);

        var post = await bench.PostAsync(postId);
        var published = Assert.Single(await bench.PublicationsAsync());
        Assert.Equal((PostStatus.Published, 100, null), (post.UploadStatus, post.UploadProgress, post.ErrorCode));
        Assert.Equal((published.RemoteId, published.Text), (post.PlatformPostId, post.Caption));
        Assert.Contains(isReel ? "/reel/" : "/videos/", post.PlatformPostUrl, StringComparison.Ordinal);
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));

        using var client = new HttpClient();
        var film = new Uri(fixture.App.Address, $"sandbox/facebook/video/{post.PlatformPostId}");
        Assert.Equal(
            SHA256.HashData(await File.ReadAllBytesAsync(bench.ClipPath)), SHA256.HashData(await client.GetByteArrayAsync(film)));
        Assert.Contains("#เชียงใหม่", await client.GetStringAsync(post.PlatformPostUrl), StringComparison.Ordinal);
        var profile = new Uri(fixture.App.Address, $"sandbox/facebook?account={bench.Login}");
        Assert.Contains("data-published=\"1\"", await client.GetStringAsync(profile), StringComparison.Ordinal);
        Assert.Contains(bench.Login, await client.GetStringAsync(new Uri(fixture.App.Address, "sandbox/facebook")), StringComparison.Ordinal);

        var attempt = Assert.Single((await bench.PageAsync(postId)).Attempts);
        Assert.Equal(("located", CommitOutcome.Committed, "reconcile"), (attempt.Step, attempt.Outcome, attempt.ResolvedBy));
    }

    [Fact]
    public async Task Numbers_OfAReelAndAVideo_AreReadWithTheNamesOfEach()
    {
        await using var alone = await AloneAsync(new() { ["Sandbox:NumbersAfterSeconds"] = "0" });
        foreach (var size in new (int, int)?[] { null, Lying })
        {
            var bench = await PublishingBench.NewAsync(alone.App, Platform.Facebook, size: size);
            var postId = await bench.SubmitAsync();
            await UntilAsync(bench, postId, one => one.PlatformPostUrl is not null);
            await GrowOldAsync(bench);

            var remoteId = (await bench.PostAsync(postId)).PlatformPostId!;
            var (account, reader) = await ReaderAsync(bench);
            var answer = await reader.ReadAsync(
                account, [new PostToMeasure(postId, remoteId, DateTimeOffset.UtcNow), new PostToMeasure(Guid.Empty, "9000000000000001", default)], default);

            var numbers = Assert.Single(Assert.IsType<MetricsAnswer.Read>(answer).Posts);
            Assert.Equal(postId, numbers.PostId);
            Assert.All([numbers.Views, numbers.Likes, numbers.Comments, numbers.Shares], number => Assert.NotNull(number));
            Assert.Null(numbers.Saves);
            Assert.True(numbers.Views > 0);
            Assert.Contains(size is null ? "fb_reels_replay_count" : "total_video_view_total_time", numbers.Metrics.Keys);
            Assert.Contains("post_video_likes_by_reaction_type.REACTION_LIKE", numbers.Metrics.Keys);
            Assert.Contains("video_insights", numbers.Raw, StringComparison.Ordinal);

            // One name that nobody knows, and the others are asked for one by one.
            await bench.FaultAsync("video_insights", "status:400");
            answer = await reader.ReadAsync(account, [new PostToMeasure(postId, remoteId, DateTimeOffset.UtcNow)], default);
            Assert.Equal(numbers.Metrics.Count, Assert.Single(Assert.IsType<MetricsAnswer.Read>(answer).Posts).Metrics.Count);
        }
    }

    [Fact]
    public async Task Reels_OfTheDay_WhenUsedUp_HoldThePostAndSendItLater()
    {
        await using var alone = await AloneAsync(new() { ["Sandbox:PublishesPerDay"] = "1", ["Facebook:ReelsPerDay"] = "1" });
        var bench = await PublishingBench.NewAsync(alone.App, Platform.Facebook);
        await bench.SubmitAsync("first");
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PublicationsAsync()).Count == 1);

        var second = Guid.CreateVersion7();
        await bench.AddVideoAsync(second);
        var saved = await bench.Get<SavePost>().ExecuteAsync(bench.Person.Actor, new SavePostInput(second, bench.AccountId, "second"), default);
        await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(saved.Value), default);
        await UntilAsync(bench, saved.Value, one => one.HoldCode == HoldCode.Quota);
        Assert.Single(await bench.PublicationsAsync());

        // A day passes at the twin.
        await GrowOldAsync(bench);
        await UntilAsync(bench, saved.Value, one => one.UploadStatus == PostStatus.Published);
        Assert.Equal(2, (await bench.PublicationsAsync()).Count);
    }

    /// <summary>With one app for both, a consent that is ended for a Page takes the Instagram account with it.</summary>
    [Fact]
    public async Task Page_DisconnectedBesideAnInstagramAccountOfTheSameApp_EndsNoConsent()
    {
        await using var alone = await AloneAsync(new() { ["Facebook:AppId"] = "1000000000000001" });
        var bench = await PublishingBench.NewAsync(alone.App, Platform.Facebook);
        var instagram = bench.Get<IEnumerable<IPlatformTwin>>().Single(twin => twin.Platform == Platform.Instagram);
        var ids = await bench.Get<ConnectAccounts>().ExecuteAsync(
            bench.Person.Actor, Platform.Instagram, [await instagram.GrantAsync(bench.Login, default)], default);

        Assert.Null((await bench.Get<DisconnectAccount>().ExecuteAsync(bench.Person.Actor, new(bench.AccountId), default)).Refusal);
        Assert.Equal(0, await RevokedAsync(bench));
        Assert.Null((await bench.Get<DisconnectAccount>().ExecuteAsync(bench.Person.Actor, new(ids[0]), default)).Refusal);
        Assert.Equal(1, await RevokedAsync(bench));
    }

    [Fact]
    public async Task PageToken_ThatEnds_IsReadAgainWithThePersonsOwn_AndBothDead_OnlyAConsentHelps()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook);
        var before = await EndAsync(bench);

        var postId = await bench.SubmitAsync();
        await UntilAsync(bench, postId, one => one.PlatformPostUrl is not null);
        await using (var db = bench.Open())
        {
            var account = await db.PlatformAccounts.AsNoTracking().SingleAsync(one => one.Id == bench.AccountId);
            Assert.NotEqual(before, account.AccessTokenProtected);
            Assert.Equal((null, AccountHealth.Connected), (account.TokenExpiresAt, account.Health));
        }

        await EndAsync(bench);
        await bench.FaultAsync("accounts", "token-invalid:460");
        var second = Guid.CreateVersion7();
        await bench.AddVideoAsync(second);
        var saved = await bench.Get<SavePost>().ExecuteAsync(bench.Person.Actor, new SavePostInput(second, bench.AccountId, "second"), default);
        await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(saved.Value), default);
        await UntilAsync(bench, saved.Value, one => one.HoldCode == HoldCode.Reconnect);
        Assert.Single(await bench.PublicationsAsync());
    }

    [Fact]
    public async Task Post_ForALaterMinute_IsSentAheadAndFinishedThen()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook);
        await bench.ClearFaultsAsync();
        var postId = await bench.DraftAsync();
        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(
            bench.Person.Actor, new SubmitPostInput(postId, new PostTime.At(DateTimeOffset.UtcNow.AddMinutes(20))), default)).Refusal);
        await UntilAsync(bench, postId, one => one.CommitAt is not null);
        Assert.Empty(await bench.PublicationsAsync());

        var at = DateTimeOffset.UtcNow.AddSeconds(1.5);
        Assert.Null((await bench.Get<ReschedulePost>().ExecuteAsync(
            bench.Person.Actor, new ReschedulePostInput(postId, new PostTime.At(at)), default)).Refusal);
        await UntilAsync(bench, postId, one => one.PlatformPostUrl is not null);

        Assert.True(Assert.Single(await bench.PublicationsAsync()).At >= at.AddMilliseconds(-1));
        await using var db = bench.Open();
        Assert.Equal(
            ["started", "container_created", "prepared", "ready", "intent", "accepted", "found_live", "located"],
            await db.PublishSteps.Where(step => step.PostId == postId && step.Outcome == StepOutcome.Done).OrderBy(step => step.Id).Select(step => step.Step).ToListAsync());
    }

    [Fact]
    public async Task Post_CalledOffBeforeTheFinish_NeverAppears()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook);
        await bench.ClearFaultsAsync();
        await bench.FaultAsync("rupload", "status:503", 20);
        var postId = await bench.SubmitAsync();
        await PublishingWorker.RunNextAsync(bench.App);

        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new CancelPostInput(postId), default)).Refusal);

        await bench.ClearFaultsAsync();
        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);
        Assert.Empty(await bench.PublicationsAsync());
    }

    [Fact]
    public async Task Consent_OffersThePagesOnWhichOneMayCreate_AlsoThoseOfABusiness()
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);
        var login = NewLogin();

        var end = await ConsentAsync(browser, login);

        Assert.StartsWith("/channels/choose?key=", end.OriginalString, StringComparison.Ordinal);
        var key = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(fixture.App.Address, end).Query)["key"].ToString();
        var choose = fixture.App.Services.GetRequiredService<ChooseAccounts>();
        var offer = (await choose.LookAsync(person.Actor, key, default))!;
        Assert.Equal([login, $"{login}.studio"], offer.Accounts.Select(one => one.Username).Order());

        // Without the right to look into businesses their Pages are not found, and nothing else changes.
        end = await ConsentAsync(browser, login, without: "business_management");
        Assert.Equal("/channels?connected=1&platform=facebook", end.OriginalString);
        Assert.Contains("no_account", (await ConsentAsync(browser, NewLogin(), pages: [0, 1])).OriginalString, StringComparison.Ordinal);
        Assert.Contains(
            "scopes_missing", (await ConsentAsync(browser, NewLogin(), without: "pages_manage_posts")).OriginalString, StringComparison.Ordinal);

        // What is known of the Page can be asked for.
        await using var db = fixture.App.Contexts.CreateDbContext();
        var account = await db.PlatformAccounts.AsNoTracking().SingleAsync(one => one.UserId == person.Id);
        var credentials = fixture.App.Services.GetRequiredService<AccountTokens>().Open(account)!;
        var told = await fixture.App.Services.GetRequiredService<PlatformCatalog>().AccountReaderOf(Platform.Facebook)!.AskAsync(credentials, default);
        var facts = Assert.IsType<AccountFactsAnswer.Told>(told).Facts;
        Assert.Equal((login, 30, null), (facts.DisplayName, facts.PublishesTotal, facts.PublishesLeft));

        // Ended here, it is ended there.
        Assert.Null((await fixture.App.Services.GetRequiredService<DisconnectAccount>().ExecuteAsync(person.Actor, new(account.Id), default)).Refusal);
        told = await fixture.App.Services.GetRequiredService<PlatformCatalog>().AccountReaderOf(Platform.Facebook)!.AskAsync(credentials, default);
        Assert.Equal(458, Assert.IsType<AccountFactsAnswer.Refused>(told).Error.RemoteSubcode);
    }

    private async Task<Uri> ConsentAsync(HttpClient browser, string login, string? without = null, int[]? pages = null)
    {
        var dialog = await LocationAsync(await browser.GetAsync(new Uri("connect/facebook", UriKind.Relative)));
        var scopes = Scope().Matches(await browser.GetStringAsync(dialog)).Select(match => match.Groups[1].Value).ToList();
        var form = new List<KeyValuePair<string, string>> { new("login", login), new("decision", "allow") };
        form.AddRange(scopes.Where(scope => scope != without).Select(scope => KeyValuePair.Create("scope", scope)));
        form.AddRange((pages ?? [0, 1, 2, 3]).Select(index => KeyValuePair.Create("page", $"{index}")));
        using var content = new FormUrlEncodedContent(form);
        return await LocationAsync(await browser.GetAsync(await LocationAsync(await browser.PostAsync(dialog, content))));
    }

    private static Task<Uri> LocationAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return Task.FromResult(answer.Headers.Location!);
        }
    }

    /// <summary>The Page's token is said to end in a minute; what is stored of it.</summary>
    private static async Task<string> EndAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        var account = await db.PlatformAccounts.SingleAsync(one => one.Id == bench.AccountId);
        account.TokenExpiresAt = DateTimeOffset.UtcNow.AddMinutes(1);
        await db.SaveChangesAsync();
        return account.AccessTokenProtected;
    }

    private static async Task<int> RevokedAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        var grants = await db.SandboxDocuments.Where(one => one.Kind == "grant").Select(one => one.Body).ToListAsync();
        return grants.Count(grant => grant.Contains("\"IsRevoked\": true", StringComparison.Ordinal));
    }

    private static async Task GrowOldAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE sandbox_documents SET body = jsonb_set(body, ARRAY['PublishedAt'], to_jsonb(now() - interval '25 hours')) WHERE kind = 'video' AND body->>'PublishedAt' IS NOT NULL");
    }

    private static async Task<(AccountCredentials Account, IMetricsReader Reader)> ReaderAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        var account = await db.PlatformAccounts.AsNoTracking().SingleAsync(one => one.Id == bench.AccountId);
        return (bench.Get<AccountTokens>().Open(account)!, bench.Get<PlatformCatalog>().MetricsReaderOf(bench.Platform)!);
    }

    private static string NewLogin() => "f" + Guid.CreateVersion7().ToString("N")[14..];

    private static Task UntilAsync(PublishingBench bench, Guid postId, Func<PlatformPost, bool> holds) =>
        PublishingWorker.UntilAsync(bench.App, async () => holds(await bench.PostAsync(postId)));

    private async Task<Alone> AloneAsync(Dictionary<string, string?> more)
    {
        var space = new AppSpace(postgres);
        await space.InitializeAsync();
        var settings = PublishingFixture.Quick;
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return new Alone(space, space.Start(settings));
    }

    [GeneratedRegex("name=\"scope\" value=\"([^\"]+)\"")]
    private static partial Regex Scope();

    private sealed record Alone(AppSpace Space, AppHost App) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Space.DisposeAsync();
        }
    }
}
