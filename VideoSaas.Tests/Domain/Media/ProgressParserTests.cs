using System.Globalization;
using CsCheck;
using VideoSaas.Domain.Media;

namespace VideoSaas.Tests.Domain.Media;

public sealed class ProgressParserTests
{
    [Fact]
    public void Read_OneBlock_TellsPercentSpeedFramesAndTimeLeft()
    {
        var progress = Feed(new ProgressParser(10_000), "frame=62", "fps=31.2", "bitrate= 512.0kbits/s", "out_time_us=2500000", "speed=1.25x", "progress=continue");
        Assert.Equal((25, 1.25, 62L, 6.0, 2500L, false),
            (progress!.Percent, progress.Speed, progress.Frames, progress.SecondsLeft, progress.OutTimeMs, progress.IsLast));
    }

    [Fact]
    public void Read_NotYetKnown_IsLeftOut()
    {
        var progress = Feed(new ProgressParser(10_000), "frame=0", "out_time_us=N/A", "out_time=-577014:32:22.77", "speed=N/A", "progress=continue");
        Assert.Equal((0, null, null), (progress!.Percent, progress.Speed, progress.SecondsLeft));
    }

    [Fact]
    public void Read_UnknownLength_InventsNoPercent()
    {
        var progress = Feed(new ProgressParser(0), "out_time_us=2500000", "speed=2x", "progress=end");
        Assert.Equal((null, null, true), (progress!.Percent, progress.SecondsLeft, progress.IsLast));
    }

    [Fact]
    public void Read_InAThaiOrGermanProcess_ReadsTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in (string[])["th-TH", "de-DE", "ar-SA"])
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                var progress = Feed(new ProgressParser(4000), "out_time_us=1000000", "speed=0.5x", "progress=continue");
                Assert.Equal((25, 0.5, 6.0), (progress!.Percent, progress.Speed, progress.SecondsLeft));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Percent_WhateverTheToolPrints_StaysInRangeAndNeverFalls() =>
        Gen.Select(Gen.Long[-5, 100_000], Gen.Long.Array).Sample((duration, times) =>
        {
            var parser = new ProgressParser(duration);
            var before = -1;
            foreach (var time in times)
            {
                var progress = Feed(parser, $"out_time_us={time}", $"speed={time % 7}x", "progress=continue")!;
                Assert.True(progress.SecondsLeft is null or >= 0);
                if (duration > 0)
                {
                    Assert.InRange(progress.Percent!.Value, Math.Max(0, before), 99);
                    before = progress.Percent.Value;
                }
            }
        });

    [Fact]
    public void Read_AnyLine_NeverThrows() => Gen.String.Sample(line => new ProgressParser(1000).Read(line));

    private static EncodeProgress? Feed(ProgressParser parser, params string[] lines) =>
        lines.Aggregate((EncodeProgress?)null, (_, line) => parser.Read(line));
}
