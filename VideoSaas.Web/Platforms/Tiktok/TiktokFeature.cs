using VideoSaas.Web.Platforms.Tiktok.Twin;

namespace VideoSaas.Web.Platforms.Tiktok;

/// <summary>The index of this platform.</summary>
public static class TiktokFeature
{
    public static IServiceCollection AddTiktok(this IServiceCollection services)
    {
        services.AddOptions<TiktokOptions>().BindConfiguration(TiktokOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => options.LeadMinutes < options.UploadMinutes - options.UploadReserveMinutes,
                "Tiktok:LeadMinutes must be less than UploadMinutes without UploadReserveMinutes: what is prepared must live until its minute.")
            .ValidateOnStart();
        services.AddSingleton<TiktokAddresses>();
        services.AddSingleton<IPlatform, TiktokPlatform>();
        services.AddSingleton<TiktokInit>();
        services.AddSingleton<TiktokConnect>();
        services.AddSingleton<TiktokAccount>();
        services.AddSingleton<IAccountReader>(provider => provider.GetRequiredService<TiktokAccount>());
        services.AddSingleton<TiktokVideos>();
        services.AddSingleton<IMetricsReader>(provider => provider.GetRequiredService<TiktokVideos>());

        services.AddPlatformClient<TiktokClient>();
        services.AddPlatformClient<TiktokUpload>();
        services.AddTiktokTwin();
        return services;
    }
}
