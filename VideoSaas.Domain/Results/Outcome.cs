namespace VideoSaas.Domain.Results;

/// <summary>
/// What a command answers: a value, or one expected refusal. Exceptions are left for bugs and a broken world.
/// </summary>
public readonly record struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    /// <summary>Null when the command succeeded.</summary>
    public Refusal? Refusal { get; }

    public bool Succeeded => Refusal is null;

    /// <summary>The value of a success.</summary>
    /// <exception cref="InvalidOperationException">The command was refused; ask <see cref="Succeeded"/> first.</exception>
    public T Value => Succeeded
        ? _value!
        : throw new InvalidOperationException($"The command was refused: {Refusal!.Code}.");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>The value of a command that has nothing to say but "done".</summary>
public readonly record struct Done
{
    public static readonly Done Value;
}
