using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Videos;

/// <summary>Stored files, to their owner alone; parts of them for a player that seeks.</summary>
internal static class MediaApi
{
    /// <summary>
    /// What a browser may show in our own origin. Everything else is handed over as a download: a file that a stranger made
    /// must never become a page of ours.
    /// </summary>
    private static readonly string[] Shown =
        ["video/", "audio/", "image/jpeg", "image/png", "image/webp", "image/avif", "text/vtt"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/media/{assetId:guid}", [HttpMethods.Get, HttpMethods.Head], ServeAsync)
            .WithName("ServeMedia")
            .WithSummary("One stored file of the person's videos; takes range requests.")
            .RequireAuthorization(Policies.Creator)
            .DisableCookieRedirect()
            .ExcludeFromDescription();

    /// <summary>The address of a stored file, as <c>processed_url</c> and its siblings hold it.</summary>
    public static string AddressOf(Guid assetId) => $"/media/{assetId}";

    private static async Task<Results<FileStreamHttpResult, NotFound>> ServeAsync(
        Guid assetId, HttpContext context, IDbContextFactory<AppDb> databases, IBlobStore blobs, CancellationToken token)
    {
        var asset = await FindAsync(databases, context.ToActor().PersonId, assetId, token);
        if (asset is null)
        {
            return TypedResults.NotFound();
        }

        Stream file;
        try
        {
            file = await blobs.OpenReadAsync(asset.StorageKey, token);
        }
        catch (FileNotFoundException)
        {
            return TypedResults.NotFound();
        }

        var isShown = Shown.Any(kind => asset.ContentType.StartsWith(kind, StringComparison.Ordinal));
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";

        // A file never changes under its id, but whose it is does when somebody else signs in on this browser.
        headers.CacheControl = "private, max-age=3600";
        headers.Vary = HeaderNames.Cookie;
        return TypedResults.Stream(
            file,
            isShown ? asset.ContentType : "application/octet-stream",
            isShown ? null : $"{asset.Id}.bin",
            asset.CreatedAt,
            new EntityTagHeaderValue($"\"{asset.Id:N}\""),
            enableRangeProcessing: true);
    }

    /// <summary>
    /// Through the video, so that what lies in the bin is gone here too, but for the picture by which its person knows it again.
    /// </summary>
    private static async Task<VideoAsset?> FindAsync(
        IDbContextFactory<AppDb> databases, Guid personId, Guid assetId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.VideoAssets.AsNoTracking().IgnoreQueryFilters()
            .Where(asset => asset.Id == assetId
                && db.Videos.Any(video => video.Id == asset.VideoId && video.UserId == personId
                    && (video.DeletedAt == null || asset.Kind == AssetKind.Thumbnail)))
            .FirstOrDefaultAsync(token);
    }
}
