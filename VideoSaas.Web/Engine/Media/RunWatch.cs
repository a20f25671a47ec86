using VideoSaas.Domain.Media;

namespace VideoSaas.Web.Engine.Media;

/// <summary>Decides when a run has taken too long, stands still, or writes too much. Told of progress from any thread.</summary>
internal sealed class RunWatch(
    TimeProvider time, FfmpegLimits limits, TimeSpan noProgress, FfmpegCommand command, LastLines lines)
{
    /// <summary>FFMpegCore keeps every line until the end of the run, and a broken file has two for each of its packets.</summary>
    private const int MostLines = 50_000;

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();
    private long _lastMove = time.GetTimestamp();
    private EncodeProgress? _last;

    public FfmpegEnding Ending { get; private set; }

    public EncodeProgress? Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    public void Saw(EncodeProgress progress)
    {
        lock (_gate)
        {
            if (_last is null || progress.OutTimeMs > _last.OutTimeMs || progress.Frames > _last.Frames)
            {
                _lastMove = time.GetTimestamp();
            }

            _last = progress;
        }
    }

    /// <summary>True once a limit is passed; <see cref="Ending"/> then says which.</summary>
    public bool IsOver()
    {
        Ending = time.GetElapsedTime(_start) > limits.Time ? FfmpegEnding.OverTime
            : WrittenBytes() > limits.MaxOutputBytes ? FfmpegEnding.TooLarge
            : lines.Count > MostLines ? FfmpegEnding.TooManyErrors
            : StandsStill() ? FfmpegEnding.Stalled
            : FfmpegEnding.Exited;
        return Ending != FfmpegEnding.Exited;
    }

    private bool StandsStill()
    {
        lock (_gate)
        {
            // After the last frame the index is moved to the front of the file, which copies all of it without a word.
            var patience = _last?.IsLast == true ? noProgress * 10 : noProgress;
            return time.GetElapsedTime(_lastMove) > patience;
        }
    }

    private long WrittenBytes() => command.Outputs
        .Select(output => new FileInfo(output.Path))
        .Sum(file => file.Exists ? file.Length : 0);
}
