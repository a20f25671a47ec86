using VideoSaas.Web.Platforms.Instagram.Twin;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>The index of this platform.</summary>
public static class InstagramFeature
{
    public static IServiceCollection AddInstagram(this IServiceCollection services)
    {
        services.AddOptions<InstagramOptions>().BindConfiguration(InstagramOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<InstagramAddresses>();
        services.AddSingleton<IPlatform, InstagramPlatform>();
        services.AddSingleton<InstagramUpload>();
        services.AddSingleton<InstagramConnect>();
        services.AddSingleton<InstagramMedia>();

        // Times are bounded by each call itself, redirects are never followed with a token in hand, and the factory's own
        // log lines are off because they hold addresses.
        services.AddHttpClient(nameof(GraphClient)).ConfigureHttpClient(Untimed).ConfigurePrimaryHttpMessageHandler(Handler).RemoveAllLoggers();
        services.AddHttpClient(nameof(RuploadClient)).ConfigureHttpClient(Untimed).ConfigurePrimaryHttpMessageHandler(Handler).RemoveAllLoggers();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<GraphClient>(
            provider, provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(GraphClient))));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RuploadClient>(
            provider, provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(RuploadClient))));
        services.AddInstagramTwin();
        return services;
    }

    private static void Untimed(HttpClient client) => client.Timeout = Timeout.InfiniteTimeSpan;

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
