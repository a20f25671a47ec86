using System.Globalization;

namespace VideoSaas.Domain.Media;

/// <param name="Percent">0 to 100; null when the length is unknown.</param>
/// <param name="Speed">Times real time.</param>
/// <param name="SecondsLeft">From the speed of this run; null until it is known.</param>
public sealed record EncodeProgress(
    int? Percent, double? Speed, long? Frames, double? SecondsLeft, long OutTimeMs, bool IsLast);

/// <summary>
/// Reads what <c>-progress</c> prints: lines of key=value, each block closed by <c>progress=continue</c> or <c>progress=end</c>.
/// Never throws: what it cannot read it leaves out. Percent never falls.
/// </summary>
/// <param name="durationMs">Of what is being made; 0 or less when unknown.</param>
public sealed class ProgressParser(long durationMs)
{
    private long? _frames;
    private long _outTimeMs;
    private double? _speed;
    private int? _percent;

    /// <summary>Null until the line closes a block.</summary>
    public EncodeProgress? Read(string line)
    {
        var separator = line.IndexOf('=', StringComparison.Ordinal);
        if (separator <= 0)
        {
            return null;
        }

        var key = line.AsSpan(0, separator).Trim();
        var value = line.AsSpan(separator + 1).Trim();
        switch (key)
        {
            case "frame" when Whole(value) is >= 0 and var frames:
                _frames = frames;
                break;
            case "out_time_us" when Whole(value) is >= 0 and var microseconds:
                _outTimeMs = Math.Max(_outTimeMs, microseconds / 1000);
                break;
            case "speed":
                _speed = double.TryParse(value.TrimEnd('x'), NumberStyles.Float, CultureInfo.InvariantCulture, out var speed)
                    && double.IsFinite(speed) && speed > 0 ? speed : null;
                break;
            case "progress":
                return Close(isLast: value is "end");
            default:
                break;
        }

        return null;
    }

    private EncodeProgress Close(bool isLast)
    {
        double? secondsLeft = null;
        if (durationMs > 0)
        {
            // 100 is kept for what is stored: the tool's own end is not yet success.
            _percent = (int)Math.Clamp(_outTimeMs * 100d / durationMs, _percent ?? 0, 99);
            secondsLeft = _speed is { } speed ? Math.Max(0, (durationMs - _outTimeMs) / 1000d / speed) : null;
        }

        return new EncodeProgress(_percent, _speed, _frames, secondsLeft, _outTimeMs, isLast);
    }

    private static long? Whole(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
