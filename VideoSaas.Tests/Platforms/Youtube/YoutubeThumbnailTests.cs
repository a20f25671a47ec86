using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Youtube.Twin;

namespace VideoSaas.Tests.Platforms.Youtube;

/// <summary>What the twin says to pictures that are set for its videos.</summary>
public sealed class YoutubeThumbnailTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    [Fact]
    public async Task Thumbnail_IsCheckedLikeTheRealOne()
    {
        var owner = await GrantAsync();
        var id = await AddVideoAsync(owner, TwinProcessing.Processed);

        Assert.Equal((400, "missingRequiredParameter"), await SetAsync(owner, null, Jpeg));
        Assert.Equal((404, "videoNotFound"), await SetAsync(owner, "nosuchvideo", Jpeg));
        Assert.Equal((403, "forbidden"), await SetAsync(await GrantAsync(), id, Jpeg));
        Assert.Equal((400, "mediaBodyRequired"), await SetAsync(owner, id, []));
        Assert.Equal((400, "invalidImage"), await SetAsync(owner, id, "GIF89a"u8.ToArray()));
        Assert.Equal((400, "invalidImage"), await SetAsync(owner, id, Jpeg, "image/gif"));
        Assert.Null((await FindAsync(owner, id)).CoverType);

        Assert.Equal((200, null), await SetAsync(owner, id, Jpeg));
        Assert.Equal((200, null), await SetAsync(owner, id, Jpeg));
        Assert.Equal("image/jpeg", (await FindAsync(owner, id)).CoverType);
    }

    [Fact]
    public async Task Thumbnail_BeforeTheVideoIsProcessed_IsTakenAndForgotten()
    {
        var owner = await GrantAsync();
        var id = await AddVideoAsync(owner, null);

        Assert.Equal((200, null), await SetAsync(owner, id, Jpeg));

        Assert.Null((await FindAsync(owner, id)).CoverType);
    }

    [Fact]
    public async Task Thumbnail_CostsFiftyUnitsOfTheDay()
    {
        var owner = await GrantAsync();
        var id = await AddVideoAsync(owner, TwinProcessing.Processed);
        var store = fixture.App.Services.GetRequiredService<YoutubeStore>();
        var bucket = $"units/{TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles")):yyyy-MM-dd}";
        var before = await store.SpendAsync(bucket, 0, default);

        await SetAsync(owner, id, Jpeg);

        Assert.Equal(before + 50, await store.SpendAsync(bucket, 0, default));
    }

    private Task<GrantedAccount> GrantAsync() => fixture.App.Services.GetRequiredService<YoutubeTwin>()
        .GrantAsync("y" + Guid.CreateVersion7().ToString("N")[14..], default);

    /// <param name="verdict">Null: the processing goes on for an hour.</param>
    private async Task<string> AddVideoAsync(GrantedAccount owner, string? verdict)
    {
        var store = fixture.App.Services.GetRequiredService<YoutubeStore>();
        var id = YoutubeTwin.NewVideoId();
        await store.AddAsync(id, new TwinVideoOwner(owner.ExternalId), default);
        var video = new TwinVideo(
            id, owner.ExternalId, null, 1, DateTimeOffset.UtcNow.AddHours(verdict is null ? 1 : 0), new TwinSnippet("t", "", [], "22"),
            new TwinStatus("private", null, "youtube", true, true, false, false), null, verdict);
        await store.AddAsync(video.Key, video, default);
        return id;
    }

    private async Task<TwinVideo> FindAsync(GrantedAccount owner, string id) =>
        (await fixture.App.Services.GetRequiredService<YoutubeStore>().FindAsync<TwinVideo>($"{owner.ExternalId}/{id}", default))!.Body;

    private async Task<(int Status, string? Reason)> SetAsync(GrantedAccount account, string? id, byte[] picture, string type = "image/jpeg")
    {
        using var http = new HttpClient();
        var query = id is null ? "" : $"&videoId={id}";
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(fixture.App.Address, $"sandbox/youtube/www/upload/youtube/v3/thumbnails/set?uploadType=media{query}"))
        {
            Content = new ByteArrayContent(picture),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.AccessToken);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await http.SendAsync(request);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return (
            (int)answer.StatusCode,
            body.TryGetProperty("error", out var error) ? error.GetProperty("errors")[0].GetProperty("reason").GetString() : null);
    }
}
