using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Accounts.Export;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Files that belong to a person and are fetched by their browser.</summary>
internal static class AccountRoutes
{
    private const string PicturePath = "/account/picture";

    /// <summary>The person's own picture; another picture has another address.</summary>
    public static string PictureOf(string key) => $"{PicturePath}?v={Path.GetFileNameWithoutExtension(key)}";

    public static string ExportOf(Guid exportId) => $"/account/exports/{exportId}";

    public static void Map(IEndpointRouteBuilder account)
    {
        account.MapGet("/picture", ShowPictureAsync)
            .WithName("ShowOwnPicture").WithSummary("The picture of the person who is signed in.")
            .RequireAuthorization(Policies.Creator).DisableCookieRedirect().ExcludeFromDescription();
        account.MapGet("/exports/{exportId:guid}", FetchExportAsync)
            .WithName("FetchExport").WithSummary("Everything that is kept of the person, as one zip, while it is there.")
            .RequireAuthorization(Policies.Creator).DisableCookieRedirect().ExcludeFromDescription();
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> ShowPictureAsync(
        HttpContext context, IDbContextFactory<AppDb> contexts, IBlobStore blobs, CancellationToken token)
    {
        var personId = context.ToActor().PersonId;
        await using var db = await contexts.CreateDbContextAsync(token);
        var person = await db.Users.AsNoTracking().Where(one => one.Id == personId).Select(one => new { one.Metadata }).FirstOrDefaultAsync(token);
        if (person?.Metadata.Avatar is not { } key || await blobs.LengthAsync(key, token) is null)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "private, max-age=86400";
        context.Response.Headers.Vary = HeaderNames.Cookie;
        return TypedResults.Stream(await blobs.OpenReadAsync(key, token), "image/jpeg");
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> FetchExportAsync(
        Guid exportId, HttpContext context, ExportQueries exports, CancellationToken token)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await exports.OpenAsync(context.ToActor(), exportId, token) is { } file
            ? TypedResults.Stream(file, "application/zip", $"videosaas-{exportId:N}.zip", enableRangeProcessing: true)
            : TypedResults.NotFound();
    }
}
