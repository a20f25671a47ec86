using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Youtube;

namespace VideoSaas.Tests.Platforms.Youtube;

public sealed class YoutubeErrorsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(403, "quotaExceeded", PlatformErrorClass.Quota, "platform_quota")]
    [InlineData(403, "dailyLimitExceeded", PlatformErrorClass.Quota, "platform_quota")]
    [InlineData(400, "uploadLimitExceeded", PlatformErrorClass.Quota, "publish_limit")]
    [InlineData(429, "rateLimitExceeded", PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(403, "userRateLimitExceeded", PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(403, "rateLimitExceeded", PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(429, "uploadRateLimitExceeded", PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(500, "internalError", PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(503, "backendError", PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(504, null, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(409, "ALREADY_EXISTS", PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(401, "authError", PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(401, "required", PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(401, "expired", PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(403, "insufficientPermissions", PlatformErrorClass.Reauth, "permission_missing")]
    [InlineData(401, "youtubeSignupRequired", PlatformErrorClass.Permanent, "channel_closed")]
    [InlineData(403, "authenticatedUserAccountSuspended", PlatformErrorClass.Permanent, "channel_closed")]
    [InlineData(403, "authenticatedUserAccountClosed", PlatformErrorClass.Permanent, "channel_closed")]
    [InlineData(403, "authenticatedUserNotChannel", PlatformErrorClass.Permanent, "channel_closed")]
    [InlineData(403, "forbidden", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(403, "forbiddenPrivacySetting", PlatformErrorClass.Permanent, "privacy_refused")]
    [InlineData(400, "invalidTitle", PlatformErrorClass.Permanent, "text_refused")]
    [InlineData(400, "invalidDescription", PlatformErrorClass.Permanent, "text_refused")]
    [InlineData(400, "invalidTags", PlatformErrorClass.Permanent, "text_refused")]
    [InlineData(400, "invalidCategoryId", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(400, "invalidVideoMetadata", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(404, "videoNotFound", PlatformErrorClass.Permanent, "video_gone")]
    public void Error_ByReasonThenStatus_HasItsClass(int status, string? reason, PlatformErrorClass kind, string word)
    {
        var error = Read(status, Body(reason));

        Assert.Equal((kind, word, status), (error.Class, error.Code, error.RemoteCode));
        Assert.Contains("words", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, PlatformErrorClass.Retry)]
    [InlineData(401, PlatformErrorClass.Reauth)]
    [InlineData(429, PlatformErrorClass.Quota)]
    [InlineData(400, PlatformErrorClass.Permanent)]
    public void Answer_WithoutJson_IsJudgedByItsStatus(int status, PlatformErrorClass kind) =>
        Assert.Equal(kind, Read(status, "<html>").Class);

    [Theory]
    [InlineData("invalid_grant", PlatformErrorClass.Reauth)]
    [InlineData("invalid_client", PlatformErrorClass.Permanent)]
    public void TokenHost_NamesItsErrorPlainly(string name, PlatformErrorClass kind) => Assert.Equal(
        kind, Read(400, JsonSerializer.Serialize(new { error = name, error_description = "Token has been expired or revoked." })).Class);

    [Theory]
    [InlineData("2026-07-04T12:00:00Z", "2026-07-05T07:00:00Z")]
    [InlineData("2026-12-04T12:00:00Z", "2026-12-05T08:00:00Z")]
    [InlineData("2026-03-08T09:30:00Z", "2026-03-09T07:00:00Z")] // The day on which California's clocks go forward.
    [InlineData("2026-11-01T08:30:00Z", "2026-11-02T08:00:00Z")] // And back.
    public void Quota_WaitsForMidnightInCalifornia(string now, string opens)
    {
        var at = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);

        var wait = Read(403, Body("quotaExceeded"), at: at).Wait;

        Assert.Equal(DateTimeOffset.Parse(opens, CultureInfo.InvariantCulture), at + wait!.Value);
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("Sat, 04 Jul 2026 12:00:30 GMT", 30)]
    [InlineData(null, 300)]
    public void Throttle_ThatSaysHowLong_IsObeyed(string? retryAfter, double seconds)
    {
        var headers = new HttpResponseMessage().Headers;
        if (retryAfter is not null)
        {
            headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(403, Body("userRateLimitExceeded"), headers).Wait);
    }

    [Fact]
    public void Answer_ThatIsKept_HasNoSessionAddressInIt()
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK);
        response.Headers.TryAddWithoutValidation("Location", "https://www.googleapis.com/upload/youtube/v3/videos?upload_id=SECRET");
        response.Headers.TryAddWithoutValidation("X-GUploader-UploadID", "SECRET");

        var kept = PlatformAnswer.Of(200, response.Headers, null, """{"next":"https://x/y?upload_id=SECRET&a=1","refresh_token":"SECRET"}""").ToJson();

        Assert.DoesNotContain("SECRET", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", new YoutubeHandles("s", "https://x?upload_id=SECRET", Noon).ToString(), StringComparison.Ordinal);
    }

    private static string Body(string? reason) => JsonSerializer.Serialize(new
    {
        error = new { code = 1, message = "words", errors = reason is null ? [] : new object[] { new { message = "words", domain = "youtube", reason } } },
    });

    private static PlatformError Read(int status, string body, HttpHeaders? headers = null, DateTimeOffset? at = null)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
        foreach (var header in headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
        {
            response.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return new YoutubeErrors(Options.Create(new YoutubeOptions()), new FakeTimeProvider(at ?? Noon)).Of(PlatformHttp.Read(response, body));
    }
}
