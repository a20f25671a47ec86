using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Tiktok;
using VideoSaas.Web.Platforms.Tiktok.Twin;

namespace VideoSaas.Tests.Platforms.Tiktok;

/// <summary>As strict as the documents say, as odd as was recorded.</summary>
public sealed class StrictTiktokFixture(PostgresFixture postgres) : PublishingFixture(postgres)
{
    protected override AppHost Start(AppSpace space)
    {
        var settings = Quick;
        settings["Sandbox:Tiktok:PostsPerDay"] = "3";
        settings["Sandbox:Tiktok:InitsPerMinute"] = "4";
        settings["Sandbox:Tiktok:IsUnaudited"] = "false";
        return space.Start(settings);
    }
}

public sealed class TiktokTwinTests(StrictTiktokFixture fixture) : IClassFixture<StrictTiktokFixture>
{
    private const int Chunk = 5_242_880;

    [Theory]
    [InlineData("FOLLOWER_OF_CREATOR", false, 10, 10, 1, "privacy_level_option_mismatch", 403)]
    [InlineData("SELF_ONLY", true, 10, 10, 1, "invalid_params", 400)]
    [InlineData("SELF_ONLY", false, 50_000_000, 10_000_000, 6, "invalid_params", 400)]
    [InlineData("SELF_ONLY", false, 100_000_000, 100_000_000, 1, "invalid_params", 400)]
    [InlineData("SELF_ONLY", false, 10, 10, 1, "ok", 200)]
    public async Task Init_IsCheckedAsDocumented(string level, bool isPaid, int size, int chunk, int count, string word, int status)
    {
        using var caller = await CallerAsync();

        var (answered, body) = await InitAsync(caller, level, size, chunk, count, isPaid);

        Assert.Equal((word, status), (WordOf(body), (int)answered));
        Assert.NotEmpty(body.GetProperty("error").GetProperty("log_id").GetString()!);
    }

    [Fact]
    public async Task Token_ThatIsUnknown_IsAnsweredAsRecorded()
    {
        using var caller = NewClient("act.nothing");

        var (status, body) = await CallAsync(caller, "v2/post/publish/creator_info/query/", new { });

        Assert.Equal((HttpStatusCode.Unauthorized, "access_token_invalid"), (status, WordOf(body)));
        Assert.Equal(JsonValueKind.Object, body.GetProperty("data").ValueKind);
    }

    [Fact]
    public async Task Chunks_OutOfOrderOrOutOfPlan_AreRefused_AndWhatIsStoredIsTold()
    {
        using var caller = await CallerAsync();
        var (_, body) = await InitAsync(caller, "SELF_ONLY", 2 * Chunk + 7, Chunk, 2);
        var address = body.GetProperty("data").GetProperty("upload_url").GetString()!;
        var id = body.GetProperty("data").GetProperty("publish_id").GetString()!;
        Assert.True(address.Length <= 256 && id.Length <= 64);

        Assert.Equal((416, "bytes */10485767"), await PutAsync(address, Chunk, Chunk + 7, 2 * Chunk + 7));
        Assert.Equal((416, "bytes */10485767"), await PutAsync(address, 0, Chunk - 1, 2 * Chunk + 7));
        Assert.Equal(206, (await PutAsync(address, 0, Chunk, 2 * Chunk + 7)).Status);
        Assert.Equal((416, "bytes 0-5242879/10485767"), await PutAsync(address, 0, Chunk, 2 * Chunk + 7));
        Assert.Equal(400, (await PutAsync(address, Chunk, Chunk + 7, 2 * Chunk + 8)).Status);
        Assert.Equal(405, (await PutAsync(address.Replace("upload_token=", "upload_token=x", StringComparison.Ordinal), Chunk, Chunk + 7, 2 * Chunk + 7)).Status);
        Assert.Equal(Chunk, (await StatusAsync(caller, id)).GetProperty("uploaded_bytes").GetInt64());
        Assert.Equal((201, "bytes 0-10485766/10485767"), await PutAsync(address, Chunk, Chunk + 7, 2 * Chunk + 7));
        Assert.Equal((416, "bytes 0-10485766/10485767"), await PutAsync(address, Chunk, Chunk + 7, 2 * Chunk + 7));

        // Ten megabytes of nothing are no video.
        await Eventually.HoldsAsync(async () => (await StatusAsync(caller, id)).GetProperty("status").GetString() == "FAILED");
        Assert.Equal("file_format_check_failed", (await StatusAsync(caller, id)).GetProperty("fail_reason").GetString());
        using var stranger = await CallerAsync();
        var (status, refused) = await CallAsync(stranger, "v2/post/publish/status/fetch/", new { publish_id = id });
        Assert.Equal((HttpStatusCode.BadRequest, "token_not_authorized_for_specified_publish_id"), (status, WordOf(refused)));
    }

