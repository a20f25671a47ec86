using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>
/// One writer an upload, over all processes. The lease is in the row; a newcomer shortens it, which is how a holder anywhere
/// learns at its next commit that it is asked to stop. A holder in this process is told at once as well. After a broken
/// connection the server may still be reading from the dead request, so it is always the newcomer who is right.
/// </summary>
internal sealed partial class UploadLeases(
    IDbContextFactory<AppDb> databases, IOptions<UploadOptions> options, TimeProvider time, ILogger<UploadLeases> logger)
{
    private readonly ConcurrentDictionary<Guid, UploadLease> _heldHere = new();

    /// <summary>
    /// Waits at most <see cref="UploadOptions.HandOverWait"/> for the writer before.
    /// </summary>
    /// <returns>The lease, or null when it is not to be had: that is 423.</returns>
    public async Task<UploadLease?> AcquireAsync(Guid uploadId, CancellationToken token)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            token.ThrowIfCancellationRequested();
            var lease = await TryTakeAsync(uploadId);
            if (lease is not null)
            {
                return lease;
            }

            if (time.GetElapsedTime(started) >= options.Value.HandOverWait)
            {
                return null;
            }

            await AskToStopAsync(uploadId, token);
            var released = _heldHere.TryGetValue(uploadId, out var holder) ? holder.Released : Task.CompletedTask;
            if (released.IsCompleted)
            {
                await Task.Delay(options.Value.HandOverPoll, time, token);
            }
            else
            {
                await Task.WhenAny(released, Task.Delay(options.Value.HandOverPoll, time, token));
            }
        }
    }

    /// <summary>
    /// Counts <paramref name="newOffset"/> bytes as durable and renews the lease; both only while it is ours.
    /// </summary>
    /// <returns>False when the lease is lost: nothing more may be written.</returns>
    internal async Task<bool> CommitAsync(UploadLease lease, long newOffset, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var until = Microseconds(now + options.Value.Lease);
        var asked = lease.Until;
        var old = lease.OffsetBytes;
        var id = lease.UploadId;
        var mine = lease.Token;
        var expires = newOffset == old ? lease.ExpiresAt : ExpiryAfter(now, lease.CreatedAt);

        await using var db = await databases.CreateDbContextAsync(token);
        var kept = await db.Database.SqlQuery<DateTimeOffset>(
            $"""
            UPDATE uploads SET offset_bytes = {newOffset}, expires_at = {expires},
                lease_until = CASE WHEN lease_until = {asked} THEN {until} ELSE lease_until END
            WHERE id = {id} AND lease_token = {mine} AND offset_bytes = {old} AND status = 'receiving'
            RETURNING lease_until AS "Value"
            """).ToListAsync(token);
        if (kept.Count == 0)
        {
            lease.AskToStop();
            return false;
        }

        lease.OffsetBytes = newOffset;
        lease.ExpiresAt = expires;
        lease.Until = kept[0];
        if (kept[0] != until)
        {
            lease.AskToStop();
        }

        return true;
    }

    /// <summary>Lets go of it, if it is still ours. A failure is no matter: the lease runs out by itself.</summary>
    internal async Task ReleaseAsync(UploadLease lease)
    {
        try
        {
            using var grace = new CancellationTokenSource(options.Value.FinishGrace, time);
            await using var db = await databases.CreateDbContextAsync(grace.Token);
            await db.Uploads
                .Where(upload => upload.Id == lease.UploadId && upload.LeaseToken == lease.Token)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(upload => upload.LeaseToken, (Guid?)null)
                        .SetProperty(upload => upload.LeaseUntil, (DateTimeOffset?)null),
                    grace.Token);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException or OperationCanceledException)
        {
            LogNotReleased(fault, lease.UploadId);
        }
        finally
        {
            _heldHere.TryRemove(KeyValuePair.Create(lease.UploadId, lease));
        }
    }

    /// <summary>Slides with every byte, to a fixed end.</summary>
    internal DateTimeOffset ExpiryAfter(DateTimeOffset now, DateTimeOffset createdAt)
    {
        var sliding = now + options.Value.ExpiresAfter;
        var atMost = createdAt + options.Value.ExpiresAtMost;
        return Microseconds(sliding < atMost ? sliding : atMost);
    }

    /// <summary>Not to be cancelled half way: a lease that nobody holds would block the next one.</summary>
    private async Task<UploadLease?> TryTakeAsync(Guid uploadId)
    {
        var now = Microseconds(time.GetUtcNow());
        var until = Microseconds(now + options.Value.Lease);
        var mine = Guid.CreateVersion7(now);

        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var taken = await db.Uploads
            .Where(upload => upload.Id == uploadId && (upload.LeaseToken == null || upload.LeaseUntil < now))
            .ExecuteUpdateAsync(
                set => set.SetProperty(upload => upload.LeaseToken, mine).SetProperty(upload => upload.LeaseUntil, until),
                CancellationToken.None);
        if (taken == 0)
        {
            return null;
        }

        var row = await db.Uploads.AsNoTracking().FirstAsync(upload => upload.Id == uploadId, CancellationToken.None);
        var lease = new UploadLease(this, row, mine, until);
        _heldHere[uploadId] = lease;
        return lease;
    }

    private async Task AskToStopAsync(Guid uploadId, CancellationToken token)
    {
        if (_heldHere.TryGetValue(uploadId, out var holder))
        {
            holder.AskToStop();
        }

        var soon = Microseconds(time.GetUtcNow() + options.Value.StopGrace);
        await using var db = await databases.CreateDbContextAsync(token);
        await db.Uploads
            .Where(upload => upload.Id == uploadId && upload.LeaseUntil > soon)
            .ExecuteUpdateAsync(set => set.SetProperty(upload => upload.LeaseUntil, soon), token);
    }

    /// <summary>The database keeps microseconds; a time that is compared with what it kept must too.</summary>
    private static DateTimeOffset Microseconds(DateTimeOffset moment) =>
        moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond));

    [LoggerMessage(LogLevel.Warning, "The lease of upload {UploadId} could not be released; it runs out by itself")]
    private partial void LogNotReleased(Exception fault, Guid uploadId);
}

