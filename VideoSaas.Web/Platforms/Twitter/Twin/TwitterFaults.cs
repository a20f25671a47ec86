using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>The words for calls that can be made to fail.</summary>
internal static class TwinOps
{
    public const string Token = "token";
    public const string Refresh = "refresh";
    public const string Revoke = "revoke";
    public const string Me = "me";
    public const string Initialize = "initialize";
    public const string Append = "append";
    public const string Finalize = "finalize";
    public const string Status = "status";
    public const string OneShot = "one_shot";
    public const string Metadata = "metadata";
    public const string Create = "create";
    public const string LookUp = "lookup";
    public const string Read = "read";
    public const string Timeline = "timeline";
    public const string Delete = "delete";
    public const string PostAnalytics = "post_analytics";
    public const string MediaAnalytics = "media_analytics";

    public static readonly IReadOnlyList<string> All =
    [
        Create, Initialize, Append, Finalize, Status, Timeline, Read, LookUp, Me, Token, Refresh, Revoke, OneShot, Metadata, Delete,
        PostAnalytics, MediaAnalytics,
    ];
}

/// <summary>The words for what can go wrong.</summary>
internal static class TwinFaultWords
{
    public const string DropBefore = "drop-before";

    /// <summary>Done, and the answer is lost.</summary>
    public const string DropAfter = "drop-after";

    /// <summary>Done, and answered by this status all the same; 503 where none is said.</summary>
    public const string ErrorAfter = "error-after";

    /// <summary>Done, and answered by a success that nobody can read.</summary>
    public const string MalformedAfter = "malformed-after";

    /// <summary>Of a post: it is seen in timelines so many seconds later. Of a timeline: it is so many seconds behind.</summary>
    public const string TimelineLag = "timeline-lag";

    /// <summary>The connection breaks after so many bytes of the segment.</summary>
    public const string CutAt = "cut-at";

    public const string Slow = "slow";

    public const string ProcessingFail = "processing-fail";

    public const string ProcessingStuck = "processing-stuck-99-error";

    /// <summary>Takes so many seconds more.</summary>
    public const string ProcessingSlow = "processing-slow";

    public static readonly IReadOnlyList<string> All =
    [
        "status", DropBefore, DropAfter, ErrorAfter, MalformedAfter, TimelineLag, CutAt, Slow, ProcessingFail, ProcessingStuck, ProcessingSlow,
        "throttle", "throttle-bare", "credits-depleted", "daily-cap", "token-invalid", "token-expired", "no-media-scope", "read-only-app", "suspended",
        "duplicate", "media-invalid", "media-expired", "finalize-mismatch", "html-503",
    ];
}

internal sealed class TwitterStore(IDbContextFactory<AppDb> databases, TimeProvider time) : TwinStore("twitter", databases, time)
{
    private readonly IDbContextFactory<AppDb> _databases = databases;

    private readonly TimeProvider _time = time;

    /// <summary>Counts on in one statement, and never beyond the budget: of two that want the last of it one gets it.</summary>
    /// <returns>False: there is not so much left, and nothing was taken.</returns>
    public async Task<bool> SpendAsync(int mills, int budget, CancellationToken token)
    {
        await using var db = await _databases.CreateDbContextAsync(token);
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sandbox_documents (twin, kind, key, body, created_at)
            SELECT {Twin}, 'credits', 'account', jsonb_build_object('Used', {mills}), {_time.GetUtcNow()} WHERE {mills} <= {budget}
            ON CONFLICT (twin, kind, key) DO UPDATE
            SET body = jsonb_build_object('Used', (sandbox_documents.body ->> 'Used')::int + {mills}), version = sandbox_documents.version + 1
            WHERE (sandbox_documents.body ->> 'Used')::int + {mills} <= {budget}
            """,
            token) == 1;
    }
}

internal sealed class TwitterFaults(TwitterStore store) : TwinFaults(store, TwinOps.All, TwinFaultWords.All);
