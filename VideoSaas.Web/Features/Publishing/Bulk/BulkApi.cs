using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Publishing.Parts;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Publishing.Bulk;

/// <summary>The table to fill in, with a line for each of the chosen clips on each of the chosen channels.</summary>
internal static class BulkApi
{
    public const string TemplatePath = "/bulk/template.csv";

    public static IEndpointRouteBuilder MapBulk(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(TemplatePath, ServeAsync)
            .WithName("BulkTemplate")
            .WithSummary("A CSV table to fill in: one line for each chosen video on each chosen channel.")
            .RequireAuthorization(Policies.Creator)
            .DisableCookieRedirect()
            .ExcludeFromDescription();
        return routes;
    }

    /// <summary>Ids as the addresses of the bulk page hold them; what is no id is left out.</summary>
    public static IReadOnlyList<Guid> IdsIn(string? list) =>
    [
        .. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct(),
    ];

    private static async Task<FileContentHttpResult> ServeAsync(
        string? videos, string? channels, HttpContext context, IDbContextFactory<AppDb> databases, PublishingQueries publishing, CancellationToken token)
    {
        Guid[] videoIds = [.. IdsIn(videos).Take(BulkLimits.Videos)];
        Guid[] accountIds = [.. IdsIn(channels)];
        var actor = context.ToActor();
        await using var db = await databases.CreateDbContextAsync(token);
        var files = await db.Videos.AsNoTracking()
            .Where(video => videoIds.Contains(video.Id) && video.UserId == actor.PersonId)
            .Select(video => new { video.Id, video.OriginalFilename, video.Caption })
            .ToDictionaryAsync(video => video.Id, token);
        var accounts = (await publishing.AccountsAsync(db, actor.PersonId, token)).Where(account => accountIds.Contains(account.Id)).ToList();
        var names = files.Values.GroupBy(file => file.OriginalFilename).ToDictionary(group => group.Key, group => group.Count());
        var lines = videoIds.Where(files.ContainsKey).Select(id => files[id]).SelectMany(file => accounts
            .Select(ChannelNames.Of).DefaultIfEmpty("")
            .Select(channel => new BulkFileLine(
                0, names[file.OriginalFilename] > 1 ? file.Id.ToString() : file.OriginalFilename, channel, "", file.Caption ?? "", "")));
        return TypedResults.File(BulkFile.Write(lines), "text/csv; charset=utf-8", "videos.csv");
    }
}
