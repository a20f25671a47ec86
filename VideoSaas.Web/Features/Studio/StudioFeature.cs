namespace VideoSaas.Web.Features.Studio;

/// <summary>The room's index: a creator's screens that show several rooms at once. It owns no data.</summary>
internal static class StudioFeature
{
    public static IServiceCollection AddStudio(this IServiceCollection services)
    {
        services.AddSingleton<FrameQueries>();
        services.AddSingleton<LibraryQueries>();
        services.AddSingleton<VideoPageQueries>();
        services.AddSingleton<HomeQueries>();
        services.AddScoped<VideoProgress>();
        services.AddScoped<VideoStory>();
        return services;
    }
}
