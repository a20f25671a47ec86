using VideoSaas.Domain.Auditing;

namespace VideoSaas.Tests.Domain.Auditing;

public sealed class AuditActionsTests
{
    [Theory]
    [InlineData("user", "status", null, "active", "user.registered")]
    [InlineData("video", "processing_status", null, "pending", "video.created")]
    [InlineData("platform_post", "upload_status", null, "pending", "post.created")]
    [InlineData("platform_post", "upload_status", null, "published", "post.published")]
    [InlineData("platform_account", "health", null, "connected", "account.connected")]
    [InlineData("api_key", "is_active", null, "true", "key.created")]
    [InlineData("subscription", "status", null, "active", "subscription.created")]
    public void Birth_HasItsWord(string resource, string column, string? before, string after, string expected) =>
        Assert.Equal(expected, AuditActions.Of(resource, born: true, [Change(column, before, after)]));

    [Theory]
    [InlineData("video", "processing_status", "pending", "processing", "video.processing")]
    [InlineData("video", "processing_status", "uploading", "ready", "video.processed")]
    [InlineData("video", "processing_status", "uploading", "failed", "video.failed")]
    [InlineData("platform_post", "upload_status", "checking", "published", "post.published")]
    [InlineData("platform_post", "error_code", null, "outcome_unknown", "post.unconfirmed")]
    [InlineData("platform_post", "hold_code", null, "reconnect", "post.held")]
    [InlineData("platform_post", "hold_code", "reconnect", null, "post.released")]
    [InlineData("platform_post", "scheduled_for", null, "2026-01-01T00:00:00+00:00", "post.rescheduled")]
    [InlineData("platform_post", "platform_post_id", null, "17900", "post.platform_post_id_changed")]
    [InlineData("user", "status", "active", "suspended", "user.suspended")]
    [InlineData("user", "status", "suspended", "active", "user.reactivated")]
    [InlineData("user", "status", "trial", "active", "user.activated")]
    [InlineData("user", "subscription_tier", "free", "pro", "user.tier_changed")]
    [InlineData("user", "monthly_quota", "30", "60", "user.quota_changed")]
    [InlineData("user", "deleted_at", null, "2026-01-01T00:00:00+00:00", "user.deleted")]
    [InlineData("video", "deleted_at", "2026-01-01T00:00:00+00:00", null, "video.restored")]
    [InlineData("platform_account", "health", "connected", "needs_reauth", "account.needs_reauth")]
    [InlineData("platform_account", "scopes", "", "a", "account.scopes_changed")]
    [InlineData("api_key", "is_active", "true", "false", "key.revoked")]
    [InlineData("api_key", "is_active", "false", "true", "key.activated")]
    [InlineData("subscription", "status", "active", "past_due", "subscription.past_due")]
    [InlineData("subscription", "tier", "free", "pro", "subscription.tier_changed")]
    public void Change_HasItsWord(string resource, string column, string? before, string? after, string expected) =>
        Assert.Equal(expected, AuditActions.Of(resource, born: false, [Change(column, before, after)]));

    [Fact]
    public void StatusGoesFirst_ButDeletionGoesBeforeIt()
    {
        Assert.Equal("video.failed", AuditActions.Of(
            "video", false, [Change("processing_status", "pending", "failed"), Change("processing_error_details", null, "x")]));
        Assert.Equal("user.deleted", AuditActions.Of(
            "user", false, [Change("status", "active", "cancelled"), Change("deleted_at", null, "x")]));
    }

    private static AuditChange Change(string column, string? before, string? after) => new(column, Json(before), Json(after));

    private static string? Json(string? value) => value is null or "true" or "false" ? value : $"\"{value}\"";
}
