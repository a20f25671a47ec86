using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Twitter;

namespace VideoSaas.Tests.Platforms.Twitter;

/// <summary>Numbers under either of their names; what is not told is not 0.</summary>
public sealed class TwitterMetricsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 30, 0, TimeSpan.Zero);

    private static readonly PostToMeasure Asked = new(Guid.Empty, "1999", Now.AddDays(-2));

    private readonly RecordedHttp _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("""{"like_count":5,"reply_count":1,"retweet_count":3,"quote_count":2,"bookmark_count":4,"impression_count":90}""", 5, 1, 5, 4)]
    [InlineData("""{"like_count":5,"reply_count":1,"repost_count":3,"quote_count":2,"bookmark_count":4}""", 5, 1, 5, 4)]
    [InlineData("""{"like_count":"5","repost_count":"3"}""", 5, null, 3, null)]
    [InlineData("""{"like_count":0,"reply_count":null}""", 0, null, null, null)]
    [InlineData("{}", null, null, null, null)]
    public void Numbers_OfEitherNaming_AreRead(string told, int? likes, int? comments, int? shares, int? saves)
    {
        var numbers = TwitterMetrics.NumbersOf(Asked, Json($$$"""{"id":"1999","public_metrics":{{{told}}}}"""), null, null);

        Assert.Equal((null, likes, comments, shares, saves), (numbers.Views, (int?)numbers.Likes, (int?)numbers.Comments, (int?)numbers.Shares, (int?)numbers.Saves));
    }

    [Fact]
    public void Views_AreThoseOfTheVideo_NotOfThePost()
    {
        var post = Json("""{"id":"1999","public_metrics":{"impression_count":900}}""");
        var clip = Json("""{"public_metrics":{"view_count":70},"non_public_metrics":{"playback_50_count":40}}""");

        var counted = TwitterMetrics.NumbersOf(Asked, post, clip, null);
        var watched = TwitterMetrics.NumbersOf(Asked, post, clip, Json("""{"video_views":71,"watch_time_ms":"5000"}"""));

        Assert.Equal((70, 71), (counted.Views, watched.Views));
        Assert.Equal(
            ["media.non_public_metrics.playback_50_count", "media.public_metrics.view_count", "media_analytics.video_views", "media_analytics.watch_time_ms", "public_metrics.impression_count"],
            watched.Metrics.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(5000, watched.Metrics["media_analytics.watch_time_ms"]);
    }

    [Fact]
    public async Task Posts_AreAskedForTogether()
    {
        _http.Answers(HttpStatusCode.OK, """{"data":[{"id":"1999","public_metrics":{"like_count":1},"attachments":{"media_keys":["7_1"]}}],"includes":{"media":[{"media_key":"7_1","public_metrics":{"view_count":2}}]},"errors":[{"title":"Not Found Error"}]}""")
            .Answers(HttpStatusCode.OK, """{"data":[{"media_key":"7_1","timestamped_metrics":[{"timestamp":"t","metrics":{"video_views":3}}]}]}""");

        var read = Assert.IsType<MetricsAnswer.Read>(await Reader().ReadAsync(
            new AccountCredentials("1", "ACCESS", null, null), [Asked, new PostToMeasure(Guid.CreateVersion7(), "2000", Now)], default));

        Golden.Matches("Twitter/metrics.txt", string.Join("\n\n----\n\n", _http.Requests));
        Assert.Equal((3, 1), (Assert.Single(read.Posts).Views, read.Posts[0].Likes));
    }

    [Fact]
    public async Task Plan_WithoutTheOwnersNumbers_StillTellsThePublicOnes()
    {
        _http.Answers(HttpStatusCode.BadRequest, """{"title":"Invalid Request"}""")
            .Answers(HttpStatusCode.OK, """{"data":[{"id":"1999","public_metrics":{"like_count":1}}]}""");

        var read = Assert.IsType<MetricsAnswer.Read>(await Reader().ReadAsync(new AccountCredentials("1", "A", null, null), [Asked], default));

        Assert.Equal(1, Assert.Single(read.Posts).Likes);
    }

    [Fact]
    public async Task Question_ThatIsRefused_SaysWhy()
    {
        _http.Answers(HttpStatusCode.Unauthorized);

        var refused = Assert.IsType<MetricsAnswer.Refused>(await Reader().ReadAsync(new AccountCredentials("1", "A", null, null), [Asked], default));

        Assert.Equal(PlatformErrorClass.Reauth, refused.Error.Class);
    }

    private TwitterMetrics Reader()
    {
        var options = Options.Create(new TwitterOptions { ClientId = "client" });
        var time = new FakeTimeProvider(Now);
        var addresses = new TwitterAddresses(options, new SandboxServer(null!, Options.Create(new SandboxOptions())));
        return new TwitterMetrics(new TwitterClient(_http.Client, addresses, options, time), options, time);
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