    [Fact]
    public async Task Limits_OfAMinuteAndOfADay_AreKept_AndCreatorInfoSaysTheDaysWithStatus200()
    {
        using var caller = await CallerAsync();
        var words = new List<string>();
        for (var call = 0; call < 5; call++)
        {
            words.Add(WordOf((await InitAsync(caller, "SELF_ONLY", 10, 10, 1)).Body));
        }

        Assert.Equal(["ok", "ok", "ok", "spam_risk_too_many_posts", "rate_limit_exceeded"], words);
        var (status, body) = await CallAsync(caller, "v2/post/publish/creator_info/query/", new { });
        Assert.Equal((HttpStatusCode.OK, "spam_risk_too_many_posts"), (status, WordOf(body)));
    }

    [Fact]
    public async Task Account_ThatIsShaped_TellsAppsSo()
    {
        var login = NewLogin();
        var twin = fixture.App.Services.GetRequiredService<TiktokTwin>();
        await twin.ShapeAsync(login, one => one with { IsPrivate = true, SwitchedOff = [TiktokInteraction.Comment], LongestSeconds = 60 }, default);
        var granted = await twin.GrantAsync(login, default);

        var told = await fixture.App.Services.GetRequiredService<TiktokAccount>()
            .AskAsync(new AccountCredentials(granted.ExternalId, granted.AccessToken, null, null), default);

        var facts = Assert.IsType<AccountFactsAnswer.Told>(told).Facts;
        Assert.Equal([TiktokPrivacy.Followers, TiktokPrivacy.Friends, TiktokPrivacy.OnlyMe], facts.PrivacyLevels!);
        Assert.Equal([TiktokInteraction.Comment], facts.SwitchedOff);
        Assert.Equal((TimeSpan.FromMinutes(1), login), (facts.LongestVideo, facts.DisplayName));
    }

    [Fact]
    public async Task Numbers_OfAPublicPost_AreReadAndGrow_AndThoseOfAPrivateOneAreNot()
    {
        var bench = await PublishingBench.NewAsync(fixture.App, Platform.Tiktok);
        await bench.SubmitAsync();
        await PublishingWorker.UntilAsync(bench.App, async () => (await bench.PublicationsAsync()).Count == 1);
        var published = (await bench.PublicationsAsync())[0];
        var twin = fixture.App.Services.GetRequiredService<TiktokTwin>();
        var granted = await twin.GrantAsync(bench.Login, default);
        var account = new AccountCredentials(granted.ExternalId, granted.AccessToken, null, null);
        var post = new PostToMeasure(Guid.CreateVersion7(), published.RemoteId, published.At);
        var gone = post with { RemoteId = "7000000000000000001" };

        PostNumbers? numbers = null;
        await Eventually.HoldsAsync(async () =>
        {
            var read = await fixture.App.Services.GetRequiredService<TiktokVideos>().ReadAsync(account, [post, gone], default);
            numbers = Assert.IsType<MetricsAnswer.Read>(read).Posts.SingleOrDefault();
            return numbers is { Views: > 0 };
        });

        Assert.Equal((post.PostId, null), (numbers!.PostId, numbers.Saves));
        Assert.Equal(["comment_count", "like_count", "share_count", "view_count"], numbers.Metrics.Keys.Order());
    }

    private static string NewLogin() => "w" + Guid.CreateVersion7().ToString("N")[14..];

    private async Task<HttpClient> CallerAsync() =>
        NewClient((await fixture.App.Services.GetRequiredService<TiktokTwin>().GrantAsync(NewLogin(), default)).AccessToken);

    private HttpClient NewClient(string token)
    {
        var client = new HttpClient { BaseAddress = new Uri(fixture.App.Address, "sandbox/tiktok/open.tiktokapis.com/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> InitAsync(
        HttpClient caller, string level, int size, int chunk, int count, bool isPaid = false) => CallAsync(
        caller,
        "v2/post/publish/video/init/",
        new
        {
            post_info = new { privacy_level = level, title = "t", brand_content_toggle = isPaid, brand_organic_toggle = false },
            source_info = new { source = "FILE_UPLOAD", video_size = size, chunk_size = chunk, total_chunk_count = count },
        });

    private static async Task<(HttpStatusCode Status, JsonElement Body)> CallAsync(HttpClient caller, string path, object body)
    {
        using var answer = await caller.PostAsJsonAsync(path, body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<JsonElement> StatusAsync(HttpClient caller, string id) =>
        (await CallAsync(caller, "v2/post/publish/status/fetch/", new { publish_id = id })).Body.GetProperty("data");

    private static async Task<(int Status, string? Range)> PutAsync(string address, int start, int length, int total)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(new byte[length]);
        content.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        content.Headers.ContentRange = new ContentRangeHeaderValue(start, start + length - 1, total);
        using var answer = await client.PutAsync(new Uri(address), content);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentRange?.ToString());
    }

    private static string WordOf(JsonElement body) => body.GetProperty("error").GetProperty("code").GetString()!;
}
