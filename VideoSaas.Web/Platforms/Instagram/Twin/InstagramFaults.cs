using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>The words for calls that can be made to fail.</summary>
internal static class TwinOps
{
    public const string Token = "token";
    public const string DebugToken = "debug_token";
    public const string Permissions = "permissions";
    public const string Accounts = "accounts";
    public const string Limit = "limit";
    public const string Media = "media";
    public const string Rupload = "rupload";
    public const string Container = "container";
    public const string Publish = "media_publish";
    public const string ReadBack = "readback";
    public const string List = "list";

    public static readonly IReadOnlyList<string> All =
        [Token, DebugToken, Permissions, Accounts, Limit, Media, Rupload, Container, Publish, ReadBack, List];
}

internal sealed class InstagramStore(IDbContextFactory<AppDb> databases, TimeProvider time) : TwinStore("instagram", databases, time);

internal sealed class InstagramFaults(InstagramStore store) : TwinFaults(store, TwinOps.All,
[
    "drop-before", "drop-after", "publish-error-but-live", "container-100-33", "stuck-in-progress", "error",
    "rupload-nonretriable", "rupload-cut-at", "throttle", "token-invalid", "slow", "permalink-missing", "html-502",
]);
