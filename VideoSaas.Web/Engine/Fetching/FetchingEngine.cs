using Microsoft.Extensions.DependencyInjection.Extensions;

namespace VideoSaas.Web.Engine.Fetching;

/// <summary>Registers what asks strangers' servers. See docs/import.md for what is refused.</summary>
internal static class FetchingEngine
{
    public static IServiceCollection AddFetchingEngine(this IServiceCollection services)
    {
        services.AddOptions<FetchOptions>().BindConfiguration(FetchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<INetwork, Network>();
        services.TryAddSingleton<INetworkReach, PublicReach>();
        services.TryAddSingleton<CheckedConnection>();
        services.TryAddSingleton<PublicFetch>();
        return services;
    }
}
