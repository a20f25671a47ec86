using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Data;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>Posts to the twin over HTTP, through every fault of its list.</summary>
public sealed class PublishFlowTests(PublishingFixture fixture, PostgresFixture postgres) : IClassFixture<PublishingFixture>
{
    [Fact]
    public async Task Post_Submitted_IsPublishedAndPlays()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

        var post = await bench.PostAsync(postId);
        Assert.Equal(PostStatus.Published, post.UploadStatus);
        Assert.Equal((100, null, 1), (post.UploadProgress, post.ErrorCode, post.Arming));
        Assert.NotNull(post.PlatformPostId);
        Assert.NotNull(post.PlatformShortCode);
        Assert.NotNull(post.PostedAt);
        Assert.Equal(["เชียงใหม่"], post.Hashtags!);
        Assert.Equal(["nok"], post.Mentions!);
        Assert.Equal(
            ["full_response", "headers", "status_code"],
            JsonDocument.Parse(post.ApiResponse!).RootElement.EnumerateObject().Select(one => one.Name).Order());
        Assert.Single(await bench.PublishedAsync());
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));

        using var client = new HttpClient();
        var page = await client.GetStringAsync(post.PlatformPostUrl);
        Assert.Contains("#เชียงใหม่", page, StringComparison.Ordinal);
        var film = new Uri(fixture.App.Address, $"sandbox/instagram/video/{post.PlatformShortCode}");
        Assert.Equal(
            SHA256.HashData(await File.ReadAllBytesAsync(bench.ClipPath)), SHA256.HashData(await client.GetByteArrayAsync(film)));
        using var part = new HttpRequestMessage(HttpMethod.Get, film) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var answered = await client.SendAsync(part);
        Assert.Equal((HttpStatusCode.PartialContent, 10), (answered.StatusCode, (int)answered.Content.Headers.ContentLength!));
        Assert.Contains(bench.Login, await client.GetStringAsync(new Uri(fixture.App.Address, "sandbox/instagram")), StringComparison.Ordinal);

        var attempt = Assert.Single((await bench.PageAsync(postId)).Attempts);
        Assert.Equal(("located", CommitOutcome.Committed, "platform"), (attempt.Step, attempt.Outcome, attempt.ResolvedBy));
    }

    [Theory]
    [InlineData("media_publish", "drop-before", 1)]
    [InlineData("media_publish", "drop-after", 1)]
    [InlineData("media_publish", "publish-error-but-live", 1)]
    [InlineData("media_publish", "publish-error-but-live:2207051", 1)]
    [InlineData("media_publish", "error:2207027", 1)]
    [InlineData("media_publish", "html-502", 1)]
    [InlineData("media_publish", "throttle:4", 1)]
    [InlineData("media_publish", "slow", 1)]
    [InlineData("container", "container-100-33", 4)]
    [InlineData("container", "stuck-in-progress", 4)]
    [InlineData("container", "error:2207053", 1)]
    [InlineData("container", "drop-before", 2)]
    [InlineData("container", "html-502", 2)]
    [InlineData("container", "throttle:80002", 1)]
    [InlineData("rupload", "drop-before", 1)]
    [InlineData("rupload", "drop-after", 1)]
    [InlineData("rupload", "rupload-nonretriable", 1)]
    [InlineData("rupload", "rupload-cut-at:20000", 1)]
    [InlineData("rupload", "html-502", 1)]
    [InlineData("media", "drop-before", 1)]
    [InlineData("media", "drop-after", 1)]
    [InlineData("media", "throttle:80002", 1)]
    [InlineData("media", "html-502", 1)]
    [InlineData("limit", "drop-before", 1)]
    [InlineData("readback", "permalink-missing", 2)]
    [InlineData("readback", "drop-before", 1)]
    [InlineData("readback", "container-100-33", 2)]
    public async Task Fault_ThatPasses_EndsInExactlyOnePublication(string op, string fault, int times)
    {
        var bench = await FaultyAsync(op, fault, times);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

        var post = await bench.PostAsync(postId);
        var published = Assert.Single(await bench.PublishedAsync());
        Assert.Equal(PostStatus.Published, post.UploadStatus);
        Assert.Equal(JsonDocument.Parse(published).RootElement.GetProperty("Id").GetString(), post.PlatformPostId);
        using var client = new HttpClient();
        var film = new Uri(fixture.App.Address, $"sandbox/instagram/video/{post.PlatformShortCode}");
        Assert.Equal(
            SHA256.HashData(await File.ReadAllBytesAsync(bench.ClipPath)), SHA256.HashData(await client.GetByteArrayAsync(film)));
    }

    [Theory]
    [InlineData("media_publish", "error:2207051", "platform_blocked")]
    [InlineData("container", "error:2207026", "media_refused")]
    [InlineData("media", "error:2207010", "text_refused")]
    public async Task Fault_ThatIsFinal_FailsThePostWithItsReason(string op, string fault, string code)
    {
        var bench = await FaultyAsync(op, fault);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Failed);

        var post = await bench.PostAsync(postId);
        Assert.Equal(code, post.ErrorCode);
        Assert.Contains("\"class\"", post.ErrorDetails, StringComparison.Ordinal);
        await FoundingColumns.AssertHeldAsync(bench.Get<NpgsqlDataSource>(), this, "platform_posts.error_");
        Assert.Empty(await bench.PublishedAsync());

        // Mended, the same row goes round again.
        Assert.Null((await bench.Get<RetryPost>().ExecuteAsync(bench.Person.Actor, new RetryPostInput(postId), default)).Refusal);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        Assert.Single(await bench.PublishedAsync());
        await FoundingColumns.AssertHeldAsync(bench.Get<NpgsqlDataSource>(), this, "platform_posts.last_retry_at");
        Assert.Equal((2, 1), ((await bench.PostAsync(postId)).Arming, (await bench.PostAsync(postId)).RetryCount));
    }

    [Theory]
    [InlineData("media", "token-invalid:463")]
    [InlineData("container", "token-invalid:460")]
    [InlineData("media_publish", "token-invalid:458")]
    public async Task Token_ThatDied_HoldsThePostUntilReconnected(string op, string fault)
    {
        var bench = await FaultyAsync(op, fault);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).HoldCode == HoldCode.Reconnect);
        var channels = await bench.Get<PublishingQueries>().ChannelsAsync(bench.Person.Actor, default);
        await Eventually.HoldsAsync(
            async () => (await bench.Get<PublishingQueries>().ChannelsAsync(bench.Person.Actor, default))[0].Accounts[0].Health == AccountHealth.NeedsReauth);
        Assert.Equal(PostStatus.Pending, (await bench.PostAsync(postId)).UploadStatus);
        Assert.Equal(1, channels[0].Accounts[0].WaitingPosts);
        Assert.Empty(await bench.PublishedAsync());

        await bench.ReconnectAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);
        Assert.Single(await bench.PublishedAsync());
    }

    [Fact]
    public async Task DailyLimit_WhenUsedUp_HoldsThePostAndSendsItLater()
    {
        await using var alone = await AloneAsync(new() { ["Sandbox:PublishesPerDay"] = "1" });
        var bench = await PublishingBench.NewAsync(alone.App);
        await bench.SubmitAsync("first");
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PublishedAsync()).Count == 1);

        var second = Guid.CreateVersion7();
        await bench.AddVideoAsync(second);
        var saved = await bench.Get<SavePost>().ExecuteAsync(bench.Person.Actor, new SavePostInput(second, bench.AccountId, "second"), default);
        await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(saved.Value), default);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(saved.Value)).HoldCode == HoldCode.Quota);
        Assert.Single(await bench.PublishedAsync());

        // A day passes at the twin.
        await using (var db = bench.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"UPDATE sandbox_documents SET body = jsonb_set(body, ARRAY['At'], to_jsonb(now() - interval '25 hours')) WHERE kind = 'media'");
        }

        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(saved.Value)).UploadStatus == PostStatus.Published);
        Assert.Equal(2, (await bench.PublishedAsync()).Count);
    }

    [Fact]
    public async Task Outcome_ThatNobodyCanTell_IsUnconfirmedAndSettledByThePerson()
    {
        await using var alone = await AloneAsync(new() { ["Publishing:ReconcileWindowSeconds"] = "1", ["Publishing:CommitTimeoutSeconds"] = "2" });
        var bench = await PublishingBench.NewAsync(alone.App);
        var postId = await bench.UnconfirmedAsync();

        Assert.True((await bench.PageAsync(postId)).Post.IsUnconfirmed);
        var cancelled = await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new CancelPostInput(postId), default);
        Assert.Equal("past_point_of_no_return", cancelled.Refusal?.Code);
        Assert.Null((await bench.Get<ResolveUnconfirmed>().ExecuteAsync(
            bench.Person.Actor, new ResolveUnconfirmedInput(postId, IsLive: true), default)).Refusal);
        var post = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Published, null), (post.UploadStatus, post.PlatformPostId));
        Assert.Single(await bench.PublishedAsync());
    }

    [Fact]
    public async Task Numbers_OfAReel_AreToldWhenItIsOld_AndOneByOneWhenAskedForWrongly()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.ClearFaultsAsync();
        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);
        var remoteId = (await bench.PostAsync(postId)).PlatformPostId!;
        await using var db = bench.Open();
        var account = bench.Get<AccountTokens>().Open(await db.PlatformAccounts.AsNoTracking().SingleAsync(one => one.Id == bench.AccountId))!;
        async Task<PostNumbers> ReadAsync() => Assert.Single(Assert.IsType<MetricsAnswer.Read>(
            await bench.Get<PlatformCatalog>().MetricsReaderOf(Platform.Instagram)!.ReadAsync(
                account, [new PostToMeasure(postId, remoteId, DateTimeOffset.UtcNow)], default)).Posts);

        Assert.Null((await ReadAsync()).Views);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE sandbox_documents SET body = jsonb_set(body, ARRAY['At'], to_jsonb(now() - interval '30 hours')) WHERE kind = 'media' AND body->>'Id' = {remoteId}");
        var numbers = await ReadAsync();
        Assert.All([numbers.Views, numbers.Likes, numbers.Comments, numbers.Shares, numbers.Saves], number => Assert.NotNull(number));
        Assert.Contains("ig_reels_avg_watch_time", numbers.Metrics.Keys);

        await bench.FaultAsync("insights", "status:400");
        Assert.Equal(numbers.Metrics.Keys.Order(), (await ReadAsync()).Metrics.Keys.Order());
    }

    [Fact]
    public async Task Tokens_AreNowhereInClear()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);

        await using var db = bench.Open();
        var account = await db.PlatformAccounts.AsNoTracking().SingleAsync(one => one.Id == bench.AccountId);
        var credentials = bench.Get<AccountTokens>().Open(account)!;
        Assert.StartsWith("EAA", credentials.AccessToken, StringComparison.Ordinal);
        var tables = await db.Database
            .SqlQuery<string>(
                $"""
                SELECT format('%I.%I', table_schema, table_name) AS "Value" FROM information_schema.tables
                WHERE table_schema IN ('public', 'hangfire') AND table_type = 'BASE TABLE'
                """)
            .ToListAsync();
        foreach (var table in tables)
        {
#pragma warning disable EF1002 // The names come from the catalogue.
            var hits = await db.Database
                .SqlQueryRaw<int>(
                    $"SELECT count(*)::int AS \"Value\" FROM {table} AS t WHERE position({{0}} in t::text) > 0 OR position({{1}} in t::text) > 0",
                    credentials.AccessToken, credentials.RefreshToken!)
                .SingleAsync();
#pragma warning restore EF1002
            Assert.True(hits == 0, $"{table} holds a token in clear.");
        }
    }

    /// <summary>A fault meets whoever comes first: the posts of earlier tests are at rest, and their faults are taken back.</summary>
    private async Task<PublishingBench> FaultyAsync(string op, string fault, int times = 1)
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.ClearFaultsAsync();
        await bench.FaultAsync(op, fault, times);
        return bench;
    }

    private async Task<Alone> AloneAsync(Dictionary<string, string?>? more = null)
    {
        var space = new AppSpace(postgres);
        await space.InitializeAsync();
        var settings = PublishingFixture.Quick;
        foreach (var (key, value) in more ?? [])
        {
            settings[key] = value;
        }

        return new Alone(space, space.Start(settings));
    }

    private sealed record Alone(AppSpace Space, AppHost App) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Space.DisposeAsync();
        }
    }
}
