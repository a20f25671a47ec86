namespace VideoSaas.Web.Features.Studio;

/// <summary>The room's index: a creator's screens that show several rooms at once. It owns no data.</summary>
internal static class StudioFeature
{
    public static IServiceCollection AddStudio(this IServiceCollection services)
    {
        services.AddSingleton<FrameQueries>();
        return services;
    }
}
