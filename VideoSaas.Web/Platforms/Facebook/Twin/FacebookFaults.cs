using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>The words for calls that only Facebook has.</summary>
internal static class FacebookOps
{
    public const string Businesses = "businesses";
    public const string Page = "page";
    public const string Start = "start";
    public const string Rupload = "rupload";
    public const string Transfer = "transfer";
    public const string Status = "status";
    public const string Thumbnails = "thumbnails";
    public const string Finish = "finish";
    public const string ReadBack = "readback";
    public const string List = "list";
    public const string Insights = "video_insights";

    public static readonly IReadOnlyList<string> All =
        [.. GraphTwinOps.All, Businesses, Page, Start, Rupload, Transfer, Status, Thumbnails, Finish, ReadBack, List, Insights];
}

internal sealed class FacebookStore(IDbContextFactory<AppDb> databases, TimeProvider time) : TwinStore("facebook", databases, time);

internal sealed class FacebookFaults(FacebookStore store) : TwinFaults(store, FacebookOps.All,
[
    .. GraphTwinOps.Faults,
    "finish-500-but-live", "finish-ok-then-processing-error", "duplicate-506", "reel-becomes-draft", "status-100-33", "stuck-processing",
    "docs-spelling", "offset-lie", "rupload-nonretriable", "rupload-cut-at", "permalink-missing",
]);
