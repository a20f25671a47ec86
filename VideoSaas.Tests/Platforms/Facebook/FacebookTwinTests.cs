using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Facebook;
using VideoSaas.Web.Platforms.Facebook.Twin;
using VideoSaas.Web.Platforms.Graph;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Tests.Platforms.Facebook;

/// <summary>What the twin refuses and how it answers where the real one is odd.</summary>
public sealed class FacebookTwinTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    [Fact]
    public async Task Wire_ChecksWhatTheRealOneChecks()
    {
        var page = await GrantAsync();
        var stranger = await GrantAsync();

        Assert.Equal(2500, Code(await PostAsync(page, "video_reels", "start", version: "v19.0")));
        Assert.Equal(190, Code(await PostAsync(page with { AccessToken = "EAAnonsense" }, "video_reels", "start")));
        Assert.Equal(100, Code(await PostAsync(page, "video_reels", "start", proof: "0")));
        Assert.Equal(210, Code(await PostAsync(page with { AccessToken = page.RefreshToken! }, "video_reels", "start")));
        Assert.Equal(33, Code(await PostAsync(page with { ExternalId = stranger.ExternalId }, "video_reels", "start"), "error_subcode"));
        Assert.Equal(100, Code(await PostAsync(page, "video_reels", "begin")));
        Assert.Equal(100, Code(await PostAsync(page, "videos", "start")));
        Assert.Equal(1363033, Code(await PostAsync(page, "videos", "transfer", ("upload_session_id", "95"), ("start_offset", "0")), "error_subcode"));
    }

    [Fact]
    public async Task Reel_TakesBytesAtItsOffsetOnly_AndAFinishWhenItIsWhole_Once()
    {
        var page = await GrantAsync();
        var started = await PostAsync(page, "video_reels", "start");
        var videoId = started.GetProperty("video_id").GetString()!;
        var address = started.GetProperty("upload_url").GetString()!;
        var clip = await File.ReadAllBytesAsync(await Clips.MakeAsync(
            "clip-540x960.mp4", Clips.Pattern(540, 960, 30, 4) + Clips.Tone(4) + Clips.Mp4 + "-movflags +faststart"));

        Assert.Equal("ParameterValidationError", await SendAsync(page, address, clip, "zero", clip.Length));
        Assert.Equal("OffsetInvalidError", await SendAsync(page, address, clip, "7", clip.Length));
        Assert.Equal("PartialRequestError", await SendAsync(page, address, clip[..1000], "0", clip.Length));
        Assert.Equal("ParameterValidationError", await SendAsync(page, address, clip[1000..], "1000", clip.Length + 1));
        var status = (await GetAsync(page, videoId, ("fields", "status"))).GetProperty("status");
        Assert.Equal(1000, status.GetProperty("uploading_phase").GetProperty("bytes_transferred").GetInt64());

        // The word is ahead of the phases while an upload is interrupted.
        Assert.Equal("processing", status.GetProperty("video_status").GetString());
        Assert.Equal(100, Code(await FinishAsync(page, videoId, "PUBLISHED")));
        Assert.Null(await SendAsync(page, address, clip[1000..], "1000", clip.Length));

        Assert.Equal(100, Code(await FinishAsync(page, videoId, "SOON")));
        Assert.Equal(100, Code(await FinishAsync(page, videoId, "SCHEDULED", ("scheduled_publish_time", "1"))));
        Assert.True((await FinishAsync(page, videoId, "PUBLISHED", ("description", "one"))).GetProperty("success").GetBoolean());
        Assert.True((await FinishAsync(page, videoId, "PUBLISHED", ("description", "two"))).GetProperty("success").GetBoolean());
        await Eventually.HoldsAsync(async () => (await PublishedAsync(page)).Count == 1);

        var read = await GetAsync(page, videoId, ("fields", "permalink_url,published,description,post_id"));
        Assert.Equal(($"/reel/{videoId}/", "one"), (read.GetProperty("permalink_url").GetString(), read.GetProperty("description").GetString()));
        Assert.Equal(1, (await GetAsync(page, $"{page.ExternalId}/video_reels")).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Cover_IsTakenForAWholeVideoOfThePage_AndOnlyAsAPicture()
    {
        var page = await GrantAsync();
        var videoId = (await PostAsync(page, "video_reels", "start")).GetProperty("video_id").GetString()!;
        byte[] picture = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];
        var store = fixture.App.Services.GetRequiredService<FacebookStore>();
        var key = $"{page.ExternalId}/{videoId}";

        Assert.Equal(100, Code(await CoverAsync(page, videoId, picture)));
        await store.ChangeAsync<TwinVideo>(key, video => video with { UploadedAt = DateTimeOffset.UtcNow }, default);
        Assert.Equal(210, Code(await CoverAsync(page with { AccessToken = page.RefreshToken! }, videoId, picture)));
        Assert.Equal(33, Code(await CoverAsync(await GrantAsync(), videoId, picture), "error_subcode"));
        Assert.Equal(324, Code(await CoverAsync(page, videoId, null)));
        Assert.Equal(324, Code(await CoverAsync(page, videoId, "GIF89a"u8.ToArray())));
        Assert.Equal(100, Code(await CoverAsync(page, videoId, [.. picture, .. new byte[10_000_000]])));
        Assert.Null((await store.FindAsync<TwinVideo>(key, default))!.Body.CoverType);

        // One to choose from is not the cover; the same cover twice is one.
        Assert.True((await CoverAsync(page, videoId, picture, isPreferred: false)).GetProperty("success").GetBoolean());
        Assert.Null((await store.FindAsync<TwinVideo>(key, default))!.Body.CoverType);
        Assert.True((await CoverAsync(page, videoId, picture)).GetProperty("success").GetBoolean());
        Assert.True((await CoverAsync(page, videoId, picture)).GetProperty("success").GetBoolean());
        Assert.Equal("image/jpeg", (await store.FindAsync<TwinVideo>(key, default))!.Body.CoverType);
    }

    [Fact]
    public async Task Insights_KnowTheirNames_AndSayNothingOfTheOtherKind()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Facebook);
        await bench.ClearFaultsAsync();
        var postId = await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PostAsync(postId)).PlatformPostUrl is not null);
        var remoteId = (await bench.PostAsync(postId)).PlatformPostId!;
        var page = await GrantAsync(bench.Login);
        var path = $"{remoteId}/video_insights";

        Assert.Equal(1504028, Code(await GetAsync(page, path), "error_subcode"));
        Assert.Equal(100, Code(await GetAsync(page, path, ("metric", "blue_reels_play_count,post_impressions_unique"))));
        Assert.Equal(0, (await GetAsync(page, path, ("metric", "total_video_views"))).GetProperty("data").GetArrayLength());

        // Nothing is told at first.
        Assert.Equal(0, (await GetAsync(page, path, ("metric", "blue_reels_play_count"))).GetProperty("data").GetArrayLength());
    }

    private async Task<GrantedAccount> GrantAsync(string? login = null) =>
        await Twin.GrantAsync(login ?? "w" + Guid.CreateVersion7().ToString("N")[14..], default);

    private Task<IReadOnlyList<TwinPublication>> PublishedAsync(GrantedAccount page) => Twin.PublishedAsync(page.ExternalId, default);

    private IPlatformTwin Twin => fixture.App.Services.GetServices<IPlatformTwin>().Single(one => one.Platform == Platform.Facebook);

    private Task<JsonElement> FinishAsync(GrantedAccount page, string videoId, string state, params (string Name, string Value)[] more) =>
        PostAsync(page, "video_reels", "finish", [("video_id", videoId), ("video_state", state), .. more]);

    private Task<JsonElement> PostAsync(
        GrantedAccount page, string edge, string phase, params (string Name, string Value)[] fields) =>
        PostAsync(page, edge, phase, "v25.0", null, fields);

    private async Task<JsonElement> PostAsync(
        GrantedAccount page, string edge, string phase, string version = "v25.0", string? proof = null, (string Name, string Value)[]? fields = null)
    {
        using var content = new FormUrlEncodedContent(
            (fields ?? []).Append(("upload_phase", phase)).Append(("appsecret_proof", proof ?? ProofOf(page)))
                .Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(fixture.App.Address, $"sandbox/facebook/graph/{version}/{page.ExternalId}/{edge}")) { Content = content };
        return await AskAsync(page, request);
    }

    private async Task<JsonElement> CoverAsync(GrantedAccount page, string videoId, byte[]? picture, bool isPreferred = true)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(isPreferred ? "true" : "false"), "is_preferred" },
            { new StringContent(ProofOf(page)), "appsecret_proof" },
        };
        if (picture is not null)
        {
            form.Add(new ByteArrayContent(picture), "source", "cover.jpg");
        }

        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(fixture.App.Address, $"sandbox/facebook/graph/v25.0/{videoId}/thumbnails")) { Content = form };
        return await AskAsync(page, request);
    }

    private async Task<JsonElement> GetAsync(GrantedAccount page, string path, params (string Name, string Value)[] fields)
    {
        var query = string.Join('&', fields.Append(("appsecret_proof", ProofOf(page))).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2)}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.App.Address, $"sandbox/facebook/graph/v25.0/{path}?{query}"));
        return await AskAsync(page, request);
    }

    private static async Task<JsonElement> AskAsync(GrantedAccount page, HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", page.AccessToken);
        using var client = new HttpClient();
        using var answer = await client.SendAsync(request);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>The type of the refusal; null when the bytes were taken.</summary>
    private static async Task<string?> SendAsync(GrantedAccount page, string address, byte[] bytes, string offset, long size)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(bytes) };
        request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", page.AccessToken);
        request.Headers.TryAddWithoutValidation("offset", offset);
        request.Headers.TryAddWithoutValidation("file_size", size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var answer = await client.SendAsync(request);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.TryGetProperty("debug_info", out var info) ? info.GetProperty("type").GetString() : null;
    }

    private string ProofOf(GrantedAccount page) =>
        GraphClient.Proof(fixture.App.Services.GetRequiredService<FacebookAddresses>().AppSecret, page.AccessToken);

    private static int Code(JsonElement answer, string member = "code") => answer.GetProperty("error").GetProperty(member).GetInt32();
}
