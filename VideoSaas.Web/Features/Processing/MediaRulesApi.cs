using VideoSaas.Domain.Media;
using VideoSaas.Web.Data.Tables;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Processing;

/// <summary>The table that planner, preflight and pages read, for programs.</summary>
internal static class MediaRulesApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/media-rules", () => TypedResults.Json(new Table(PlatformMediaRules.Version, PlatformMediaRules.All), Columns.Json))
            .WithName("ReadMediaRules")
            .WithSummary("What each platform takes as a file: containers, codecs, sizes, shapes, rates, lengths, sound; with version and source.")
            .RequireAuthorization(Policies.Creator)
            .DisableCookieRedirect();

    private sealed record Table(string Version, IReadOnlyList<MediaRules> Rules);
}
