using VideoSaas.Web.Platforms.Facebook.Twin;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>The index of this platform.</summary>
public static class FacebookFeature
{
    public static IServiceCollection AddFacebook(this IServiceCollection services)
    {
        services.AddOptions<FacebookOptions>().BindConfiguration(FacebookOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<FacebookAddresses>();
        services.AddSingleton<IPlatform, FacebookPlatform>();
        services.AddSingleton<FacebookUpload>();
        services.AddSingleton<FacebookPage>();
        services.AddSingleton<IAccountReader>(provider => provider.GetRequiredService<FacebookPage>());
        services.AddSingleton<IMetricsReader, FacebookMetrics>();
        services.AddSingleton<FacebookConnect>();

        services.AddPlatformClient<FacebookGraph>();
        services.AddPlatformClient<FacebookRupload>();
        services.AddFacebookTwin();
        return services;
    }
}
