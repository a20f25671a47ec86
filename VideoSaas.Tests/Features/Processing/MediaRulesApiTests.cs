using System.Net;
using System.Text.Json;
using VideoSaas.Domain.Media;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Features.Processing;

public sealed class MediaRulesApiTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rules_ForPrograms_AreTheTableThatThePlannerReads()
    {
        using var stranger = fixture.App.NewClient();
        stranger.DefaultRequestHeaders.Accept.Clear();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri("/api/media-rules", UriKind.Relative), Token)).StatusCode);

        using var client = fixture.App.NewClient(await fixture.App.NewPersonAsync());
        using var table = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/media-rules", UriKind.Relative), Token));
        Assert.Equal(PlatformMediaRules.Version, table.RootElement.GetProperty("version").GetString());
        var rules = table.RootElement.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(PlatformMediaRules.All.Select(one => one.Name), rules.Select(one => one.GetProperty("name").GetString()!));
        Assert.All(rules, one => Assert.NotEqual("", one.GetProperty("source").GetString()));
        var twitter = rules.Single(one => one.GetProperty("platform").GetString() == "twitter");
        Assert.Equal(1920, twitter.GetProperty("picture").GetProperty("max_width").GetInt32());
        Assert.Equal("made", twitter.GetProperty("wrapper").GetProperty("index_first").GetString());
    }
}
