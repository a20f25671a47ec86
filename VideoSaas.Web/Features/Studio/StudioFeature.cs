using VideoSaas.Web.Features.Studio.Demo;
using VideoSaas.Web.Features.Studio.Library;
using VideoSaas.Web.Features.Studio.Parts.Library;

namespace VideoSaas.Web.Features.Studio;

/// <summary>The room's index: a creator's screens that show several rooms at once, and the demo. It owns no data.</summary>
internal static class StudioFeature
{
    public static IServiceCollection AddStudio(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<FrameQueries>();
        services.AddSingleton<LibraryQueries>();
        services.AddSingleton<BinQueries>();
        services.AddSingleton<VideoPageQueries>();
        services.AddSingleton<VideoPageReadings>();
        services.AddSingleton<EditQueries>();
        services.AddSingleton<HomeQueries>();
        services.AddSingleton<SampleClip>();
        services.AddSingleton<AddSampleVideo>();
        services.AddScoped<VideoProgress>();
        services.AddScoped<VideoStory>();
        services.AddScoped<VideoBin>();
        services.AddScoped<LabelDeeds>();
        services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<ReadyLine>();
        if (configuration.GetValue<bool>($"{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}"))
        {
            services.AddSingleton<DemoPeople>();
            services.AddSingleton<DemoSeed>();
        }

        return services;
    }
}
