namespace VideoSaas.Web.Platforms;

/// <summary>The index of the platforms: one line each.</summary>
public static class PlatformsFeature
{
    public static IServiceCollection AddPlatforms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<PlatformCatalog>();
        return services;
    }
}
