using System.Globalization;

namespace VideoSaas.Tests.Fixtures.Circuits;

/// <summary>Times from a commit until each of those who watch was told, in milliseconds.</summary>
internal sealed class Latencies
{
    private readonly List<double> _taken = [];

    public int Count => _taken.Count;

    /// <summary>Those of whom nothing came.</summary>
    public int Missed { get; private set; }

    public double P50 => At(0.5);

    public double P95 => At(0.95);

    public double Longest => At(1);

    /// <param name="from">The moment that the commit's answer was there; what is told may have come a moment sooner.</param>
    public void Add(long from, long? to)
    {
        if (to is { } at)
        {
            _taken.Add(Math.Max(0, (at - from) * 1000d / System.Diagnostics.Stopwatch.Frequency));
        }
        else
        {
            Missed++;
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Count:N0}, median {P50:F1} ms, p95 {P95:F1} ms, worst {Longest:F0} ms, missed {Missed}");

    private double At(double part)
    {
        Assert.NotEmpty(_taken);
        _taken.Sort();
        return _taken[(int)Math.Ceiling(part * _taken.Count) - 1];
    }
}
