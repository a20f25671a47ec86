using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Tiktok.Twin;

/// <summary>The words for calls that can be made to fail.</summary>
internal static class TwinOps
{
    public const string Token = "token";
    public const string Refresh = "refresh";
    public const string Revoke = "revoke";
    public const string UserInfo = "user_info";
    public const string CreatorInfo = "creator_info";
    public const string Init = "init";
    public const string InboxInit = "inbox_init";
    public const string Chunk = "chunk";
    public const string LastChunk = "last_chunk";
    public const string Status = "status";
    public const string List = "list";
    public const string Query = "query";

    public static readonly IReadOnlyList<string> All =
        [Token, Refresh, Revoke, UserInfo, CreatorInfo, Init, InboxInit, Chunk, LastChunk, Status, List, Query];
}

internal sealed class TiktokStore(IDbContextFactory<AppDb> databases, TimeProvider time) : TwinStore("tiktok", databases, time);

/// <summary>
/// <c>status:503</c> answers so before anything is done, <c>done-but:503</c> after it; <c>code:WORD:HTTP</c> is one of TikTok's own
/// refusals, <c>throttle:SECONDS</c> names a wait and <c>throttle</c> none, <c>cut-at:BYTES</c> is of a chunk, <c>fail:REASON</c> lets a
/// whole upload end so.
/// </summary>
internal sealed class TiktokFaults(TiktokStore store) : TwinFaults(store, TwinOps.All,
[
    "drop-before", "drop-after", "slow", "status", "done-but", "code", "throttle", "html-502", "token-invalid", "token-expired", "token-revoked",
    "cut-at", "upload-url-expired", "fail", "unknown-id", "stuck-processing", "ids-late", "ids-spelled-right", "ids-as-text",
]);
