using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using VideoSaas.Web.Data.Saving;

namespace VideoSaas.Web.Data;

/// <summary>The database for the whole app: one pool of connections, contexts from a factory, and the gate at start.</summary>
public static class DataRegistration
{
    /// <summary>Defaults of the pool; what the connection string names wins. Seconds for the two times.</summary>
    private const string PoolDefaults = "Maximum Pool Size=20;Connection Idle Lifetime=30;Timeout=2;";

    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => OpenDataSource(configuration));
        services.AddSingleton<IInterceptor, DomainEventInterceptor>();
        services.AddSingleton<IInterceptor, AuditInterceptor>();
        services.AddDbContextFactory<AppDb>((provider, options) => options
            .UseAppDatabase(provider.GetRequiredService<NpgsqlDataSource>())
            .AddInterceptors(provider.GetServices<IInterceptor>()));
        services.AddSingleton<DatabaseInstaller>();
        services.AddHostedService<DatabaseGate>();
        return services;
    }

    /// <summary>One source for EF, Hangfire and the listener.</summary>
    /// <exception cref="InvalidOperationException">No connection string is configured.</exception>
    public static NpgsqlDataSource OpenDataSource(IConfiguration configuration)
    {
        var given = configuration.GetConnectionString("Default");
        if (string.IsNullOrWhiteSpace(given))
        {
            throw new InvalidOperationException(
                "No database is configured: set ConnectionStrings__Default, for example "
                + "'Host=127.0.0.1;Port=5432;Database=videosaas;Username=videosaas;Password=…'.");
        }

        // Of a word that is named twice the last one counts.
        return new NpgsqlDataSourceBuilder(PoolDefaults + given).Build();
    }

    public static DbContextOptionsBuilder UseAppDatabase(this DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source).UseSnakeCaseNamingConvention();
}
