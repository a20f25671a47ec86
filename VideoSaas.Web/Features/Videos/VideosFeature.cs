using VideoSaas.Web.Features.Accounts.Leaving;
using VideoSaas.Web.Features.Videos.Import;
using VideoSaas.Web.Features.Videos.Labels;
using VideoSaas.Web.Features.Videos.Parts;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Web.Features.Videos;

/// <summary>The room's index: uploads, stored files and what a person does with a video.</summary>
internal static class VideosFeature
{
    public static IServiceCollection AddVideos(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<VideoUnits>();
        services.AddSingleton<IVideoUnits>(provider => provider.GetRequiredService<VideoUnits>());
        services.AddSingleton<DeleteVideo>();
        services.AddSingleton<RestoreVideo>();
        services.AddSingleton<EditVideoText>();
        AddLabels(services);
        AddUploads(services);
        AddImport(services);
        services.AddSingleton<IPersonRemains, VideoRemains>();
        return services;
    }

    public static IEndpointRouteBuilder MapVideos(this IEndpointRouteBuilder routes)
    {
        TusApi.Map(routes);
        MediaApi.Map(routes);
        return routes;
    }

    private static void AddLabels(IServiceCollection services)
    {
        services.AddSingleton<CreateLabel>();
        services.AddSingleton<RenameLabel>();
        services.AddSingleton<DeleteLabel>();
        services.AddSingleton<SetLabel>();
        services.AddSingleton<LabelQueries>();
    }

    private static void AddImport(IServiceCollection services)
    {
        services.AddOptions<ImportOptions>().BindConfiguration(ImportOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ImportVideo>();
        services.AddSingleton<SourceDownload>();
    }

    private static void AddUploads(IServiceCollection services)
    {
        services.AddOptions<UploadOptions>().BindConfiguration(UploadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IStorageSpace, VolumeSpace>();
        services.AddSingleton<UploadLeases>();
        services.AddSingleton<UploadReceiver>();
        services.AddSingleton<UploadRefusals>();
        services.AddSingleton<UploadQueries>();
        services.AddSingleton<UploadVerdicts>();
        services.AddSingleton<BeginUpload>();
        services.AddSingleton<CompleteUpload>();
        services.AddSingleton<EndUpload>();
        services.AddSingleton<ReceiveLocalFile>();
        services.AddSingleton<TusApi>();
        services.AddSingleton<TusCreation>();
        services.AddSingleton<TusTransfer>();
        services.AddSingleton<TusTermination>();
        services.AddSingleton<UploadSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<UploadSweeper>());
    }
}
