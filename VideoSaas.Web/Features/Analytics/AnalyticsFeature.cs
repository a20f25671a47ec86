using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Analytics;

/// <summary>The room's index: what posts have earned.</summary>
public static class AnalyticsFeature
{
    public static IServiceCollection AddAnalytics(this IServiceCollection services)
    {
        services.AddSingleton<EarnedQueries>();
        services.AddSingleton<CollectMetrics>();
        services.AddSingleton<IRecurringWork>(provider => provider.GetRequiredService<CollectMetrics>());
        return services;
    }
}
