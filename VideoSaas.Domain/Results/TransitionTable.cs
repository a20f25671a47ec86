using System.Collections.Frozen;

namespace VideoSaas.Domain.Results;

/// <summary>
/// Which status may follow which. What is not listed is refused; a status to itself is no change and always allowed.
/// The database holds the same table, and a test tries every pair against both.
/// </summary>
public sealed class TransitionTable<TStatus> where TStatus : struct, Enum
{
    private readonly FrozenSet<TStatus> _births;
    private readonly FrozenSet<(TStatus From, TStatus To)> _steps;

    public TransitionTable(TStatus[] births, (TStatus From, TStatus[] To)[] steps)
    {
        _births = births.ToFrozenSet();
        _steps = steps.SelectMany(step => step.To.Select(to => (step.From, to))).ToFrozenSet();
    }

    public bool AllowsBirth(TStatus status) => _births.Contains(status);

    public bool Allows(TStatus from, TStatus to) =>
        EqualityComparer<TStatus>.Default.Equals(from, to) || _steps.Contains((from, to));

    /// <exception cref="InvalidOperationException">The step is not in the table: a bug in the caller, who must ask first.</exception>
    public void Demand(TStatus from, TStatus to)
    {
        if (!Allows(from, to))
        {
            throw new InvalidOperationException(
                $"{typeof(TStatus).Name} cannot go from '{Words.Of(from)}' to '{Words.Of(to)}'.");
        }
    }
}
