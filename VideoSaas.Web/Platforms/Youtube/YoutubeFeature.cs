using VideoSaas.Web.Platforms.Youtube.Twin;

namespace VideoSaas.Web.Platforms.Youtube;

/// <summary>The index of this platform.</summary>
public static class YoutubeFeature
{
    public static IServiceCollection AddYoutube(this IServiceCollection services)
    {
        services.AddOptions<YoutubeOptions>().BindConfiguration(YoutubeOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<YoutubeAddresses>();
        services.AddSingleton<YoutubeErrors>();
        services.AddSingleton<YoutubeRules>();
        services.AddSingleton<IPlatform, YoutubePlatform>();
        services.AddSingleton<YoutubeConnect>();
        services.AddSingleton<YoutubeUpload>();
        services.AddSingleton<YoutubeVideos>();
        services.AddSingleton<IAccountReader, YoutubeAccount>();
        services.AddSingleton<IMetricsReader, YoutubeMetrics>();

        services.AddPlatformClient<YoutubeClient>();
        services.AddPlatformClient<YoutubeUploadClient>();
        services.AddYoutubeTwin();
        return services;
    }
}
