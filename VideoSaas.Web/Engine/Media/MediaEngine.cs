using Microsoft.Extensions.DependencyInjection.Extensions;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Engine.Media;

internal static class MediaEngine
{
    public static IServiceCollection AddMediaEngine(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MediaOptions>().BindConfiguration(MediaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddStorageEngine(configuration);
        services.TryAddSingleton<ProcessThread>();
        services.TryAddSingleton<FfmpegBinaries>();
        services.TryAddSingleton<OrphanSweep>();
        services.TryAddSingleton<IMediaTools, MediaTools>();
        services.TryAddSingleton<SquarePicture>();
        services.AddHostedService<MediaStart>();
        return services;
    }

    /// <summary>A missing ffmpeg stops the start, and what a dead process left is swept; what runs already is told apart.</summary>
    private sealed class MediaStart(FfmpegBinaries binaries, OrphanSweep orphans) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = binaries.Options;
            orphans.Run();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
