using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Tests.Platforms.Graph;

public sealed class GraphErrorsTests
{
    private static readonly TimeSpan Throttle = TimeSpan.FromSeconds(300);

    [Theory]
    [InlineData(9007, 2207027, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(24, 2207008, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(1, null, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(2, null, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(100, 33, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(-1, 2207001, PlatformErrorClass.RetryAnew, "media_not_processed")]
    [InlineData(-1, 2207053, PlatformErrorClass.RetryAnew, "media_not_processed")]
    [InlineData(-2, 2207020, PlatformErrorClass.RetryAnew, "container_expired")]
    [InlineData(24, 2207006, PlatformErrorClass.RetryAnew, "media_not_processed")]
    [InlineData(4, null, PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(17, null, PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(613, null, PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(80002, null, PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(9, 2207042, PlatformErrorClass.Quota, "publish_limit")]
    [InlineData(4, 2207051, PlatformErrorClass.Permanent, "platform_blocked")]
    [InlineData(368, null, PlatformErrorClass.Permanent, "platform_blocked")]
    [InlineData(190, 458, PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(190, 463, PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(102, null, PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(10, null, PlatformErrorClass.Reauth, "permission_missing")]
    [InlineData(200, null, PlatformErrorClass.Reauth, "permission_missing")]
    [InlineData(25, 2207050, PlatformErrorClass.Reauth, "account_restricted")]
    [InlineData(352, 2207026, PlatformErrorClass.Permanent, "media_refused")]
    [InlineData(1, 2207057, PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(36004, 2207010, PlatformErrorClass.Permanent, "text_refused")]
    [InlineData(100, null, PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(32, null, PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(341, null, PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(80001, null, PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(368, 1390008, PlatformErrorClass.Permanent, "platform_blocked")]
    [InlineData(368, 1346003, PlatformErrorClass.Permanent, "platform_blocked")]
    [InlineData(506, null, PlatformErrorClass.Permanent, "duplicate_refused")]
    [InlineData(210, null, PlatformErrorClass.Reauth, "permission_missing")]
    [InlineData(200, 4854002, PlatformErrorClass.Reauth, "account_restricted")]
    [InlineData(200, 1404078, PlatformErrorClass.Reauth, "account_restricted")]
    [InlineData(100, 1404006, PlatformErrorClass.Reauth, "account_restricted")]
    [InlineData(100, 1363040, PlatformErrorClass.Permanent, "media_refused")]
    [InlineData(100, 1363127, PlatformErrorClass.Permanent, "media_refused")]
    [InlineData(382, null, PlatformErrorClass.Permanent, "media_refused")]
    [InlineData(6000, null, PlatformErrorClass.Permanent, "media_refused")]
    [InlineData(100, 1404102, PlatformErrorClass.Permanent, "standards_refused")]
    [InlineData(100, 1609008, PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(389, null, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(6001, 1363037, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(100, 1363047, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(2, 1609010, PlatformErrorClass.Retry, "platform_busy")]
    public void Error_BySubcodeThenCode_HasItsClass(int code, int? subcode, PlatformErrorClass kind, string word)
    {
        var error = Read(HttpStatusCode.BadRequest, Body(code, subcode));

        Assert.Equal((kind, word, code, subcode, "trace"), (error.Class, error.Code, error.RemoteCode, error.RemoteSubcode, error.TraceId));
    }

    [Theory]
    [InlineData(502, PlatformErrorClass.Retry)]
    [InlineData(401, PlatformErrorClass.Reauth)]
    [InlineData(429, PlatformErrorClass.Quota)]
    [InlineData(404, PlatformErrorClass.Permanent)]
    public void Answer_WithoutJson_IsJudgedByItsStatus(int status, PlatformErrorClass kind) =>
        Assert.Equal(kind, GraphErrors.Read((HttpStatusCode)status, null, Answer("<html>"), Throttle).Class);

    [Fact]
    public void Throttle_ThatSaysHowLong_IsObeyed()
    {
        var headers = new HttpResponseMessage().Headers;
        headers.TryAddWithoutValidation(
            "X-Business-Use-Case-Usage", """{"1":[{"type":"instagram","call_count":99,"estimated_time_to_regain_access":7}]}""");

        Assert.Equal(TimeSpan.FromMinutes(7), Read(HttpStatusCode.BadRequest, Body(80002, null), headers).Wait);
        Assert.Equal(Throttle, Read(HttpStatusCode.BadRequest, Body(4, null)).Wait);
    }

    [Theory]
    [InlineData("Error: Media upload has failed with error code 2207026", PlatformErrorClass.Permanent, 2207026)]
    [InlineData("Error: Media upload has failed with error code 2207077", PlatformErrorClass.RetryAnew, 2207077)]
    [InlineData("Error: something else", PlatformErrorClass.RetryAnew, null)]
    public void Container_ThatFailed_NamesItsSubcodeInText(string status, PlatformErrorClass kind, int? subcode)
    {
        var error = GraphErrors.OfContainer(status, null);

        Assert.Equal((kind, subcode), (error.Class, error.RemoteSubcode));
    }

    [Theory]
    [InlineData("2026-07-04T10:00:00+0000", "2026-07-04T10:00:00Z")]
    [InlineData("2026-07-04T10:00:00+0700", "2026-07-04T03:00:00Z")]
    [InlineData("2026-07-04T10:00:00Z", "2026-07-04T10:00:00Z")]
    [InlineData("2026-07-04T10:00:00+00:00", "2026-07-04T10:00:00Z")]
    public void Time_OfTheGraph_IsRead(string text, string expected)
    {
        Assert.True(GraphDateTime.TryRead(text, out var read));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), read);
    }

    [Fact]
    public void Time_IsWrittenWithoutAColon() => Assert.Equal(
        "2026-07-04T03:00:00+0000", GraphDateTime.Write(new DateTimeOffset(2026, 7, 4, 10, 0, 0, TimeSpan.FromHours(7))));

    [Fact]
    public void Answer_ThatIsKept_HasNoSecretInIt()
    {
        var kept = Answer(
            """{"data":[{"id":"1","access_token":"SECRET"}],"paging":{"next":"https://x/y?access_token=SECRET&after=1"},"note":"code=SECRET"}""").ToJson();

        Assert.DoesNotContain("SECRET", kept, StringComparison.Ordinal);
        Assert.Contains("after=1", PlatformAnswer.Redacted("""{"n":"https://x/y?access_token=S&after=1"}""")!.ToJsonString().Replace("\\u0026", "&", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["full_response", "headers", "status_code"], JsonDocument.Parse(kept).RootElement.EnumerateObject().Select(one => one.Name));
    }

    private static string Body(int code, int? subcode) => JsonSerializer.Serialize(new
    {
        error = new { message = "words", type = "OAuthException", code, error_subcode = subcode, fbtrace_id = "trace" },
    });

    private static PlatformError Read(HttpStatusCode status, string body, HttpHeaders? headers = null)
    {
        using var document = JsonDocument.Parse(body);
        return GraphErrors.Read(status, document.RootElement.Clone(), Answer(body, headers), Throttle);
    }

    private static PlatformAnswer Answer(string body, HttpHeaders? headers = null) =>
        PlatformAnswer.Of(400, headers ?? new HttpResponseMessage().Headers, null, body);
}
