using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>The words for calls that only Instagram has.</summary>
internal static class TwinOps
{
    public const string Limit = "limit";
    public const string Media = "media";
    public const string Rupload = "rupload";
    public const string Container = "container";
    public const string Publish = "media_publish";
    public const string ReadBack = "readback";
    public const string List = "list";
    public const string Insights = "insights";

    public static readonly IReadOnlyList<string> All =
        [.. GraphTwinOps.All, Limit, Media, Rupload, Container, Publish, ReadBack, List, Insights];
}

internal sealed class InstagramStore(IDbContextFactory<AppDb> databases, TimeProvider time) : TwinStore("instagram", databases, time);

internal sealed class InstagramFaults(InstagramStore store) : TwinFaults(store, TwinOps.All,
[
    .. GraphTwinOps.Faults,
    "publish-error-but-live", "container-100-33", "stuck-in-progress", "rupload-nonretriable", "rupload-cut-at", "permalink-missing",
]);
