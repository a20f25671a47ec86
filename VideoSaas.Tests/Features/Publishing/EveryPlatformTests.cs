using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>
/// The same life on each of the five, by nothing but the commands that screens call: connect, post, schedule, cancel, post again,
/// sign in again, renewed tokens. Their numbers are read in <see cref="Analytics.CollectMetricsTests"/>, waiting prepared for a minute is in
/// <see cref="Schedule.ScheduleTests"/>, and what is special to one platform has its tests beside it.
/// </summary>
public sealed class EveryPlatformTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    public static TheoryData<Platform> Platforms() => [.. Enum.GetValues<Platform>()];

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Scheduled_CancelledAndPostedAgain_GoesOutOnce(Platform platform)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        var postId = await bench.DraftAsync();
        var at = new PostTime.At(DateTimeOffset.UtcNow.AddMinutes(15));
        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(postId, at), default)).Refusal);
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).CommitAt is not null);

        Assert.Null((await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new CancelPostInput(postId), default)).Refusal);
        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(postId)).UploadStatus);
        Assert.Empty(await bench.PublicationsAsync());

        Assert.Null((await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(postId), default)).Refusal);
        await UntilPublishedAsync(bench, postId);
        Assert.Single(await bench.PublicationsAsync());
        Assert.Equal(2, (await bench.PostAsync(postId)).Arming);
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Access_ThatIsGone_HoldsThePostUntilReconnected_AndATokenThatEndsIsRenewed(Platform platform)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        await using var db = bench.Open();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE platform_accounts SET access_token_protected = '', refresh_token_protected = NULL WHERE id = {bench.AccountId}");
        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).HoldCode == HoldCode.Reconnect);
        Assert.Empty(await bench.PublicationsAsync());

        var account = bench.AccountId;
        await bench.ReconnectAsync();
        Assert.Equal(account, bench.AccountId);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE platform_accounts SET token_expires_at = now() + interval '1 minute' WHERE id = {account} AND token_expires_at IS NOT NULL");
        await UntilPublishedAsync(bench, postId);

        Assert.Single(await bench.PublicationsAsync());
        var ends = await db.PlatformAccounts.Where(one => one.Id == account).Select(one => one.TokenExpiresAt).SingleAsync();
        Assert.True(ends is null || ends > DateTimeOffset.UtcNow.AddMinutes(10), $"The token still ends at {ends:O}.");
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Disconnected_NothingGoesOut_UntilConnectedAgain(Platform platform)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        var postId = await bench.DraftAsync();
        Assert.Null((await bench.Get<DisconnectAccount>().ExecuteAsync(bench.Person.Actor, new(bench.AccountId), default)).Refusal);
        Assert.NotNull((await bench.Get<SubmitPost>().ExecuteAsync(bench.Person.Actor, new SubmitPostInput(postId), default)).Refusal);
        Assert.Empty(await bench.PublicationsAsync());
    }

    private static Task UntilPublishedAsync(PublishingBench bench, Guid postId) =>
        PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);
}