/// <summary>The right to write one upload, and the row as it was when it was given.</summary>
[DebuggerDisplay("{UploadId} at {OffsetBytes}")]
internal sealed class UploadLease : IAsyncDisposable
{
    private readonly UploadLeases _leases;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal UploadLease(UploadLeases leases, Upload row, Guid token, DateTimeOffset until)
    {
        _leases = leases;
        Row = row;
        Token = token;
        Until = until;
        OffsetBytes = row.OffsetBytes;
        ExpiresAt = row.ExpiresAt;
    }

    public Upload Row { get; }

    public Guid UploadId => Row.Id;

    public DateTimeOffset CreatedAt => Row.CreatedAt;

    public long OffsetBytes { get; internal set; }

    public DateTimeOffset ExpiresAt { get; internal set; }

    public bool IsWhole => OffsetBytes == Row.LengthBytes;

    /// <summary>Somebody else wants to go on, or the lease is lost: put on disk what is here, and let go.</summary>
    public CancellationToken StopAsked => _stop.Token;

    internal Guid Token { get; }

    internal DateTimeOffset Until { get; set; }

    /// <summary>Done when the lease is let go.</summary>
    internal Task Released => _released.Task;

    /// <inheritdoc cref="UploadLeases.CommitAsync"/>
    public Task<bool> CommitAsync(long newOffset, CancellationToken token) => _leases.CommitAsync(this, newOffset, token);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _leases.ReleaseAsync(this);
        }
        finally
        {
            _released.TrySetResult();
        }
    }

    internal void AskToStop() => _stop.Cancel();
}
