using VideoSaas.Web.Platforms.Instagram.Twin;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>The index of this platform.</summary>
public static class InstagramFeature
{
    public static IServiceCollection AddInstagram(this IServiceCollection services)
    {
        services.AddOptions<InstagramOptions>().BindConfiguration(InstagramOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<InstagramAddresses>();
        services.AddSingleton<IPlatform, InstagramPlatform>();
        services.AddSingleton<InstagramUpload>();
        services.AddSingleton<InstagramAccount>();
        services.AddSingleton<IAccountReader>(provider => provider.GetRequiredService<InstagramAccount>());
        services.AddSingleton<InstagramConnect>();
        services.AddSingleton<InstagramMedia>();
        services.AddSingleton<IMetricsReader, InstagramMetrics>();

        services.AddPlatformClient<InstagramGraph>();
        services.AddPlatformClient<InstagramRupload>();
        services.AddInstagramTwin();
        return services;
    }
}
