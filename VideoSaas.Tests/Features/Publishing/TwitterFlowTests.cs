using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>Posts to X's twin over HTTP by the public commands, through every fault of its list.</summary>
public sealed class TwitterFlowTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Fact]
    public async Task Post_Submitted_IsPublishedPlaysAndIsMeasured()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Twitter);

        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);

        var post = await bench.PostAsync(postId);
        Assert.Equal((PostStatus.Published, 100, null), (post.UploadStatus, post.UploadProgress, post.ErrorCode));
        Assert.Equal(["pending", "preparing", "uploading", "checking", "published"], await bench.WordsAsync(postId));
        await AssertOneAsync(bench, post);
        Assert.EndsWith($"/sandbox/twitter/x/i/web/status/{post.PlatformPostId}", post.PlatformPostUrl, StringComparison.Ordinal);
        using var client = new HttpClient();
        Assert.Contains("#เชียงใหม่", await client.GetStringAsync(post.PlatformPostUrl), StringComparison.Ordinal);
        Assert.Contains(
            post.PlatformPostId!, await client.GetStringAsync(new Uri(fixture.App.Address, $"sandbox/twitter?account={bench.Login}")), StringComparison.Ordinal);

        var account = await CredentialsAsync(bench);
        var read = Assert.IsType<MetricsAnswer.Read>(await bench.Get<PlatformCatalog>().MetricsReaderOf(Platform.Twitter)!
            .ReadAsync(account, [new PostToMeasure(postId, post.PlatformPostId!, post.PostedAt!.Value)], default));
        var numbers = Assert.Single(read.Posts);
        Assert.True(numbers is { Views: > 0, Likes: > 0, Comments: > 0, Shares: > 0, Saves: > 0 });
        Assert.Contains("media_analytics.watch_time_ms", numbers.Metrics.Keys);
        Assert.Contains("non_public_metrics.engagements", numbers.Metrics.Keys);
    }

    [Theory]
    [InlineData("create", "drop-before")]
    [InlineData("create", "drop-after")]
    [InlineData("create", "error-after:500")]
    [InlineData("create", "error-after:408")]
    [InlineData("create", "malformed-after")]
    [InlineData("create", "status:503")]
    [InlineData("create", "status:408")]
    [InlineData("create", "status:429")]
    [InlineData("create", "html-503")]
    [InlineData("create", "throttle")]
    [InlineData("create", "throttle-bare")]
    [InlineData("create", "credits-depleted")]
    [InlineData("create", "daily-cap")]
    [InlineData("create", "read-only-app")]
    [InlineData("create", "media-expired")]
    [InlineData("create", "slow")]
    [InlineData("create", "token-invalid")]
    [InlineData("append", "token-invalid")]
    [InlineData("status", "token-expired")]
    [InlineData("initialize", "drop-before")]
    [InlineData("initialize", "drop-after")]
    [InlineData("initialize", "status:500")]
    [InlineData("initialize", "throttle")]
    [InlineData("append", "drop-before", 2)]
    [InlineData("append", "drop-after")]
    [InlineData("append", "cut-at:5000")]
    [InlineData("append", "html-503")]
    [InlineData("append", "malformed-after")]
    [InlineData("finalize", "drop-before")]
    [InlineData("finalize", "drop-after")]
    [InlineData("finalize", "malformed-after")]
    [InlineData("finalize", "status:503")]
    [InlineData("finalize", "finalize-mismatch")]
    [InlineData("status", "drop-before", 2)]
    [InlineData("status", "processing-slow:1")]
    [InlineData("status", "throttle-bare")]
    [InlineData("status", "status:404")]
    [InlineData("status", "status:503")]
    [InlineData("status", "malformed-after")]
    [InlineData("read", "status:503", 2)]
    [InlineData("read", "drop-after")]
    public async Task Fault_ThatPasses_EndsInExactlyOnePublication(string op, string fault, int times = 1)
    {
        var bench = await FaultyAsync((op, fault, times));

        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);

        await AssertOneAsync(bench, await bench.PostAsync(postId));
        await AssertFaultsMetAsync(bench);
    }

    /// <summary>The answer is lost, and the timeline cannot say at once what became of the post.</summary>
    [Theory]
    [InlineData("timeline-lag:60", 1)]
    [InlineData("timeline-lag:60", 2)]
    [InlineData("timeline-lag:60", 3)]
    [InlineData("status:503", 2)]
    [InlineData("throttle-bare", 1)]
    [InlineData("drop-before", 2)]
    [InlineData("malformed-after", 1)]
    public async Task LostAnswer_OfALateTimeline_EndsInExactlyOnePublication(string fault, int times)
    {
        var bench = await FaultyAsync(("create", "drop-after", 1), ("timeline", fault, times));

        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);

        await AssertOneAsync(bench, await bench.PostAsync(postId));
        await AssertFaultsMetAsync(bench);
        Assert.Equal("reconcile", (await bench.PageAsync(postId)).Attempts[0].ResolvedBy);
    }

    [Theory]
    [InlineData("create", "duplicate", "duplicate_text")]
    [InlineData("create", "suspended", "account_suspended")]
    [InlineData("create", "status:400", "request_refused")]
    [InlineData("status", "processing-fail:1", "media_refused")]
    [InlineData("status", "processing-fail:3", "media_refused")]
    [InlineData("status", "processing-stuck-99-error", "media_refused")]
    public async Task Fault_ThatIsFinal_FailsThePost_AndARetryPublishesIt(string op, string fault, string code)
    {
        var bench = await FaultyAsync((op, fault, 1));

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).UploadStatus == PostStatus.Failed);
        var failed = await bench.PostAsync(postId);
        Assert.Equal(code, failed.ErrorCode);
        Assert.Contains("full_response", failed.ApiResponse, StringComparison.Ordinal);
        Assert.Empty(await bench.PublicationsAsync());

        Assert.Null((await bench.Get<RetryPost>().ExecuteAsync(bench.Person.Actor, new RetryPostInput(postId), default)).Refusal);
        await UntilLocatedAsync(bench, postId);
        await AssertOneAsync(bench, await bench.PostAsync(postId));
    }

    [Theory]
    [InlineData("initialize", "no-media-scope")]
    [InlineData("append", "token-invalid", "status:400")]
    [InlineData("create", "token-invalid", "status:400")]
    public async Task Access_ThatIsGone_HoldsThePostUntilReconnected(string op, string fault, string? renewal = null)
    {
        var bench = await FaultyAsync((op, fault, 1));
        if (renewal is not null)
        {
            await bench.FaultAsync("refresh", renewal);
        }

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).HoldCode == HoldCode.Reconnect);
        Assert.Empty(await bench.PublicationsAsync());

        await bench.ReconnectAsync();
        await UntilLocatedAsync(bench, postId);
        await AssertOneAsync(bench, await bench.PostAsync(postId));
    }

    [Fact]
    public async Task Text_ThatIsThereAlready_FailsTheSecondPost()
    {
        var bench = await FaultyAsync();
        await UntilLocatedAsync(bench, await bench.SubmitAsync("the very same"));
        var other = Guid.CreateVersion7();
        await bench.AddVideoAsync(other);
        var second = (await bench.Get<SavePost>().ExecuteAsync(bench.Person.Actor, new SavePostInput(other, bench.AccountId, "the very same"), default)).Value;
        await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(second), default);

        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(second)).UploadStatus == PostStatus.Failed);

        Assert.Equal("duplicate_text", (await bench.PostAsync(second)).ErrorCode);
        Assert.Single(await bench.PublicationsAsync());
    }

    [Fact]
    public async Task Post_ThatWaitsForCredit_CanBeCalledOff()
    {
        var bench = await FaultyAsync(("create", "credits-depleted", 1000));
        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(
            bench.App, async () => (await bench.PostAsync(postId)).ApiResponse?.Contains("CreditsDepleted", StringComparison.Ordinal) == true);

        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new CancelPostInput(postId), default)).Refusal);
        await bench.ClearFaultsAsync();

        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);
        Assert.Empty(await bench.PublicationsAsync());
    }

    [Fact]
    public async Task Tokens_ThatEnd_AreRenewedBeforeUse_AndTheOldPairIsSpent()
    {
        var bench = await FaultyAsync();
        var before = await CredentialsAsync(bench);
        await EndTokenAsync(bench);

        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);

        var after = await CredentialsAsync(bench);
        Assert.NotEqual(before.AccessToken, after.AccessToken);
        Assert.NotEqual(before.RefreshToken, after.RefreshToken);
        await AssertOneAsync(bench, await bench.PostAsync(postId));

        // The spent token shown once more ends the whole family.
        var platform = bench.Get<PlatformCatalog>().Of(Platform.Twitter);
        Assert.IsType<RefreshAnswer.Refused>(await platform.RefreshAsync(before, default));
        var facts = await bench.Get<PlatformCatalog>().AccountReaderOf(Platform.Twitter)!.AskAsync(after, default);
        Assert.Equal(PlatformErrorClass.Reauth, Assert.IsType<AccountFactsAnswer.Refused>(facts).Error.Class);
    }

    [Theory]
    [InlineData("status:503")]
    [InlineData("drop-before")]
    [InlineData("throttle")]
    public async Task Renewal_ThatFailsForTheMoment_SignsNobodyOut(string fault)
    {
        var bench = await FaultyAsync(("refresh", fault, 2));
        await EndTokenAsync(bench, alsoAtTheTwin: true);

        var postId = await bench.SubmitAsync();
        await UntilLocatedAsync(bench, postId);

        await AssertOneAsync(bench, await bench.PostAsync(postId));
        await AssertFaultsMetAsync(bench);
    }

    /// <summary>The new pair was made and never arrived: only the person can bring another.</summary>
    [Fact]
    public async Task Renewal_OfWhichTheAnswerIsLost_HoldsThePostUntilReconnected()
    {
        var bench = await FaultyAsync(("refresh", "drop-after", 1));
        await EndTokenAsync(bench, alsoAtTheTwin: true);

        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).HoldCode == HoldCode.Reconnect);

        await bench.ReconnectAsync();
        await UntilLocatedAsync(bench, postId);
        await AssertOneAsync(bench, await bench.PostAsync(postId));
    }

    [Fact]
    public async Task Disconnect_EndsTheAccessThere()
    {
        var bench = await FaultyAsync();
        var account = await CredentialsAsync(bench);

        Assert.Null((await bench.Get<DisconnectAccount>().ExecuteAsync(bench.Person.Actor, new(bench.AccountId), default)).Refusal);

        Assert.IsType<AccountFactsAnswer.Refused>(
            await bench.Get<PlatformCatalog>().AccountReaderOf(Platform.Twitter)!.AskAsync(account, default));
    }

    [Fact]
    public async Task Text_BeyondItsWeight_IsNotSent()
    {
        var bench = await FaultyAsync();
        var postId = await bench.DraftAsync(new string('字', 141));

        var refused = await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new(postId), default);

        Assert.Equal("caption_too_long", refused.Refusal?.Code);
        var verdicts = bench.Get<PostGate>().Judge(Platform.Twitter, new PostToJudge(null, null, new string('字', 141), PostSettings.None, null));
        Assert.Contains(verdicts, verdict => verdict is { Code: "caption_too_long", Arguments: [282, 280] });
    }

    private static Task UntilLocatedAsync(PublishingBench bench, Guid postId) =>
        PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);

    /// <summary>Exactly one, the one that the post names, of the very bytes.</summary>
    private async Task AssertOneAsync(PublishingBench bench, PlatformPost post)
    {
        var published = Assert.Single(await bench.PublicationsAsync());
        Assert.Equal((PostStatus.Published, published.RemoteId, published.Text), (post.UploadStatus, post.PlatformPostId, post.Caption));
        using var client = new HttpClient();
        var film = await client.GetByteArrayAsync(new Uri(fixture.App.Address, $"sandbox/twitter/video/{post.PlatformPostId}"));
        Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(bench.ClipPath)), SHA256.HashData(film));
    }

    /// <summary>A fault that nobody met proves nothing.</summary>
    private static async Task AssertFaultsMetAsync(PublishingBench bench)
    {
        using var client = new HttpClient { BaseAddress = bench.App.Address };
        Assert.Contains("No fault waits", await client.GetStringAsync(new Uri("sandbox/twitter/_faults", UriKind.Relative)), StringComparison.Ordinal);
    }

    private static async Task<AccountCredentials> CredentialsAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return bench.Get<AccountTokens>().Open(await db.PlatformAccounts.AsNoTracking().SingleAsync(one => one.Id == bench.AccountId))!;
    }

    private static async Task EndTokenAsync(PublishingBench bench, bool alsoAtTheTwin = false)
    {
        await using var db = bench.Open();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE platform_accounts SET token_expires_at = now() - interval '1 minute' WHERE id = {bench.AccountId}");
        if (alsoAtTheTwin)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE sandbox_documents SET body = jsonb_set(body, ARRAY['EndsAt'], to_jsonb(now() - interval '1 minute'))
                WHERE twin = 'twitter' AND kind = 'token' AND NOT (body->>'IsRefresh')::boolean AND body->>'FamilyId' IN (
                    SELECT body->>'Id' FROM sandbox_documents WHERE twin = 'twitter' AND kind = 'family' AND body->>'Login' = {bench.Login})
                """);
        }
    }

    /// <summary>A fault meets whoever comes first: the posts of earlier tests are at rest, and their faults are taken back.</summary>
    private async Task<PublishingBench> FaultyAsync(params (string Op, string Fault, int Times)[] faults)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Twitter);
        await bench.ClearFaultsAsync();
        foreach (var (op, fault, times) in faults)
        {
            await bench.FaultAsync(op, fault, times);
        }

        return bench;
    }
}
