using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Youtube;
using VideoSaas.Web.Platforms.Youtube.Twin;

namespace VideoSaas.Tests.Platforms.Youtube;

/// <summary>The twin's wire by itself, where the real one has habits that a client must know.</summary>
public sealed partial class YoutubeTwinTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>, IDisposable
{
    private const int Quantum = 262_144;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Session_TellsWhatItHas_InItsOwnWay()
    {
        var access = (await GrantAsync()).AccessToken;
        var session = await OpenAsync(access, Quantum * 2 + 10);

        using var fresh = await PutAsync(session, access, 0, 0, "bytes */*");
        Assert.Equal((HttpStatusCode.PermanentRedirect, "Resume Incomplete"), (fresh.StatusCode, fresh.ReasonPhrase));
        Assert.Null(fresh.Headers.Location);
        Assert.False(fresh.Headers.Contains("Range"));

        // A part that is no multiple, one that leaves a gap, and one that overlaps are not stored.
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(session, access, 0, 100_000, $"bytes 0-99999/{Quantum * 2 + 10}")).StatusCode);
        using var gap = await PutAsync(session, access, 0, Quantum, $"bytes {Quantum}-{Quantum * 2 - 1}/{Quantum * 2 + 10}");
        Assert.False(gap.Headers.Contains("Range"));
        Assert.Equal("bytes=0-262143", RangeOf(await PutAsync(session, access, 0, Quantum, $"bytes 0-{Quantum - 1}/{Quantum * 2 + 10}")));
        Assert.Equal("bytes=0-262143", RangeOf(await PutAsync(session, access, 0, Quantum, $"bytes 0-{Quantum - 1}/{Quantum * 2 + 10}")));

        // Another size than was announced is refused, and so is another person.
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(session, access, 0, Quantum, $"bytes {Quantum}-{Quantum * 2 - 1}/{Quantum * 3}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync(session, (await GrantAsync()).AccessToken, 0, 0, "bytes */*")).StatusCode);

        using var ended = await PutAsync(session, access, 0, Quantum + 10, $"bytes {Quantum}-{Quantum * 2 + 9}/{Quantum * 2 + 10}");
        using var again = await PutAsync(session, access, 0, 0, $"bytes */{Quantum * 2 + 10}");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (ended.StatusCode, again.StatusCode));
        Assert.Equal(await ended.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Privacy_ThatIsNotSaid_IsPublic_AndAnUpdateReplacesTheWholePart()
    {
        var account = await GrantAsync();
        var id = await UploadAsync(account.AccessToken, """{"snippet":{"title":"t"},"status":{"license":"creativeCommon","embeddable":false,"containsSyntheticMedia":true}}""");

        var first = (await VideoAsync(account, id)).GetProperty("status");
        var updated = await SendAsync(HttpMethod.Put, "videos?part=status", account.AccessToken, $$"""{"id":"{{id}}","status":{"privacyStatus":"private"} }""");

        Assert.Equal(("public", "creativeCommon", false, true), Of(first));
        Assert.Equal(("private", "youtube", true, false), Of(JsonDocument.Parse(updated.Body).RootElement.GetProperty("status")));

        static (string?, string?, bool, bool) Of(JsonElement status) => (
            status.GetProperty("privacyStatus").GetString(), status.GetProperty("license").GetString(),
            status.GetProperty("embeddable").GetBoolean(), status.GetProperty("containsSyntheticMedia").GetBoolean());
    }

    [Fact]
    public async Task Time_OfPublication_ComesByItself_AndInThePastAtOnce()
    {
        var account = await GrantAsync();
        var waiting = await UploadAsync(account.AccessToken, """{"snippet":{"title":"t"},"status":{"privacyStatus":"private","publishAt":"2027-12-01T00:00:00Z"}}""");
        var past = await UploadAsync(account.AccessToken, """{"snippet":{"title":"t"},"status":{"privacyStatus":"private","publishAt":"2020-01-01T00:00:00Z"}}""");

        Assert.Equal(("private", "public"), (await PrivacyAsync(account, waiting), await PrivacyAsync(account, past)));

        // Its minute comes.
        await fixture.App.Services.GetRequiredService<YoutubeStore>().ChangeAsync<TwinVideo>(
            $"{account.ExternalId}/{waiting}",
            video => video with { Status = video.Status with { PublishAt = DateTimeOffset.UtcNow.AddSeconds(-1) } },
            default);
        Assert.Equal("public", await PrivacyAsync(account, waiting));
        Assert.Equal(2, (await fixture.App.Services.GetRequiredService<YoutubeTwin>().PublishedAsync(account.ExternalId, default)).Count);
    }

    [Theory]
    [InlineData("invalidTitle", """{"snippet":{"title":"a <b>"},"status":{}}""")]
    [InlineData("invalidTitle", """{"snippet":{"title":""},"status":{}}""")]
    [InlineData("invalidCategoryId", """{"snippet":{"title":"t","categoryId":"x"},"status":{}}""")]
    [InlineData("invalidPublishAt", """{"snippet":{"title":"t"},"status":{"privacyStatus":"public","publishAt":"2030-01-01T00:00:00Z"}}""")]
    [InlineData("invalidDescription", null, 1667)]
    [InlineData("invalidTags", null, 0, 501)]
    [InlineData("parseError", "{")]
    public async Task Metadata_OutOfOrder_IsRefusedByItsReason(string reason, string? body, int thaiLetters = 0, int tagLetters = 0)
    {
        body ??= JsonSerializer.Serialize(new
        {
            snippet = new { title = "t", description = new string('ก', thaiLetters), tags = tagLetters > 0 ? new[] { new string('x', tagLetters) } : [] },
            status = new { },
        });

        using var answer = await OpenAsync((await GrantAsync()).AccessToken, 10, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(reason, ReasonOf(await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Right_ThatWasNotGiven_IsMissed_AndOthersPrivateVideosAreNotSeen()
    {
        var owner = await GrantAsync();
        var id = await UploadAsync(owner.AccessToken, """{"snippet":{"title":"t"},"status":{"privacyStatus":"private"}}""");
        var twin = fixture.App.Services.GetRequiredService<YoutubeTwin>();
        var grant = await twin.GrantAsync(await twin.UserAsync(NewLogin(), default), [YoutubeOptions.NeededScopes[0]], hasChannel: true, default);
        var uploadOnly = await twin.AccessTokenAsync(grant.Id, default);
        var stranger = (await GrantAsync()).AccessToken;

        var list = await SendAsync(HttpMethod.Get, $"videos?part=status&id={id}", uploadOnly);
        var hidden = await SendAsync(HttpMethod.Get, $"videos?part=status&id={id}", stranger);
        var foreign = await SendAsync(HttpMethod.Put, "videos?part=status", stranger, $$"""{"id":"{{id}}","status":{"privacyStatus":"public"} }""");

        Assert.Equal((403, "insufficientPermissions"), (list.Status, ReasonOf(list.Body)));
        Assert.Empty(JsonDocument.Parse(hidden.Body).RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal((403, "forbidden"), (foreign.Status, ReasonOf(foreign.Body)));
        using var opened = await OpenAsync(uploadOnly, 10, """{"snippet":{"title":"t"},"status":{}}""");
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
    }

    [Fact]
    public async Task Bucket_OfUploads_IsOnePerDayInCalifornia()
    {
        var access = (await GrantAsync()).AccessToken;
        var store = fixture.App.Services.GetRequiredService<YoutubeStore>();
        var day = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles"));
        foreach (var near in new[] { day.AddDays(-1), day.AddDays(1) })
        {
            await store.SpendAsync($"insert/{near:yyyy-MM-dd}", 1_000_000, default);
        }

        using var open = await OpenAsync(access, 10, """{"snippet":{"title":"t"},"status":{}}""");
        await store.SpendAsync($"insert/{day:yyyy-MM-dd}", 100_000, default);
        using var spent = await OpenAsync(access, 10, """{"snippet":{"title":"t"},"status":{}}""");
        await store.SpendAsync($"insert/{day:yyyy-MM-dd}", -100_001, default);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (open.StatusCode, spent.StatusCode));
        Assert.Equal("quotaExceeded", ReasonOf(await spent.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Consent_OfAPerson_ConnectsTheirChannel()
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);
        var login = NewLogin();

        var end = await ConsentAsync(browser, login);

        Assert.Equal("/channels?connected=1&platform=youtube", end.OriginalString);
        await using var db = fixture.App.Contexts.CreateDbContext();
        var account = await db.PlatformAccounts.SingleAsync(one => one.UserId == person.Id);
        Assert.Equal((login, login, Platform.Youtube), (account.Username, account.DisplayName, account.Platform));
        Assert.StartsWith("UC", account.ExternalId, StringComparison.Ordinal);
        Assert.True(account.TokenExpiresAt > DateTimeOffset.UtcNow.AddMinutes(50));
        Assert.True(YoutubeChannelDetails.Parse(account.Details).HasAnalytics);
    }

    [Theory]
    [InlineData("deny", null, true, "consent_denied")]
    [InlineData("allow", "https://www.googleapis.com/auth/youtube.force-ssl", true, "scopes_missing")]
    [InlineData("allow", null, false, "no_channel")]
    public async Task Consent_ThatDoesNotServe_SaysWhy(string decision, string? without, bool hasChannel, string refused)
    {
        var person = await fixture.App.NewPersonAsync();
        using var browser = fixture.App.NewClient(person);

        var end = await ConsentAsync(browser, NewLogin(), decision, without, hasChannel);

        Assert.StartsWith($"/channels?refused={refused}", end.OriginalString, StringComparison.Ordinal);
        await using var db = fixture.App.Contexts.CreateDbContext();
        Assert.False(await db.PlatformAccounts.AnyAsync(one => one.UserId == person.Id));
    }

    [Fact]
    public async Task Code_IsGoodOnce_ForItsWayBackAndItsVerifierOnly()
    {
        var twin = fixture.App.Services.GetRequiredService<YoutubeTwin>();
        var grant = await twin.GrantAsync(await twin.UserAsync(NewLogin(), default), YoutubeOptions.NeededScopes, hasChannel: true, default);
        const string Back = "https://app.example/back";
        var code = await twin.CodeAsync(grant, Back, YoutubeConnect.ChallengeOf("verifier"), isOffline: true, default);
        var again = await twin.CodeAsync(grant, Back, null, isOffline: false, default);

        Assert.Equal("redirect_uri_mismatch", await RedeemAsync(code, $"{Back}/", "verifier"));
        Assert.Equal("invalid_grant", await RedeemAsync(code, Back, "another"));
        Assert.Contains("refresh_token", await RedeemAsync(code, Back, "verifier"), StringComparison.Ordinal);
        Assert.Equal("invalid_grant", await RedeemAsync(code, Back, "verifier"));
        Assert.DoesNotContain("refresh_token", await RedeemAsync(again, Back, ""), StringComparison.Ordinal);
    }

    private static string NewLogin() => "y" + Guid.CreateVersion7().ToString("N")[14..];

    private Task<GrantedAccount> GrantAsync() => fixture.App.Services.GetRequiredService<YoutubeTwin>().GrantAsync(NewLogin(), default);

    private Uri Api(string path) => new(fixture.App.Address, $"sandbox/youtube/www/{path}");

    private async Task<HttpResponseMessage> OpenAsync(string access, long size, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Api("upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", access) },
        };
        request.Headers.Add("X-Upload-Content-Length", size.ToString(CultureInfo.InvariantCulture));
        return await _http.SendAsync(request);
    }

    private async Task<Uri> OpenAsync(string access, long size)
    {
        using var opened = await OpenAsync(access, size, """{"snippet":{"title":"t"},"status":{"privacyStatus":"private"}}""");
        return opened.Headers.Location!;
    }

    private async Task<HttpResponseMessage> PutAsync(Uri session, string access, int from, int count, string? range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, session)
        {
            Content = new ByteArrayContent(new byte[from + count], from, count),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", access) },
        };
        if (range is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Range", range);
        }

        return await _http.SendAsync(request);
    }

    /// <summary>A whole file in one PUT without a range.</summary>
    private async Task<string> UploadAsync(string access, string metadata)
    {
        using var opened = await OpenAsync(access, 1000, metadata);
        using var ended = await PutAsync(opened.Headers.Location!, access, 0, 1000, null);
        return JsonDocument.Parse(await ended.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
    }

    private async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string access, string? body = null)
    {
        using var request = new HttpRequestMessage(method, Api($"youtube/v3/{path}"))
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", access) },
        };
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonElement> VideoAsync(GrantedAccount account, string id)
    {
        var (_, body) = await SendAsync(HttpMethod.Get, $"videos?part=status&id={id}", account.AccessToken);
        return JsonDocument.Parse(body).RootElement.GetProperty("items")[0];
    }

    private async Task<string?> PrivacyAsync(GrantedAccount account, string id) =>
        (await VideoAsync(account, id)).GetProperty("status").GetProperty("privacyStatus").GetString();

    private async Task<string> RedeemAsync(string code, string redirect, string verifier)
    {
        var addresses = fixture.App.Services.GetRequiredService<YoutubeAddresses>();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirect,
            ["code_verifier"] = verifier,
            ["client_id"] = addresses.ClientId,
            ["client_secret"] = addresses.ClientSecret,
        });
        using var answer = await _http.PostAsync(addresses.Oauth("token"), form);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : JsonDocument.Parse(text).RootElement.GetProperty("error").GetString()!;
    }

    private async Task<Uri> ConsentAsync(
        HttpClient browser, string login, string decision = "allow", string? without = null, bool hasChannel = true)
    {
        using var begun = await browser.GetAsync(new Uri("connect/youtube", UriKind.Relative));
        var dialog = begun.Headers.Location!;
        var query = QueryHelpers.ParseQuery(dialog.Query);
        Assert.Equal(("offline", "consent", "S256"), (query["access_type"].ToString(), query["prompt"].ToString(), query["code_challenge_method"].ToString()));
        var scopes = Scope().Matches(await browser.GetStringAsync(dialog)).Select(match => match.Groups[1].Value).Where(scope => scope != without);
        var form = new List<KeyValuePair<string, string>> { new("login", login), new("decision", decision) };
        form.AddRange(scopes.Select(scope => KeyValuePair.Create("scope", scope)));
        if (hasChannel)
        {
            form.Add(new("channel", "1"));
        }

        using var content = new FormUrlEncodedContent(form);
        using var decided = await browser.PostAsync(dialog, content);
        using var back = await browser.GetAsync(decided.Headers.Location);
        return back.Headers.Location!;
    }

    private static string? RangeOf(HttpResponseMessage answer) => answer.Headers.TryGetValues("Range", out var range) ? range.Single() : null;

    private static string? ReasonOf(string body) =>
        JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("errors")[0].GetProperty("reason").GetString();

    [GeneratedRegex("name=\"scope\" value=\"([^\"]+)\"")]
    private static partial Regex Scope();
}
