using VideoSaas.Web.Platforms.Facebook;
using VideoSaas.Web.Platforms.Facebook.Twin;
using VideoSaas.Web.Platforms.Instagram;
using VideoSaas.Web.Platforms.Instagram.Twin;
using VideoSaas.Web.Platforms.Tiktok;
using VideoSaas.Web.Platforms.Tiktok.Twin;
using VideoSaas.Web.Platforms.Twins;
using VideoSaas.Web.Platforms.Youtube;
using VideoSaas.Web.Platforms.Youtube.Twin;
using VideoSaas.Web.Platforms.Twitter;
using VideoSaas.Web.Platforms.Twitter.Twin;

namespace VideoSaas.Web.Platforms;

/// <summary>The index of the platforms: one line each.</summary>
public static class PlatformsFeature
{
    public static IServiceCollection AddPlatforms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SandboxServer>();
        services.AddSingleton<PlatformCatalog>();
        services.AddSingleton<TwinFiles>();
        services.AddInstagram();
        services.AddTiktok();
        services.AddFacebook();
        services.AddYoutube();
        services.AddTwitter();
        return services;
    }

    /// <summary>The twins, while the sandbox is on; else nothing.</summary>
    public static IEndpointRouteBuilder MapPlatforms(this IEndpointRouteBuilder routes)
    {
        routes.MapInstagramTwin();
        routes.MapTiktokTwin();
        routes.MapFacebookTwin();
        routes.MapYoutubeTwin();
        routes.MapTwitterTwin();
        return routes;
    }
}
