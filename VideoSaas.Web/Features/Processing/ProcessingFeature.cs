using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Processing.Jobs;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Web.Features.Processing;

/// <summary>The room's index: how a received clip becomes a ready one.</summary>
internal static class ProcessingFeature
{
    public static IServiceCollection AddProcessing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IDomainEventHandler<VideoReceived>, PlanProcessing>();
        services.AddSingleton<IDomainEventHandler<VideoAddressed>, PlanDownload>();
        services.AddSingleton<StopMaking>();
        services.AddSingleton<IDomainEventHandler<VideoDeleted>>(provider => provider.GetRequiredService<StopMaking>());
        services.AddSingleton<IDomainEventHandler<JobStarted>, FollowStartedJob>();
        services.AddSingleton<IDomainEventHandler<JobCompleted>, FollowCompletedJob>();
        services.AddSingleton<IDomainEventHandler<JobGaveUp>, FollowAbandonedJob>();
        services.AddSingleton<ClearAbandonedDownload>();
        services.AddSingleton<IDomainEventHandler<JobGaveUp>>(provider => provider.GetRequiredService<ClearAbandonedDownload>());
        services.AddSingleton<IDomainEventHandler<JobCancelled>>(provider => provider.GetRequiredService<ClearAbandonedDownload>());

        services.AddSingleton<IJobHandler, DownloadVideo>();
        services.AddSingleton<IJobHandler, ExtractMetadata>();
        services.AddSingleton<IJobHandler, GenerateThumbnail>();
        services.AddSingleton<IJobHandler, CompressVideo>();
        services.AddSingleton<IJobHandler, RemoveFiles>();

        services.AddSingleton<SourceInspection>();
        services.AddSingleton<UnnamedFiles>();
        services.AddSingleton<CancelProcessing>();
        services.AddSingleton<ProcessAgain>();
        services.AddSingleton<IVideoVerdicts, ProcessingVerdicts>();
        return services;
    }
}
