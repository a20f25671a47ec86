using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Notifying.Letters;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>The room's index: what people are told, in the app and by mail, and until when.</summary>
internal static class NotifyingFeature
{
    public static IServiceCollection AddNotifying(this IServiceCollection services)
    {
        services.AddOptions<NotifyingOptions>().BindConfiguration(NotifyingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<News>();
        services.AddSingleton<TellOfPosts>();
        services.AddSingleton<IDomainEventHandler<PostFailed>>(Posts);
        services.AddSingleton<IDomainEventHandler<PostUnconfirmed>>(Posts);
        services.AddSingleton<IDomainEventHandler<PostHeld>>(Posts);
        services.AddSingleton<IDomainEventHandler<PostChecked>>(Posts);
        services.AddSingleton<IDomainEventHandler<PostArmed>>(Posts);
        services.AddSingleton<IDomainEventHandler<PostWentOn>>(Posts);
        services.AddSingleton<IDomainEventHandler<AccountHealthChanged>, TellOfChannels>();
        services.AddSingleton<TellOfVideos>();
        services.AddSingleton<IDomainEventHandler<VideoFailed>>(Videos);
        services.AddSingleton<IDomainEventHandler<VideoBecameReady>>(Videos);
        services.AddSingleton<IDomainEventHandler<VideoReceived>>(Videos);
        services.AddSingleton<IDomainEventHandler<VideoAddressed>>(Videos);
        services.AddSingleton<IDomainEventHandler<VideoDeleted>>(Videos);
        services.AddSingleton<TellOfQuota>();
        services.AddSingleton<IDomainEventHandler<QuotaReached>>(provider => provider.GetRequiredService<TellOfQuota>());
        services.AddSingleton<IDomainEventHandler<QuotaChanged>>(provider => provider.GetRequiredService<TellOfQuota>());

        services.AddSingleton<NotificationQueries>();
        services.AddSingleton<NotificationWords>();
        services.AddSingleton<MarkRead>();
        services.AddSingleton<ChooseNews>();

        services.AddSingleton<SiteAddress>();
        services.AddSingleton<OptOutLinks>();
        services.AddSingleton<OptOut>();
        services.AddSingleton<DigestQueries>();
        services.AddSingleton<LetterWriter>();
        services.AddSingleton<DigestWriter>();
        services.AddSingleton<SendLetters>();
        services.AddSingleton<IRecurringWork>(provider => provider.GetRequiredService<SendLetters>());
        services.AddSingleton<WeeklyDigest>();
        services.AddSingleton<IRecurringWork>(provider => provider.GetRequiredService<WeeklyDigest>());
        services.AddSingleton<IRecurringWork, NewsUpkeep>();
        return services;

        static TellOfPosts Posts(IServiceProvider provider) => provider.GetRequiredService<TellOfPosts>();

        static TellOfVideos Videos(IServiceProvider provider) => provider.GetRequiredService<TellOfVideos>();
    }

    /// <summary>What a mail program calls by itself when its person presses "unsubscribe".</summary>
    public static IEndpointRouteBuilder MapNotifying(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(OptOutLinks.OneClickPath, async (string? token, OptOut optOut, CancellationToken aborted) =>
                (await optOut.ExecuteAsync(token, aborted)).Succeeded ? Results.Ok() : Results.NotFound())
            .WithName("StopLetters").WithSummary("Stops letters of one kind, by the signed link of a letter.")
            .AllowAnonymous().DisableAntiforgery();

        // A person whose mail program opens the address instead gets the page that asks once.
        routes.MapGet(OptOutLinks.OneClickPath, (string? token) => Results.LocalRedirect(OptOutLinks.PageOf(token ?? "")))
            .WithName("AskToStopLetters").WithSummary("Leads to the page that asks whether letters of one kind are to stop.").AllowAnonymous();
        return routes;
    }
}
