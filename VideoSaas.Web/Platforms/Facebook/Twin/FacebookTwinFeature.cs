using Microsoft.AspNetCore.Mvc;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>Maps each real host to a prefix, behind which the paths are the platform's own.</summary>
internal static class FacebookTwinFeature
{
    public static IServiceCollection AddFacebookTwin(this IServiceCollection services)
    {
        services.AddSingleton<FacebookStore>();
        services.AddSingleton<FacebookFaults>();
        services.AddSingleton<FacebookClock>();
        services.AddSingleton<FacebookTwin>();
        services.AddSingleton<IPlatformTwin>(provider => provider.GetRequiredService<FacebookTwin>());
        services.AddSingleton<FacebookTokens>();
        services.AddSingleton<FacebookPublishing>();
        services.AddSingleton<FacebookCovers>();
        services.AddSingleton<FacebookReading>();
        services.AddSingleton<FacebookHost>();
        services.AddSingleton<FacebookBytes>();
        services.AddSingleton<FacebookDialog>();
        services.AddSingleton<FacebookPages>();
        return services;
    }

    public static IEndpointRouteBuilder MapFacebookTwin(this IEndpointRouteBuilder routes)
    {
        if (routes.MapTwin<FacebookFaults>("facebook", "Facebook") is not { } twin)
        {
            return routes;
        }

        twin.MapGet("/dialog/{version}/dialog/oauth", (HttpContext context, FacebookDialog dialog) => dialog.Show(context));
        twin.MapPost("/dialog/{version}/dialog/oauth", (HttpContext context, FacebookDialog dialog, CancellationToken token) =>
            dialog.DecideAsync(context, token));
        foreach (var host in new[] { "graph", "graph-video" })
        {
            twin.MapMethods($"/{host}/{{version}}/{{**path}}", ["GET", "POST", "DELETE"],
                    (HttpContext context, string version, string path, FacebookHost graph) => graph.AnswerAsync(context, version, path))
                .WithMetadata(new DisableRequestSizeLimitAttribute());
        }

        twin.MapPost("/rupload/video-upload/{version}/{video}",
                (HttpContext context, string video, FacebookBytes bytes) => bytes.AnswerAsync(context, video))
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        twin.MapGet("", (string? account, FacebookPages pages, CancellationToken token) => pages.ProfileAsync(account, token));
        twin.MapGet("/www/reel/{video}", (string video, FacebookPages pages, CancellationToken token) => pages.PublicationAsync(video, token));
        twin.MapGet("/www/{page}/videos/{video}", (string video, FacebookPages pages, CancellationToken token) =>
            pages.PublicationAsync(video, token));
        twin.MapGet("/cover/{video}", (string video, FacebookPages pages, CancellationToken token) => pages.CoverAsync(video, token));
        twin.MapGet("/video/{video}", (string video, FacebookPages pages, CancellationToken token) => pages.VideoAsync(video, token));
        return routes;
    }
}
