using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace VideoSaas.Web.Engine.Jobs;

/// <summary>Registers the job runner. See docs/jobs.md for the states and the invariants.</summary>
public static class JobsEngine
{
    public static IServiceCollection AddJobsEngine(this IServiceCollection services)
    {
        services.AddOptions<JobsOptions>().BindConfiguration(JobsOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        // Ours, before Hangfire's own registration, which would take a static one: two hosts in one process stay apart.
        services.AddSingleton<JobStorage>(provider => Storage(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<IOptions<JobsOptions>>().Value));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((provider, configuration) => configuration
            .UseLogProvider(new HangfireLog(provider.GetRequiredService<ILoggerFactory>()))
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());

        services.AddSingleton(provider => new JobHandlers(provider.GetServices<IJobHandler>(), []));
        services.AddSingleton<ReadyJobs>();
        services.AddSingleton<JobTickets>();
        services.AddSingleton<IJobTickets>(provider => provider.GetRequiredService<JobTickets>());
        services.AddSingleton<IInterceptor, TicketInterceptor>();
        services.AddSingleton<IJobCanceller, JobCanceller>();
        services.AddSingleton<JobOutcomes>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<JobSweeper>();
        services.AddSingleton<RecurringRunner>();
        services.AddSingleton<IRecurringWork, JobsUpkeep>();

        services.AddHostedService<JobsGate>();
        services.AddHostedService(provider => provider.GetRequiredService<JobTickets>());
        services.AddHostedService<JobServers>();
        services.AddHostedService(provider => provider.GetRequiredService<JobSweeper>());
        return services;
    }

    private static PostgreSqlStorage Storage(NpgsqlDataSource source, JobsOptions options) => new(
        new DataSourceConnections(source),
        new PostgreSqlStorageOptions
        {
            SchemaName = HangfireSchema.Name,
            PrepareSchemaIfNecessary = false,

            // LISTEN-based waiting holds a connection per worker and was seen to lose fetched tickets.
            EnableLongPolling = false,
            QueuePollInterval = options.QueuePoll,
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = options.TicketInvisibility,
            DistributedLockTimeout = options.AbandonedLock,
            AllowUnsafeValues = true,
        });
}
