using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Accounts;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Accounts.Export;

/// <summary>Makes the exports that were asked for, each under a lease, and takes those away whose days are over.</summary>
internal sealed partial class MakeExports(
    IDbContextFactory<AppDb> contexts,
    ExportFile writer,
    IBlobStore blobs,
    IOptions<AccountsOptions> options,
    TimeProvider time,
    ILogger<MakeExports> log) : IRecurringWork
{
    private const int MaxAttempts = 3;
    private const int LongestError = 500;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    public string Name => "data-exports";

    public string Cron => "*/15 * * * * *";

    public async Task RunAsync(CancellationToken token)
    {
        await ExpireAsync(token);
        while (await ClaimAsync(token) is { } export)
        {
            await MakeAsync(export, token);
        }
    }

    /// <summary>The oldest that waits, or whose maker is gone.</summary>
    internal async Task<DataExport?> ClaimAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var export = await db.DataExports.FromSql(
            $"""
            SELECT * FROM data_exports
            WHERE status = 'queued' OR (status = 'running' AND lease_until < {now})
            ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """).SingleOrDefaultAsync(token);
        if (export is null)
        {
            return null;
        }

        export.Status = DataExportStatus.Running;
        export.LeaseToken = Guid.CreateVersion7(now);
        export.LeaseUntil = now + Lease;
        export.Attempts++;
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return export;
    }

    private async Task MakeAsync(DataExport export, CancellationToken token)
    {
        // A lost run's file is replaced, not joined by another.
        var key = $"exports/{export.UserId:n}/{export.Id:n}.zip";
        try
        {
            using var work = blobs.NewWorkFolder();
            var path = Path.Combine(work.Path, "export.zip");
            var now = time.GetUtcNow();
            await writer.WriteAsync(path, export, now, token);
            var size = new FileInfo(path).Length;
            await blobs.StoreAsync(path, key, token);
            if (!await EndAsync(export, DataExportStatus.Ready, key, size, now.AddDays(options.Value.ExportDays), null, token))
            {
                LogLost(export.Id);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(export.Id, export.Attempts, failure);
            var error = failure.Message.Length > LongestError ? failure.Message[..LongestError] : failure.Message;
            await EndAsync(
                export, export.Attempts >= MaxAttempts ? DataExportStatus.Failed : DataExportStatus.Queued, null, null, null, error, token);
        }
    }

    /// <returns>False when the lease is another's by now, or the person is gone.</returns>
    private async Task<bool> EndAsync(
        DataExport export, DataExportStatus status, string? key, long? size, DateTimeOffset? expires, string? error, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        return await db.DataExports.Where(one => one.Id == export.Id && one.LeaseToken == export.LeaseToken && one.Status == DataExportStatus.Running)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(one => one.Status, status)
                    .SetProperty(one => one.StorageKey, key)
                    .SetProperty(one => one.SizeBytes, size)
                    .SetProperty(one => one.ExpiresAt, expires)
                    .SetProperty(one => one.ErrorMessage, error)
                    .SetProperty(one => one.LeaseUntil, (DateTimeOffset?)null),
                token) == 1;
    }

    private async Task ExpireAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(token);
        var over = await db.DataExports.Where(one => one.Status == DataExportStatus.Ready && one.ExpiresAt <= now).ToListAsync(token);
        foreach (var export in over)
        {
            // The file first: a crash in between leaves a row that is looked at again.
            await blobs.DeleteAsync(export.StorageKey!, token);
            export.Status = DataExportStatus.Expired;
            export.StorageKey = null;
            await db.SaveChangesAsync(token);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Export {ExportId} was made by another run meanwhile")]
    private partial void LogLost(Guid exportId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Export {ExportId} could not be made, attempt {Attempt}")]
    private partial void LogFailed(Guid exportId, int attempt, Exception failure);
}
