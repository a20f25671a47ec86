using Microsoft.Extensions.DependencyInjection.Extensions;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Web.Features.Videos;

/// <summary>The room's index: uploads, stored files and what a person does with a video.</summary>
internal static class VideosFeature
{
    public static IServiceCollection AddVideos(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<IQuotaUnits, QuotaUnits>();
        services.AddSingleton<VideoUnits>();
        services.AddSingleton<IVideoUnits>(provider => provider.GetRequiredService<VideoUnits>());
        return services;
    }

    public static IEndpointRouteBuilder MapVideos(this IEndpointRouteBuilder routes) => routes;
}
