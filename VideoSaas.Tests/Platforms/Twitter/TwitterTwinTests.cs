using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Twins;
using VideoSaas.Web.Platforms.Twitter;

namespace VideoSaas.Tests.Platforms.Twitter;

/// <summary>The twin is as strict and as odd as the real host.</summary>
public sealed partial class TwitterTwinTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private const string Back = "connect/twitter/callback";

    [Theory]
    [InlineData(null, "/channels?connected=1&platform=twitter")]
    [InlineData("media.write", "/channels?refused=scopes_missing&platform=twitter&detail=media.write")]
    [InlineData("offline.access", "/channels?refused=scopes_missing&platform=twitter&detail=offline.access")]
    [InlineData("deny", "/channels?refused=consent_denied&platform=twitter")]
    public async Task Consent_ConnectsWhenEveryRightIsGiven(string? without, string end)
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);
        var login = NewLogin();
        var dialog = await LocationAsync(await browser.GetAsync(new Uri("connect/twitter", UriKind.Relative)));
        var scopes = Scope().Matches(await browser.GetStringAsync(dialog)).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(TwitterOptions.NeededScopes, scopes);
        var form = new List<KeyValuePair<string, string>> { new("login", login), new("decision", without == "deny" ? "deny" : "allow") };
        form.AddRange(scopes.Where(scope => scope != without).Select(scope => KeyValuePair.Create("scope", scope)));
        using var content = new FormUrlEncodedContent(form);

        var callback = await LocationAsync(await browser.PostAsync(dialog, content));

        Assert.Equal(end, (await LocationAsync(await browser.GetAsync(callback))).OriginalString);
        await using var db = fixture.App.Contexts.CreateDbContext();
        var account = await db.PlatformAccounts.SingleOrDefaultAsync(one => one.UserId == person.Id);
        Assert.Equal(without is null, account is not null);
        Assert.True(account is null || (account.Username == login && account.TokenExpiresAt < DateTimeOffset.UtcNow.AddHours(2)));
    }

    [Fact]
    public async Task Code_IsGoodOnce_ForItsVerifierAndForThirtySeconds()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = fixture.App.Address };

        Assert.Equal(HttpStatusCode.BadRequest, await RedeemAsync(http, await CodeAsync(http), "another verifier of the same length, at least"));
        var code = await CodeAsync(http);
        Assert.Equal(HttpStatusCode.OK, await RedeemAsync(http, code, Verifier));
        Assert.Equal(HttpStatusCode.BadRequest, await RedeemAsync(http, code, Verifier));
        var late = await CodeAsync(http);
        await using (var db = fixture.App.Contexts.CreateDbContext())
        {
            await db.Database.ExecuteSqlAsync(
                $"UPDATE sandbox_documents SET body = jsonb_set(body, ARRAY['EndsAt'], to_jsonb((body->>'EndsAt')::timestamptz - interval '30 seconds')) WHERE twin = 'twitter' AND kind = 'code' AND key = {TwinSecrets.HashOf(late)}");
        }

        Assert.Equal(HttpStatusCode.BadRequest, await RedeemAsync(http, late, Verifier));
    }

    [Theory]
    [InlineData("code_challenge=&code_challenge_method=S256&state=s")]
    [InlineData("code_challenge=x&code_challenge_method=other&state=s")]
    [InlineData("code_challenge=x&code_challenge_method=S256&state=")]
    public async Task Dialog_WithoutChallengeOrState_IsRefused(string query)
    {
        using var http = new HttpClient { BaseAddress = fixture.App.Address };

        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync(Dialog(query))).StatusCode);
    }

    [Fact]
    public async Task Upload_OfSegmentsInAnyOrder_CountsTheLastOfEachNumber()
    {
        var (http, _) = await CallerAsync();
        var bytes = await ClipAsync();
        var half = bytes.Length / 2;
        var id = await InitializeAsync(http, bytes.Length);

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(StatusOf(id))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await AppendAsync(http, id, "1", bytes[half..]));
        Assert.Equal(HttpStatusCode.NoContent, await AppendAsync(http, id, "0", [1, 2, 3]));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(http, "too early", id)).StatusCode);
        var wrong = await FinalizeAsync(http, id);
        Assert.Contains("do not add up", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, await AppendAsync(http, id, "0", bytes[..half]));
        Assert.Equal(HttpStatusCode.BadRequest, await AppendAsync(http, id, "1000", [1]));
        var whole = await (await FinalizeAsync(http, id)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotNull(whole.GetProperty("data").GetProperty("processing_info").GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await FinalizeAsync(http, id)).StatusCode);
        await UntilAsync(http, id, "succeeded");

        var posted = await PostAsync(http, "look at https://example.com/a/long/path", id);
        var text = (await posted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("text").GetString();
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Matches(@"^look at https://t\.co/\w{10} https://t\.co/\w{10}$", text);
    }

    [Fact]
    public async Task Upload_InTheOlderStyle_IsTakenToo()
    {
        var (http, _) = await CallerAsync();
        var bytes = await ClipAsync();

        var begun = await http.PostAsync(Upload, Form(("command", "INIT"), ("media_type", "video/mp4"), ("total_bytes", $"{bytes.Length}"), ("media_category", "tweet_video")));
        var id = (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("id").GetString()!;
        using var segment = new MultipartFormDataContent
        {
            { new StringContent("APPEND"), "command" }, { new StringContent(id), "media_id" }, { new StringContent("0"), "segment_index" },
            { new ByteArrayContent(bytes), "media", "chunk" },
        };
        var appended = await http.PostAsync(Upload, segment);
        var whole = await http.PostAsync(Upload, Form(("command", "FINALIZE"), ("media_id", id)));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.NoContent, HttpStatusCode.Created), (begun.StatusCode, appended.StatusCode, whole.StatusCode));
    }

    [Theory]
    [InlineData("""{"media_type":"video/mp4","total_bytes":10,"media_category":"tweet_video","name":"x"}""")]
    [InlineData("""{"media_type":"video/avi","total_bytes":10}""")]
    [InlineData("""{"media_type":"video/mp4","total_bytes":0}""")]
    [InlineData("no json")]
    public async Task Initialize_OfAnythingUnknown_IsRefused(string body)
    {
        var (http, _) = await CallerAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync(Api("media/upload/initialize"), content)).StatusCode);
    }

    [Fact]
    public async Task File_ThatIsNoVideo_IsRefusedWhenItIsPutTogether_OrFailsInProcessing()
    {
        var (http, _) = await CallerAsync();
        var words = Encoding.ASCII.GetBytes("these are only words, and no video");
        var id = await InitializeAsync(http, words.Length);
        await AppendAsync(http, id, "0", words);
        Assert.Contains("unrecognized", await (await FinalizeAsync(http, id)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var lying = new byte[5000];
        Encoding.ASCII.GetBytes("ftypisom").CopyTo(lying, 4);
        var other = await InitializeAsync(http, lying.Length);
        await AppendAsync(http, other, "0", lying);
        Assert.Equal(HttpStatusCode.OK, (await FinalizeAsync(http, other)).StatusCode);
        var info = await UntilAsync(http, other, "failed");
        Assert.Equal(("InvalidMedia", 1), (info.GetProperty("error").GetProperty("name").GetString(), info.GetProperty("error").GetProperty("code").GetInt32()));
    }

    [Theory]
    [InlineData("""{"text":"x","title":"y"}""", 400)]
    [InlineData("""{"text":""}""", 400)]
    [InlineData("""{"text":"$ONE and $TWO"}""", 400)]
    [InlineData("""{"text":"x","media":{"media_ids":["1"]}}""", 400)]
    [InlineData("""{"text":"x","media":{"media_ids":[],"alt":"y"}}""", 400)]
    public async Task Post_OfAnythingUnknown_IsRefused(string body, int status)
    {
        var (http, _) = await CallerAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        Assert.Equal(status, (int)(await http.PostAsync(Api("tweets"), content)).StatusCode);
    }

    [Fact]
    public async Task Text_IsWeighedAndTakenOnce_EvenOfTwoAtOnce()
    {
        var (http, id) = await CallerAsync();
        var text = new string('字', 140);

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(http, text + "字", null)).StatusCode);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync(http, text, null)));
        Assert.Equal([201, 403, 403, 403], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.Contains("duplicate content", await answers.First(answer => answer.StatusCode == HttpStatusCode.Forbidden).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var twin = fixture.App.Services.GetServices<IPlatformTwin>().Single(one => one.Platform == Platform.Twitter);
        var published = Assert.Single(await twin.PublishedAsync(id, default));

        // Removed, it may be posted again.
        Assert.Equal(HttpStatusCode.OK, (await http.DeleteAsync(Api($"tweets/{published.RemoteId}"))).StatusCode);
        var again = await PostAsync(http, text, null);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal("99", again.Headers.GetValues("x-rate-limit-remaining").Single());
    }

    [Fact]
    public async Task Token_WithoutTheRightToUpload_IsForbiddenInOneWord()
    {
        var (http, _) = await CallerAsync("tweet.read", "tweet.write", "users.read");
        using var content = new StringContent("""{"media_type":"video/mp4","total_bytes":10}""", Encoding.UTF8, "application/json");

        var answer = await http.PostAsync(Api("media/upload/initialize"), content);

        Assert.Equal(
            """{"title":"Forbidden","detail":"Forbidden","type":"about:blank","status":403}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Subscription_FollowsFromTheName_AndLetsTextsBeLonger()
    {
        var twin = fixture.App.Services.GetServices<IPlatformTwin>().Single(one => one.Platform == Platform.Twitter);
        var account = await twin.GrantAsync("premium" + NewLogin()[^10..], default);
        var reader = fixture.App.Services.GetRequiredService<PlatformCatalog>().AccountReaderOf(Platform.Twitter)!;

        var facts = Assert.IsType<AccountFactsAnswer.Told>(await reader.AskAsync(
            new AccountCredentials(account.ExternalId, account.AccessToken, null, null), default)).Facts;

        Assert.Equal(("Premium", 25_000), (facts.Entitlement, facts.CaptionUnits));
        Assert.Equal(25_000, PostGate.LimitsOf(TextLimits.Twitter, facts).CaptionUnits);
    }

    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static readonly Uri Upload = Api("media/upload");

    private static Uri Api(string path) => new($"sandbox/twitter/api/2/{path}", UriKind.Relative);

    private static Uri StatusOf(string id) => Api($"media/upload?media_id={id}&command=STATUS");

    private static string NewLogin() => "x" + Guid.CreateVersion7().ToString("N")[14..];

    private Uri Dialog(string query) => new(
        $"sandbox/twitter/x/i/oauth2/authorize?response_type=code&client_id={Addresses.ClientId}&scope=tweet.read&{query}&redirect_uri="
        + Uri.EscapeDataString(new Uri(fixture.App.Address, Back).ToString()),
        UriKind.Relative);

    private TwitterAddresses Addresses => fixture.App.Services.GetRequiredService<TwitterAddresses>();

    private async Task<string> CodeAsync(HttpClient http)
    {
        var dialog = Dialog($"code_challenge={TwitterConnect.ChallengeOf(Verifier)}&code_challenge_method=S256&state=s");
        using var form = Form(("login", NewLogin()), ("decision", "allow"), ("scope", "tweet.read"));
        return QueryHelpers.ParseQuery((await LocationAsync(await http.PostAsync(dialog, form))).Query)["code"].ToString();
    }

    private async Task<HttpStatusCode> RedeemAsync(HttpClient http, string code, string verifier)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Api("oauth2/token"))
        {
            Content = Form(
                ("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier),
                ("redirect_uri", new Uri(fixture.App.Address, Back).ToString())),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Addresses.ClientId}:{Addresses.ClientSecret}")));
        return (await http.SendAsync(request)).StatusCode;
    }

    /// <summary>Somebody new with a token, and their id.</summary>
    private async Task<(HttpClient Http, string Id)> CallerAsync(params string[] scopes)
    {
        var twin = fixture.App.Services.GetRequiredService<VideoSaas.Web.Platforms.Twitter.Twin.TwitterTwin>();
        var user = await twin.UserAsync(NewLogin(), default);
        var family = await twin.ConsentAsync(user, scopes.Length > 0 ? scopes : TwitterOptions.NeededScopes, default);
        var http = new HttpClient { BaseAddress = fixture.App.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await twin.IssueAsync(family, isRefresh: false, default));
        return (http, user.Id);
    }

    private static async Task<byte[]> ClipAsync() => await File.ReadAllBytesAsync(await Clips.SmallAsync());

    private static async Task<string> InitializeAsync(HttpClient http, int bytes)
    {
        using var content = new StringContent(
            $$"""{"media_type":"video/mp4","total_bytes":{{bytes}},"media_category":"tweet_video"}""", Encoding.UTF8, "application/json");
        var answer = await http.PostAsync(Api("media/upload/initialize"), content);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("id").GetString()!;
    }

    private static async Task<HttpStatusCode> AppendAsync(HttpClient http, string id, string index, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new StringContent(index), "segment_index" }, { new ByteArrayContent(bytes), "media", "chunk" } };
        return (await http.PostAsync(Api($"media/upload/{id}/append"), form)).StatusCode;
    }

    private static Task<HttpResponseMessage> FinalizeAsync(HttpClient http, string id) => http.PostAsync(Api($"media/upload/{id}/finalize"), null);

    private static async Task<JsonElement> UntilAsync(HttpClient http, string id, string state)
    {
        JsonElement info = default;
        await Eventually.HoldsAsync(async () =>
        {
            info = (await http.GetFromJsonAsync<JsonElement>(StatusOf(id))).GetProperty("data").GetProperty("processing_info");
            return info.GetProperty("state").GetString() == state;
        });
        return info;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string text, string? mediaId)
    {
        using var content = new StringContent(
            JsonSerializer.Serialize(mediaId is null ? (object)new { text } : new { text, media = new { media_ids = new[] { mediaId } } }), Encoding.UTF8, "application/json");
        return await http.PostAsync(Api("tweets"), content);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static Task<Uri> LocationAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return Task.FromResult(answer.Headers.Location!);
        }
    }

    [GeneratedRegex("name=\"scope\" value=\"([^\"]+)\"")]
    private static partial Regex Scope();
}
