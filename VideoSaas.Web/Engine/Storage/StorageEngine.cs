using Microsoft.Extensions.DependencyInjection.Extensions;

namespace VideoSaas.Web.Engine.Storage;

internal static class StorageEngine
{
    public static IServiceCollection AddStorageEngine(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WorkFolders>();
        services.TryAddSingleton<IBlobStore, DiskBlobStore>();
        return services;
    }
}
