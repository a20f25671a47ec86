using Microsoft.AspNetCore.Mvc;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Youtube.Twin;

/// <summary>Maps each real host to a prefix, behind which the paths are the platform's own.</summary>
internal static class YoutubeTwinFeature
{
    public static IServiceCollection AddYoutubeTwin(this IServiceCollection services)
    {
        services.AddOptions<YoutubeTwinOptions>().BindConfiguration(YoutubeTwinOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<YoutubeStore>();
        services.AddSingleton<YoutubeFaults>();
        services.AddSingleton<YoutubeTwin>();
        services.AddSingleton<IPlatformTwin>(provider => provider.GetRequiredService<YoutubeTwin>());
        services.AddSingleton<TwinProcessing>();
        services.AddSingleton<TwinVideos>();
        services.AddSingleton<TwinReports>();
        services.AddSingleton<TwinUploads>();
        services.AddSingleton<TwinThumbnails>();
        services.AddSingleton<TwinApi>();
        services.AddSingleton<TwinOauth>();
        services.AddSingleton<TwinDialog>();
        services.AddSingleton<TwinPages>();
        return services;
    }

    public static IEndpointRouteBuilder MapYoutubeTwin(this IEndpointRouteBuilder routes)
    {
        if (routes.MapTwin<YoutubeFaults>("youtube", "YouTube") is not { } twin)
        {
            return routes;
        }

        twin.MapGet("/accounts/o/oauth2/v2/auth", (HttpContext context, TwinDialog dialog) => dialog.Show(context));
        twin.MapPost("/accounts/o/oauth2/v2/auth", (HttpContext context, TwinDialog dialog, CancellationToken token) =>
            dialog.DecideAsync(context, token));
        twin.MapPost("/oauth2/token", (HttpContext context, TwinOauth oauth) => oauth.TokenAsync(context));
        twin.MapPost("/oauth2/revoke", (HttpContext context, TwinOauth oauth) => oauth.RevokeAsync(context));
        twin.MapMethods("/www/{**path}", ["GET", "POST", "PUT", "DELETE"],
                (HttpContext context, string path, TwinApi api) => api.AnswerAsync(context, path))
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        twin.MapGet("/youtubeanalytics/{**path}", (HttpContext context, string path, TwinApi api) => api.AnswerAsync(context, path));
        twin.MapGet("", (string? account, TwinPages pages, CancellationToken token) => pages.ChannelAsync(account, token));
        twin.MapGet("/watch", (string? v, TwinPages pages, CancellationToken token) => pages.WatchAsync(v, token));
        twin.MapGet("/shorts/{videoId}", (string videoId, TwinPages pages, CancellationToken token) => pages.WatchAsync(videoId, token));
        twin.MapGet("/cover/{videoId}", (string videoId, TwinPages pages, CancellationToken token) => pages.CoverAsync(videoId, token));
        twin.MapGet("/video/{videoId}", (string videoId, TwinPages pages, CancellationToken token) => pages.FilmAsync(videoId, token));
        return routes;
    }
}
