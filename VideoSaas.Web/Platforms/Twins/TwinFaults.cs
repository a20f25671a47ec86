using System.Globalization;

namespace VideoSaas.Web.Platforms.Twins;

/// <summary>Faults that wait for a call of one kind, first come first served.</summary>
internal sealed record TwinFaultQueue(IReadOnlyList<TwinFault> Faults) : ITwinDocument
{
    static string ITwinDocument.Kind => "fault";
}

/// <param name="Fault">Word, and after a colon its value.</param>
internal sealed record TwinFault(string Fault, int Times);

/// <summary>Faults are asked for from outside, a number of times for one kind of call; a caller's headers never make one.</summary>
/// <param name="ops">The words for calls that can be made to fail.</param>
/// <param name="words">The words for what can go wrong.</param>
internal abstract class TwinFaults(TwinStore store, IReadOnlyList<string> ops, IReadOnlyList<string> words)
{
    public string Twin => store.Twin;

    public IReadOnlyList<string> Ops => ops;

    public IReadOnlyList<string> Words => words;

    /// <summary>False when op or fault is no word of ours.</summary>
    public async Task<bool> AddAsync(string op, int times, string fault, CancellationToken token)
    {
        if (!ops.Contains(op) || !words.Contains(fault.Split(':')[0]) || times < 1)
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

    /// <summary>What still waits, by the word of the call.</summary>
    public async Task<IReadOnlyList<(string Op, TwinFault Fault)>> WaitingAsync(CancellationToken token)
    {
        var waiting = new List<(string, TwinFault)>();
        foreach (var op in ops)
        {
            if (await store.FindAsync<TwinFaultQueue>(op, token) is { } queue)
            {
                waiting.AddRange(queue.Body.Faults.Select(fault => (op, fault)));
            }
        }

        return waiting;
    }

    public Task ClearAsync(CancellationToken token) => Task.WhenAll(ops.Select(op =>
        store.ChangeAsync<TwinFaultQueue>(op, _ => new TwinFaultQueue([]), token)));
}

/// <param name="Value">The number after the colon; null when there is none.</param>
/// <param name="Text">All that stands after the colon.</param>
internal readonly record struct ActiveFault(string Word, int? Value, string? Text = null)
{
    public static ActiveFault Of(string? fault)
    {
        var parts = (fault ?? "").Split(':', 2);
        return new ActiveFault(
            parts[0],
            parts.Length == 2 && int.TryParse(parts[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null,
            parts.Length == 2 ? parts[1] : null);
    }

    public bool Is(string word) => Word == word;
}
