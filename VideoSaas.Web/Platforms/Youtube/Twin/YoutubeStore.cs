using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>The words for calls that can be made to fail.</summary>
internal static class TwinOps
{
    public const string Token = "token";
    public const string Revoke = "revoke";
    public const string Channels = "channels";
    public const string Insert = "insert";

    /// <summary>A PUT of bytes.</summary>
    public const string Upload = "upload";

    /// <summary>The question how far an upload came.</summary>
    public const string Probe = "probe";
    public const string Thumbnail = "thumbnail";
    public const string List = "list";
    public const string Update = "update";
    public const string Delete = "delete";
    public const string Playlist = "playlist";
    public const string Stats = "stats";
    public const string Report = "report";

    public static readonly IReadOnlyList<string> All =
        [Token, Revoke, Channels, Insert, Upload, Probe, Thumbnail, List, Update, Delete, Playlist, Stats, Report];
}

internal sealed class YoutubeFaults(YoutubeStore store) : TwinFaults(store, TwinOps.All,
[
    "status", "drop-before", "drop-after", "error-but-done", "slow", "html-502", "retry-after", "rate-limit", "quota", "upload-limit",
    "token-invalid", "revoked", "scope", "cut-at", "short-accept", "308-without-range", "session-404", "session-lost-after",
    "processing-fail", "reject", "processing-stuck", "missing", "privacy-forced", "thumb-403", "thumb-limit",
]);

internal sealed class YoutubeStore(IDbContextFactory<AppDb> databases, TimeProvider time) : TwinStore("youtube", databases, time)
{
    private readonly IDbContextFactory<AppDb> _databases = databases;

    private readonly TimeProvider _time = time;

    /// <summary>Counts on, in one statement: a day's bucket is what every call of every worker writes.</summary>
    /// <returns>What is used of the bucket, this included.</returns>
    public async Task<int> SpendAsync(string bucket, int units, CancellationToken token)
    {
        await using var db = await _databases.CreateDbContextAsync(token);
        var used = await db.Database.SqlQuery<int>(
            $"""
            INSERT INTO sandbox_documents (twin, kind, key, body, created_at)
            VALUES ({Twin}, 'bucket', {bucket}, jsonb_build_object('Used', {units}), {_time.GetUtcNow()})
            ON CONFLICT (twin, kind, key) DO UPDATE
            SET body = jsonb_build_object('Used', (sandbox_documents.body ->> 'Used')::int + {units})
            RETURNING (body ->> 'Used')::int AS "Value"
            """).ToListAsync(token);
        return used[0];
    }
}
