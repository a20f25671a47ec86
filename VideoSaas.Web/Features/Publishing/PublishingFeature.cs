using Microsoft.Extensions.DependencyInjection.Extensions;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>The room's index: connecting accounts, writing posts, sending them out and finding out what became of them.</summary>
public static class PublishingFeature
{
    public static IServiceCollection AddPublishing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PublishingOptions>().BindConfiguration(PublishingOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IJobCanceller, NoJobsYet>();
        services.AddSingleton<PostGate>();
        services.AddSingleton<AccountTokens>();
        services.AddSingleton<PublishingQueries>();
        services.AddSingleton<SavePost>();
        services.AddSingleton<SubmitPost>();
        services.AddSingleton<RetryPost>();
        services.AddSingleton<CancelPost>();
        services.AddSingleton<ResolveUnconfirmed>();
        services.AddSingleton<DisconnectAccount>();
        services.AddScoped<PostProgress>();
        services.AddSingleton<IDomainEventHandler<PostArmed>, ArmedPosts>();
        return services;
    }
}
