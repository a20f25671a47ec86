using System.Net;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Twitter;

namespace VideoSaas.Tests.Platforms.Twitter;

/// <summary>Bodies as X was seen to send them, and what each means for a post.</summary>
public sealed class TwitterErrorsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);

    private static readonly TwitterWaits Waits = new(TimeSpan.FromMinutes(15), TimeSpan.FromHours(1));

    private const string Bare = """{"title":"Forbidden","type":"about:blank","status":403,"detail":"Forbidden"}""";

    private const string MediaInvalid =
        """{"errors":[{"parameters":{"media.media_ids":["1"]},"message":"Your media IDs are invalid."}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.x.com/2/problems/invalid-request"}""";

    [Theory]
    [InlineData(401, """{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}""", PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(403, Bare, PlatformErrorClass.Reauth, "permission_missing")]
    [InlineData(403, """{"title":"Unsupported Authentication","detail":"Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.","type":"https://api.x.com/2/problems/unsupported-authentication","status":403}""", PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(402, """{"title":"CreditsDepleted","detail":"Your enrolled account does not have any credits","status":402}""", PlatformErrorClass.Quota, "service_paused")]
    [InlineData(403, """{"title":"Client Forbidden","type":"https://api.twitter.com/2/problems/client-forbidden","detail":"When authenticating requests…"}""", PlatformErrorClass.Quota, "service_paused")]
    [InlineData(403, """{"title":"UsageCapExceeded","type":"https://api.twitter.com/2/problems/usage-capped","detail":"Usage cap exceeded: Monthly product cap"}""", PlatformErrorClass.Quota, "service_paused")]
    [InlineData(403, """{"errors":[{"message":"You currently have access to a subset of X API endpoints","code":453}]}""", PlatformErrorClass.Quota, "service_paused")]
    [InlineData(403, """{"errors":[{"code":344,"message":"User is over daily status update limit."}]}""", PlatformErrorClass.Quota, "publish_limit")]
    [InlineData(429, """{"errors":[{"code":88,"message":"Rate limit exceeded"}]}""", PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(429, """{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}""", PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(403, """{"detail":"You are not allowed to create a Tweet with duplicate content.","type":"about:blank","title":"Forbidden","status":403}""", PlatformErrorClass.Permanent, "duplicate_text")]
    [InlineData(403, """{"errors":[{"code":187,"message":"Status is a duplicate."}]}""", PlatformErrorClass.Permanent, "duplicate_text")]
    [InlineData(403, """{"errors":[{"code":64,"message":"Your account is suspended and is not permitted to access this feature."}]}""", PlatformErrorClass.Permanent, "account_suspended")]
    [InlineData(403, """{"errors":[{"code":326,"message":"To protect our users…"}]}""", PlatformErrorClass.Permanent, "account_suspended")]
    [InlineData(403, """{"title":"Forbidden","detail":"This user is not allowed to post a video longer than 2 minutes","status":403}""", PlatformErrorClass.Permanent, "video_beyond_account")]
    [InlineData(403, """{"title":"Forbidden","detail":"You are not permitted to perform this action.","status":403}""", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(403, """{"errors":[{"code":186,"message":"Tweet needs to be a bit shorter."}]}""", PlatformErrorClass.Permanent, "text_refused")]
    [InlineData(403, "<html>Attention Required</html>", PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(400, MediaInvalid, PlatformErrorClass.RetryAnew, "media_gone")]
    [InlineData(400, """{"title":"Invalid Request","detail":"Segments do not add up to provided total file size.","status":400}""", PlatformErrorClass.RetryAnew, "upload_refused")]
    [InlineData(400, """{"title":"Invalid Request","detail":"media type unrecognized.","status":400}""", PlatformErrorClass.Permanent, "media_refused")]
    [InlineData(400, """{"title":"Invalid Request","detail":"One or more parameters to your request was invalid."}""", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(404, """{"title":"Not Found Error","status":404}""", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(408, "", PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(500, """{"title":"Internal Server Error","status":500}""", PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(503, "<html>Over capacity</html>", PlatformErrorClass.Retry, "platform_busy")]
    public void Answer_OfTheTable_HasItsClass(int status, string body, PlatformErrorClass kind, string word)
    {
        var error = TwitterErrors.Read(Reply(status, body, ("x-transaction-id", "abc")), Waits, Now);

        Assert.Equal((kind, word, "abc"), (error.Class, error.Code, error.TraceId));
        Assert.Equal(status, error.Answer!.StatusCode);
    }

    [Fact]
    public void App_ThatMayOnlyRead_IsOurAffair() => Assert.Equal(
        (PlatformErrorClass.Quota, "service_paused"), ClassOf(TwitterErrors.Read(Reply(403, Bare, ("x-access-level", "read")), Waits, Now)));

    [Theory]
    [InlineData("x-rate-limit-reset", "1764000100", 101)]
    [InlineData("x-rate-limit-reset", "1763999990", 1)]
    [InlineData("x-rate-limit-reset", "soon", 900)]
    [InlineData("retry-after", "7", 7)]
    [InlineData("date", "Mon", 900)]
    public void Throttle_WaitsUntilItsWindowOpens(string header, string value, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), TwitterErrors.Read(Reply(429, "", (header, value)), Waits, Now).Wait);

    [Fact]
    public void Throttle_OfADay_WaitsForTheDay()
    {
        var ofUser = TwitterErrors.Read(
            Reply(429, "", ("x-user-limit-24hour-remaining", "0"), ("x-user-limit-24hour-reset", "1764003599"), ("x-rate-limit-reset", "1764000001")), Waits, Now);
        var ofApp = TwitterErrors.Read(
            Reply(429, "", ("x-app-limit-24hour-remaining", "0"), ("x-app-limit-24hour-reset", "1764007199"), ("x-rate-limit-reset", "1764000001")), Waits, Now);

        Assert.Equal(("publish_limit", TimeSpan.FromHours(1)), (ofUser.Code, ofUser.Wait));
        Assert.Equal(("platform_throttled", TimeSpan.FromHours(2)), (ofApp.Code, ofApp.Wait));
    }

    [Fact]
    public void Connection_ThatBroke_IsTriedAgain() => Assert.Equal(
        (PlatformErrorClass.Retry, "platform_unreachable"),
        ClassOf(TwitterErrors.Read(new HttpReply(null, null, null, "broken", true, new Dictionary<string, string>()), Waits, Now)));

    [Theory]
    [InlineData(139, null, null)]
    [InlineData(141, null, "too_long")]
    [InlineData(141, 600, null)]
    [InlineData(601, 600, "too_long")]
    public void Length_IsJudgedByWhatTheAccountMay(int seconds, int? longest, string? code)
    {
        var post = new PostToJudge(
            new FileToPublish(10_000_000, TimeSpan.FromSeconds(seconds), 720, 1280), null, "words", PostSettings.None,
            longest is { } told ? new AccountFacts { LongestVideo = TimeSpan.FromSeconds(told) } : null);

        Assert.Equal(code, TwitterRules.Judge(post, new TwitterOptions()).FirstOrDefault(verdict => verdict.Level == VerdictLevel.Error)?.Code);
    }

    [Theory]
    [InlineData("look: example.com", VerdictLevel.Warning, "link_costs_more")]
    [InlineData("$TSLA and $AAPL", VerdictLevel.Error, "too_many_cashtags")]
    [InlineData("$TSLA costs $5 and US$TEN", null, null)]
    [InlineData("nothing to say", null, null)]
    [InlineData(null, null, null)]
    public void Text_IsJudgedForLinksAndCashtags(string? text, VerdictLevel? level, string? code)
    {
        var verdict = TwitterRules.Judge(new PostToJudge(null, null, text, PostSettings.None, null), new TwitterOptions()) is [var first, ..] ? first : null;

        Assert.Equal((level, code), (verdict?.Level, verdict?.Code));
    }

    private static (PlatformErrorClass Class, string Code) ClassOf(PlatformError error) => (error.Class, error.Code);

    private static HttpReply Reply(int status, string body, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return PlatformHttp.Read(response, body);
    }
}
