using Microsoft.Extensions.DependencyInjection.Extensions;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Accounts.Leaving;
using VideoSaas.Web.Features.Processing.Bin;
using VideoSaas.Web.Features.Processing.Jobs;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Features.Videos.Uploads;

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
        foreach (var jobType in JobTypes.FileMaking)
        {
            services.AddSingleton<IJobHandler>(provider => ActivatorUtilities.CreateInstance<MakeFiles>(provider, jobType));
        }

        services.AddSingleton<IJobHandler, RemoveFiles>();

        services.AddOptions<ProcessingOptions>().BindConfiguration(ProcessingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IStorageSpace, VolumeSpace>();
        services.AddSingleton<PlanMaking>();
        services.AddSingleton<MakingRun>();
        services.AddSingleton<MadeBefore>();
        services.AddSingleton<OverlayFiles>();
        services.AddSingleton<SourceInspection>();
        services.AddSingleton<UnnamedFiles>();
        services.AddSingleton<IPersonRemains>(provider => provider.GetRequiredService<UnnamedFiles>());
        services.AddOptions<BinOptions>().BindConfiguration(BinOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DeleteForGood>();
        services.AddSingleton<IRecurringWork, PurgeBins>();
        services.AddSingleton<CancelProcessing>();
        services.AddSingleton<ProcessAgain>();
        services.AddSingleton<StoreEditPiece>();
        services.AddSingleton<IVideoVerdicts, ProcessingVerdicts>();
        return services;
    }

    public static void MapProcessing(this IEndpointRouteBuilder routes) => MediaRulesApi.Map(routes);
}
