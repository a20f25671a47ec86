using System.Net;
using VideoSaas.Web.Platforms;
using VideoSaas.Web.Platforms.Tiktok;
using VideoSaas.Web.Platforms.Tiktok.Twin;

namespace VideoSaas.Tests.Platforms.Tiktok;

public sealed class TiktokErrorsTests
{
    private static readonly TiktokWaits Waits = new(TimeSpan.FromSeconds(60), TimeSpan.FromHours(24));

    [Theory]
    [InlineData(500, "internal_error", PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(429, "rate_limit_exceeded", PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(403, "spam_risk_too_many_posts", PlatformErrorClass.Quota, "publish_limit")]
    [InlineData(200, "spam_risk_too_many_posts", PlatformErrorClass.Quota, "publish_limit")]
    [InlineData(200, "reached_active_user_cap", PlatformErrorClass.Quota, "publish_limit")]
    [InlineData(403, "spam_risk_too_many_pending_share", PlatformErrorClass.Quota, "publish_limit")]
    [InlineData(401, "access_token_invalid", PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(401, "scope_not_authorized", PlatformErrorClass.Reauth, "permission_missing")]
    [InlineData(400, "scope_permission_missed", PlatformErrorClass.Reauth, "permission_missing")]
    [InlineData(200, "spam_risk_user_banned_from_posting", PlatformErrorClass.Permanent, "banned_from_posting")]
    [InlineData(403, "spam_risk_text", PlatformErrorClass.Permanent, "text_refused")]
    [InlineData(403, "spam_risk", PlatformErrorClass.Permanent, "platform_blocked")]
    [InlineData(403, "unaudited_client_can_only_post_to_private_accounts", PlatformErrorClass.Permanent, "app_not_audited")]
    [InlineData(403, "app_version_check_failed", PlatformErrorClass.Permanent, "app_too_old")]
    [InlineData(403, "privacy_level_option_mismatch", PlatformErrorClass.Permanent, "privacy_not_allowed")]
    [InlineData(400, "invalid_param", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(400, "invalid_params", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(400, "invalid_file_upload", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(403, "url_ownership_unverified", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(200, "a_word_of_tomorrow", PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(400, "a_word_of_tomorrow", PlatformErrorClass.Permanent, "request_refused")]
    [InlineData(502, null, PlatformErrorClass.Retry, "platform_busy")]
    [InlineData(401, null, PlatformErrorClass.Reauth, "reauth_needed")]
    [InlineData(429, null, PlatformErrorClass.Quota, "platform_throttled")]
    [InlineData(200, null, PlatformErrorClass.Retry, "platform_busy")]
    public void Error_ByItsWordThenItsStatus_HasItsClass(int status, string? word, PlatformErrorClass kind, string code)
    {
        var error = TiktokErrors.Read((HttpStatusCode)status, word, "words", "log", Answer(), Waits);

        Assert.Equal((kind, code, "log"), (error.Class, error.Code, error.TraceId));
    }

    [Fact]
    public void Wait_IsWhatWasAskedFor_ElseAMinuteOrADay()
    {
        Assert.Equal(Waits.Throttle, Read(429, "rate_limit_exceeded", Answer()));
        Assert.Equal(Waits.Day, Read(403, "spam_risk_too_many_posts", Answer()));
        Assert.Equal(TimeSpan.FromSeconds(7), Read(429, "rate_limit_exceeded", Answer(("Retry-After", "7"))));
        Assert.Equal(TimeSpan.FromSeconds(7), Read(503, "internal_error", Answer(("Retry-After", "7"))));
        Assert.Null(Read(500, "internal_error", Answer()));

        static TimeSpan? Read(int status, string word, PlatformAnswer answer) =>
            TiktokErrors.Read((HttpStatusCode)status, word, null, null, answer, Waits).Wait;
    }

    [Theory]
    [InlineData(201, null, true, false, null, null)]
    [InlineData(206, null, false, false, null, null)]
    [InlineData(416, "bytes 0-99/200", false, true, 100L, PlatformErrorClass.Retry)]
    [InlineData(416, "bytes */200", false, true, 0L, PlatformErrorClass.Retry)]
    [InlineData(416, null, false, true, null, PlatformErrorClass.Retry)]
    [InlineData(416, "bytes 0-900/200", false, true, 200L, PlatformErrorClass.Retry)]
    [InlineData(403, null, false, false, null, PlatformErrorClass.RetryAnew)]
    [InlineData(404, null, false, false, null, PlatformErrorClass.RetryAnew)]
    [InlineData(405, null, false, false, null, PlatformErrorClass.RetryAnew)]
    [InlineData(400, null, false, false, null, PlatformErrorClass.Permanent)]
    [InlineData(500, null, false, false, null, PlatformErrorClass.Retry)]
    [InlineData(429, null, false, false, null, PlatformErrorClass.Retry)]
    public void Chunk_ByItsStatus_IsStoredElsewhereOrBroken(
        int status, string? range, bool isWhole, bool isMisplaced, long? elsewhere, PlatformErrorClass? kind)
    {
        var headers = range is null ? new Dictionary<string, string>() : new() { ["content-range"] = range };
        var read = TiktokUpload.Read(new HttpReply((HttpStatusCode)status, null, Answer(), null, true, headers), 200);

        Assert.Equal((isWhole, isMisplaced, elsewhere, kind), (read.IsWhole, read.IsMisplaced, read.Elsewhere, read.Error?.Class));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4_999_999, 1)]
    [InlineData(10_485_759, 1)]
    [InlineData(10_485_760, 2)]
    [InlineData(50_000_123, 9)]
    [InlineData(64_000_000, 12)]
    [InlineData(64_000_001, 12)]
    [InlineData(999_999_937, 190)]
    [InlineData(4_000_000_000, 200)]
    public void Plan_OfAnySize_IsAllowed_AndItsLastChunkIsHardlyLargerThanTheOthers(long size, int count)
    {
        var plan = ChunkPlan.Of(size, new TiktokOptions().SmallestChunkBytes, new TiktokOptions().MostChunks);

        Assert.Null(TwinChunkRules.Fault(plan));
        Assert.Equal(count, plan.ChunkCount);
        Assert.Equal(size, plan.LastStart + plan.LastBytes);
        Assert.InRange(plan.LastBytes, plan.ChunkBytes, plan.ChunkBytes + count);
        Assert.True(plan.LastBytes <= 20_000_000);
        Assert.Equal(plan.LastStart, plan.BoundaryAt(size));
        Assert.Equal(0, plan.BoundaryAt(plan.ChunkBytes - 1));
    }

    [Theory]
    [InlineData(100_000_000, 100_000_000, 1)]
    [InlineData(50_000_123, 10_000_000, 6)]
    [InlineData(20_000_000, 4_000_000, 5)]
    [InlineData(200_000_000, 65_000_000, 3)]
    [InlineData(10_000_000, 6_000_000, 2)]
    [InlineData(0, 0, 0)]
    [InlineData(4_000_000_001, 40_000_000, 100)]
    public void Plan_AgainstTheRules_IsRefusedByTheTwin(long size, long chunk, int count) =>
        Assert.NotNull(TwinChunkRules.Fault(new ChunkPlan(size, chunk, count)));

    private static PlatformAnswer Answer(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return PlatformAnswer.Of(400, response.Headers, null, "{}");
    }
}
