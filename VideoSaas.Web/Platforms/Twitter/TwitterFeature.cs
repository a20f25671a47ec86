using VideoSaas.Web.Platforms.Twitter.Twin;

namespace VideoSaas.Web.Platforms.Twitter;

/// <summary>The index of this platform.</summary>
public static class TwitterFeature
{
    public static IServiceCollection AddTwitter(this IServiceCollection services)
    {
        services.AddOptions<TwitterOptions>().BindConfiguration(TwitterOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TwitterAddresses>();
        services.AddSingleton<IPlatform, TwitterPlatform>();
        services.AddSingleton<TwitterUpload>();
        services.AddSingleton<TwitterConnect>();
        services.AddSingleton<TwitterTimeline>();
        services.AddSingleton<TwitterAccount>();
        services.AddSingleton<IAccountReader>(provider => provider.GetRequiredService<TwitterAccount>());
        services.AddSingleton<IMetricsReader, TwitterMetrics>();
        services.AddPlatformClient<TwitterClient>();
        services.AddTwitterTwin();
        return services;
    }
}
