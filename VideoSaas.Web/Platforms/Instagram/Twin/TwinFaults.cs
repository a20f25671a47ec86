using System.Globalization;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>The words for calls that can be made to fail.</summary>
internal static class TwinOps
{
    public const string Token = "token";
    public const string DebugToken = "debug_token";
    public const string Permissions = "permissions";
    public const string Accounts = "accounts";
    public const string Limit = "limit";
    public const string Media = "media";
    public const string Rupload = "rupload";
    public const string Container = "container";
    public const string Publish = "media_publish";
    public const string ReadBack = "readback";
    public const string List = "list";

    public static readonly IReadOnlyList<string> All =
        [Token, DebugToken, Permissions, Accounts, Limit, Media, Rupload, Container, Publish, ReadBack, List];
}

/// <summary>Faults are asked for from outside, a number of times for one kind of call; a caller's headers never make one.</summary>
internal sealed class TwinFaults(TwinStore store)
{
    public static readonly IReadOnlyList<string> Words =
    [
        "drop-before", "drop-after", "publish-error-but-live", "container-100-33", "stuck-in-progress", "error",
        "rupload-nonretriable", "rupload-cut-at", "throttle", "token-invalid", "slow", "permalink-missing", "html-502",
    ];

    /// <summary>False when op or fault is no word of ours.</summary>
    public async Task<bool> AddAsync(string op, int times, string fault, CancellationToken token)
    {
        if (!TwinOps.All.Contains(op) || !Words.Contains(fault.Split(':')[0]) || times < 1)
        {
            return false;
        }

        var asked = new TwinFault(fault, times);
        if (!await store.AddAsync(op, new TwinFaultQueue([asked]), token))
        {
            await store.ChangeAsync<TwinFaultQueue>(op, queue => new TwinFaultQueue([.. queue.Faults, asked]), token);
        }

        return true;
    }

    /// <summary>The fault that this call meets, used up by one.</summary>
    public async Task<ActiveFault> TakeAsync(string op, CancellationToken token)
    {
        TwinFault? taken = null;
        await store.ChangeAsync<TwinFaultQueue>(
            op,
            queue =>
            {
                taken = queue.Faults.Count == 0 ? null : queue.Faults[0];
                return taken is null
                    ? null
                    : new TwinFaultQueue(taken.Times > 1
                        ? [taken with { Times = taken.Times - 1 }, .. queue.Faults.Skip(1)]
                        : [.. queue.Faults.Skip(1)]);
            },
            token);
        return ActiveFault.Of(taken?.Fault);
    }

    public Task ClearAsync(CancellationToken token) => Task.WhenAll(TwinOps.All.Select(op =>
        store.ChangeAsync<TwinFaultQueue>(op, _ => new TwinFaultQueue([]), token)));
}

internal readonly record struct ActiveFault(string Word, int? Value)
{
    public static ActiveFault Of(string? fault)
    {
        var parts = (fault ?? "").Split(':', 2);
        return new ActiveFault(
            parts[0],
            parts.Length == 2 && int.TryParse(parts[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null);
    }

    public bool Is(string word) => Word == word;
}
