namespace VideoSaas.Web.Features.Accounts.Export;

/// <summary>One file of the export: a table, which of its rows are the person's, and what is no use to anybody outside.</summary>
/// <param name="Mine">SQL on the row <c>t</c>; <c>$1</c> is the person.</param>
/// <param name="Secrets">Columns that are left away: secrets, and marks of our own machinery.</param>
internal sealed record ExportTable(string Name, string Mine = "t.user_id = $1", params string[] Secrets);

/// <summary>Everything that hangs on a person; a test compares the list with the database.</summary>
internal static class ExportTables
{
    private const string OfMyVideos = "t.video_id IN (SELECT id FROM videos WHERE user_id = $1)";

    public static readonly IReadOnlyList<ExportTable> All =
    [
        new("users", "t.id = $1", "password_hash", "security_stamp", "concurrency_stamp"),
        new("user_roles", Secrets: []),
        new("user_claims"),
        new("user_logins"),
        new("user_tokens", Secrets: ["value", "name"]),
        new("user_passkeys", Secrets: ["data"]),
        new("user_sessions", Secrets: ["sign_in"]),
        new("subscriptions"),
        new("api_keys", Secrets: ["key_hash"]),
        new("platform_accounts", Secrets: ["access_token_protected", "refresh_token_protected"]),
        new("videos"),
        new("video_metadata", OfMyVideos),
        new("makings", OfMyVideos),
        new("video_assets"),
        new("labels"),
        new("video_labels"),
        new("uploads", Secrets: ["token"]),
        new("processing_jobs", Secrets: ["lease_token", "error_stack"]),
        new("processing_job_attempts", "t.job_id IN (SELECT id FROM processing_jobs WHERE user_id = $1)"),
        new("platform_posts"),
        new("publish_attempts", Secrets: ["intent_lease"]),
        new("publish_steps"),
        new("post_checks"),
        new("upload_admissions"),
        new("queue_slots"),
        new("caption_templates"),
        new("hashtag_groups"),
        new("video_analytics"),
        new("post_analytics"),
        new("notifications"),
        new("letters", Secrets: ["lease_token"]),
        new("data_exports", Secrets: ["lease_token", "storage_key"]),
        new("audit_logs"),
        new("live_events", "t.owner_id = $1"),
    ];
}
