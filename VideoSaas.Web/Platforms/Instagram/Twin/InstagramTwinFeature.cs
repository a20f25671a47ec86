using Microsoft.AspNetCore.Mvc;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>Maps each real host to a prefix, behind which the paths are the platform's own.</summary>
internal static class InstagramTwinFeature
{
    public static IServiceCollection AddInstagramTwin(this IServiceCollection services)
    {
        services.AddSingleton<InstagramStore>();
        services.AddSingleton<InstagramFaults>();
        services.AddSingleton<InstagramTwin>();
        services.AddSingleton<IPlatformTwin>(provider => provider.GetRequiredService<InstagramTwin>());
        services.AddSingleton<TwinTokens>();
        services.AddSingleton<TwinClock>();
        services.AddSingleton<TwinInsights>();
        services.AddSingleton<TwinPublishing>();
        services.AddSingleton<TwinGraph>();
        services.AddSingleton<TwinRupload>();
        services.AddSingleton<TwinDialog>();
        services.AddSingleton<TwinPages>();
        return services;
    }

    public static IEndpointRouteBuilder MapInstagramTwin(this IEndpointRouteBuilder routes)
    {
        if (routes.MapTwin<InstagramFaults>("instagram", "Instagram") is not { } twin)
        {
            return routes;
        }

        twin.MapGet("/dialog/{version}/dialog/oauth", (HttpContext context, TwinDialog dialog) => dialog.Show(context));
        twin.MapPost("/dialog/{version}/dialog/oauth", (HttpContext context, TwinDialog dialog, CancellationToken token) =>
            dialog.DecideAsync(context, token));
        twin.MapMethods("/graph/{version}/{**path}", ["GET", "POST", "DELETE"],
            (HttpContext context, string version, string path, TwinGraph graph) => graph.AnswerAsync(context, version, path));
        twin.MapPost("/rupload/ig-api-upload/{version}/{container}",
                (HttpContext context, string container, TwinRupload rupload) => rupload.AnswerAsync(context, container))
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        twin.MapGet("", (string? account, TwinPages pages, CancellationToken token) => pages.ProfileAsync(account, token));
        twin.MapGet("/reel/{shortCode}", (string shortCode, TwinPages pages, CancellationToken token) => pages.ReelAsync(shortCode, token));
        twin.MapGet("/video/{shortCode}", (string shortCode, TwinPages pages, CancellationToken token) => pages.VideoAsync(shortCode, token));
        return routes;
    }
}
