using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Analytics;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Analytics;

namespace VideoSaas.Tests.Features.Analytics;

/// <summary>An app whose twins count from the first moment.</summary>
public sealed class NumbersFixture(PostgresFixture postgres) : PublishingFixture(postgres)
{
    protected override AppHost Start(AppSpace space) =>
        space.Start(new Dictionary<string, string?>(Quick) { ["Sandbox:NumbersAfterSeconds"] = "0" });
}

/// <summary>What a published post earned is read from its twin, when it is due, once.</summary>
public sealed class CollectMetricsTests(NumbersFixture fixture) : IClassFixture<NumbersFixture>
{
    public static TheoryData<Platform> Platforms() => [.. Enum.GetValues<Platform>()];

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Post_PublishedAnHourAgo_HasOneSnapshotAfterTwoRuns(Platform platform)
    {
        var bench = await PublishingBench.NewAsync(fixture.App, platform);
        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostId is not null
            && (await bench.PostAsync(postId)).UploadStatus == PostStatus.Published);

        await bench.Get<CollectMetrics>().RunAsync(default);
        Assert.Empty(await SnapshotsAsync(bench, postId));

        await using (var db = bench.Open())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE platform_posts SET posted_at = now() - interval '61 minutes' WHERE id = {postId}");
        }

        await bench.Get<CollectMetrics>().RunAsync(default);
        await bench.Get<CollectMetrics>().RunAsync(default);
        var snapshot = Assert.Single(await SnapshotsAsync(bench, postId));
        Assert.NotEmpty(JsonDocument.Parse(snapshot.Metrics).RootElement.EnumerateObject());
        Assert.NotNull(snapshot.Raw);
        await using var reading = bench.Open();
        var normal = await reading.VideoAnalytics.AsNoTracking().SingleAsync(row => row.VideoId == bench.VideoId);
        Assert.Equal((platform, snapshot.FetchedAt), (normal.Platform, normal.FetchedAt));
        Assert.NotNull(normal.Views);
    }

    [Fact]
    public void NextLook_ComesSeldomerAndEnds()
    {
        var published = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var looks = new List<DateTimeOffset>();
        DateTimeOffset? last = null;
        while (SnapshotRules.NextAt(published, last) is { } next)
        {
            looks.Add(next);
            last = next;
        }

        Assert.Equal(10, looks.Count);
        Assert.All(looks.Zip(looks.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.True(looks[^1] < published + SnapshotRules.Oldest);
        Assert.Equal(published.AddDays(7), SnapshotRules.NextAt(published, published.AddDays(6)));
    }

    private static async Task<List<PostAnalytics>> SnapshotsAsync(PublishingBench bench, Guid postId)
    {
        await using var db = bench.Open();
        return await db.PostAnalytics.AsNoTracking().Where(row => row.PostId == postId).ToListAsync();
    }
}
