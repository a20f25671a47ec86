using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Accounts.Leaving;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Features.Publishing.Bulk;
using VideoSaas.Web.Features.Publishing.Compose;
using VideoSaas.Web.Features.Publishing.Connect;
using VideoSaas.Web.Features.Publishing.Jobs;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>The room's index: connecting accounts, writing posts, sending them out and finding out what became of them.</summary>
public static class PublishingFeature
{
    public static IServiceCollection AddPublishing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PublishingOptions>().BindConfiguration(PublishingOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PostGate>();
        services.AddSingleton<AccountTokens>();
        services.AddSingleton<PublishingQueries>();
        services.AddSingleton<ConsentStates>();
        services.AddSingleton<ConnectAccounts>();
        services.AddSingleton<ConsentChoices>();
        services.AddSingleton<ChooseAccounts>();
        services.AddSingleton<SavePost>();
        services.AddSingleton<SaveDraft>();
        services.AddSingleton<SendPosts>();
        services.AddSingleton<SavedTexts>();
        services.AddSingleton<ComposeQueries>();
        services.AddSingleton<SubmitPost>();
        services.AddSingleton<ReadAccountFacts>();
        services.AddSingleton<RepairVideo>();
        services.AddSingleton<PostTimes>();
        services.AddSingleton<PostMoving>();
        services.AddSingleton<ReschedulePost>();
        services.AddSingleton<WishDraftTime>();
        services.AddSingleton<RestorePost>();
        services.AddSingleton<PauseChannel>();
        services.AddSingleton<ResumeChannel>();
        services.AddSingleton<RetryPost>();
        services.AddSingleton<CancelPost>();
        services.AddSingleton<ResolveUnconfirmed>();
        services.AddSingleton<DisconnectAccount>();
        services.AddScoped<PostProgress>();
        services.AddScoped<CheckSentences>();
        services.AddSingleton<IDomainEventHandler<PostArmed>, ArmedPosts>();
        services.AddSingleton<CallOffPosts>();
        services.AddSingleton<IDomainEventHandler<VideoDeleted>>(provider => provider.GetRequiredService<CallOffPosts>());
        services.AddSingleton<IDomainEventHandler<VideoGone>>(provider => provider.GetRequiredService<CallOffPosts>());
        services.AddSingleton<IFileReader, PostsBeingSent>();
        services.AddSingleton<AddQueueSlot>();
        services.AddSingleton<RemoveQueueSlot>();
        services.AddSingleton<QueueQueries>();
        services.AddSingleton<CalendarQueries>();
        services.AddSingleton<ChannelsQueries>();
        services.AddSingleton<MovePosts>();
        services.AddSingleton<ArrangeQueue>();
        services.AddSingleton<ShuffleQueue>();
        services.AddSingleton<PlanBulk>();
        services.AddSingleton<ApplyBulk>();
        services.AddSingleton<UndoBulk>();
        services.AddSingleton<ReadBulkFile>();
        services.AddScoped<PostDeeds>();
        services.AddSingleton<LatePosts>();
        services.AddSingleton<DuePosts>();
        services.AddHostedService(provider => provider.GetRequiredService<DuePosts>());
        services.AddSingleton<IRecurringWork, CheckComingPosts>();
        services.AddSingleton<AdmitUpload>();
        services.AddHealthChecks().AddCheck<LatePosts>("late posts");
        services.AddSingleton<PublishLedger>();
        services.AddSingleton<IJobHandler, PublishPost>();
        services.AddSingleton<PublishJobEnds>();
        services.AddSingleton<IDomainEventHandler<JobGaveUp>>(provider => provider.GetRequiredService<PublishJobEnds>());
        services.AddSingleton<IDomainEventHandler<JobCancelled>>(provider => provider.GetRequiredService<PublishJobEnds>());
        services.AddSingleton<LeavingPerson>();
        services.AddSingleton<IDomainEventHandler<PersonLeaves>>(provider => provider.GetRequiredService<LeavingPerson>());
        services.AddSingleton<IPersonRemains>(provider => provider.GetRequiredService<LeavingPerson>());
        return services;
    }

    public static IEndpointRouteBuilder MapPublishing(this IEndpointRouteBuilder routes) => routes.MapConnect().MapBulk();
}
