using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Host;

/// <summary>Can the database be asked anything at all?</summary>
internal sealed class DatabaseHealth(IDbContextFactory<AppDb> contexts) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(deadline.Token);
            await db.Database.ExecuteSqlRawAsync("SELECT 1", deadline.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", broken);
        }
    }
}
