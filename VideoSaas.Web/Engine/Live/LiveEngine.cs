namespace VideoSaas.Web.Engine.Live;

public static class LiveEngine
{
    public static IServiceCollection AddLiveEngine(this IServiceCollection services)
    {
        services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PostgresLiveEvents>();
        services.AddSingleton<ILiveEvents>(provider => provider.GetRequiredService<PostgresLiveEvents>());
        services.AddHostedService(provider => provider.GetRequiredService<PostgresLiveEvents>());
        return services;
    }
}
