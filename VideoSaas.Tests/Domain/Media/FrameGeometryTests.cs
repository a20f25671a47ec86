using CsCheck;
using VideoSaas.Domain.Media;

namespace VideoSaas.Tests.Domain.Media;

public sealed class FrameGeometryTests
{
    private static readonly EncodeBounds Anything = new(2, 2, 8192, 8192, 0.01, 100, 23, 60, null, NeedsSound: false);

    [Theory]
    [InlineData(1920, 1080, 1920, 1080)]
    [InlineData(3840, 2160, 1920, 1080)]
    [InlineData(2160, 3840, 1080, 1920)]
    [InlineData(854, 480, 854, 480)]
    [InlineData(321, 241, 320, 240)]
    [InlineData(1081, 1921, 1080, 1918)]
    [InlineData(2, 2, 2, 2)]
    public void Fit_WithoutEdits_IsEvenAndAtMost1080OnTheShortSide(int width, int height, int expectedWidth, int expectedHeight)
    {
        var (made, madeHeight, placement) = FrameGeometry.Fit(Picture(width, height), null, Anything, 1080);
        Assert.Equal((expectedWidth, expectedHeight), (made, madeHeight));
        Assert.True(placement.FillsFrame(made, madeHeight));
    }

    [Theory]
    [InlineData(1920, 1080, FrameShape.Vertical, FrameFill.Crop, 606, 1080)]
    [InlineData(1080, 1920, FrameShape.Wide, FrameFill.Crop, 1080, 606)]
    [InlineData(1920, 1080, FrameShape.Square, FrameFill.Crop, 1080, 1080)]
    [InlineData(1920, 1080, FrameShape.Vertical, FrameFill.Blur, 1080, 1920)]
    [InlineData(1080, 1920, FrameShape.Square, FrameFill.Colour, 1080, 1080)]
    [InlineData(1080, 1920, FrameShape.Vertical, FrameFill.Crop, 1080, 1920)]
    public void Fit_ToAShape_HasThatShape(int width, int height, FrameShape shape, FrameFill fill, int expectedWidth, int expectedHeight)
    {
        var frame = new FrameEdit(shape, fill);
        var (made, madeHeight, _) = FrameGeometry.Fit(Picture(width, height), frame, Anything, 1080);
        Assert.Equal((expectedWidth, expectedHeight), (made, madeHeight));
    }

    [Fact]
    public void Fit_AnySourceAndBounds_KeepsItsPromises() => Gen.Select(
        Gen.Int[16, 8192], Gen.Int[16, 8192], Gen.Int[2, 540], Gen.Int[0, 4], Gen.Enum<FrameFill>()).Sample(
        (width, height, minShort, shape, fill) =>
        {
            var bounds = Anything with { MinShortSide = minShort, MinLongSide = minShort, MaxWidth = 1920, MaxHeight = 1920, MinAspect = 1 / 3d, MaxAspect = 3 };
            var frame = shape == 4 ? null : new FrameEdit((FrameShape)shape, fill, 0.2, 0.9);
            var (madeWidth, madeHeight, placement) = FrameGeometry.Fit(Picture(width, height), frame, bounds, 1080);
            Assert.True(madeWidth % 2 == 0 && madeHeight % 2 == 0);
            Assert.InRange(madeWidth, 2, 1920);
            Assert.InRange(madeHeight, 2, 1920);
            Assert.True(Math.Min(madeWidth, madeHeight) >= minShort, $"{madeWidth}x{madeHeight} is under {minShort}");
            Assert.InRange(placement.InnerWidth, 2, madeWidth);
            Assert.InRange(placement.InnerHeight, 2, madeHeight);
            Assert.InRange((double)madeWidth / madeHeight, (1 / 3d) - (2d / madeHeight), 3 + (8d / madeHeight));

            // What is in sight of the source keeps its shape, within the pixels that evenness may cost.
            var seen = (placement.CropWidth * width) / (placement.CropHeight * height);
            var inner = (double)placement.InnerWidth / placement.InnerHeight;
            var tolerance = (4d / placement.InnerWidth) + (4d / placement.InnerHeight) + 0.01;
            Assert.InRange(inner / seen, 1 - tolerance, 1 + tolerance);
        });

    [Theory]
    [InlineData("30000/1001", "30000/1001", "30000/1001")]
    [InlineData("120/1", "120/1", "60/1")]
    [InlineData("120000/1001", "120000/1001", "60000/1001")]
    [InlineData("240/1", "240/1", "60/1")]
    [InlineData("60/1", "60/1", "60/1")]
    [InlineData("90000/1", "2987/100", "30000/1001")]
    [InlineData("30/1", "2430/100", "25/1")]
    [InlineData("25/2", "25/2", "25/1")]
    [InlineData("10/1", "10/1", "30/1")]
    [InlineData("1000/1", "90/1", "60/1")]
    [InlineData("24000/1001", "24000/1001", "24000/1001")]
    public void Rate_IsConstantAndFrom23To60(string nominal, string average, string expected) => Assert.Equal(
        expected, FrameGeometry.RateFor(FfprobeDocument.Read(SourceFacts.Json(640, 360, nominal, average))!.Picture!, 23).ToString());

    [Fact]
    public void Rate_Unknown_IsThirty() => Assert.Equal(
        "30/1", FrameGeometry.RateFor(FfprobeDocument.Read(SourceFacts.Json(640, 360, "0/0", "0/0"))!.Picture!, 23).ToString());

    [Theory]
    [InlineData(2000, 200, 16)]
    [InlineData(500, 50, 5)]
    [InlineData(60_000, 6000, 16)]
    [InlineData(36_000_000, 600_000, 16)]
    public void Thumbnail_Place_IsATenthIn(long durationMs, int seekMs, int candidates)
    {
        var spec = ThumbnailSpec.For(SourceFacts.Mp4(1920, 1080, durationMs: durationMs, rate: "25/1"), VideoEdits.None);
        Assert.Equal((seekMs, candidates, 1280, 720), (spec.SeekMs, spec.Candidates, spec.Width, spec.Height));
    }

    [Fact]
    public void Thumbnail_OfAChosenFrame_IsThatFrame()
    {
        var spec = ThumbnailSpec.For(SourceFacts.Mp4(1920, 1080), new VideoEdits(CoverAtMs: 4321));
        
        // The frame that is shown at 4321 ms began at 4300.
        Assert.Equal((4288, 1), (spec.SeekMs, spec.Candidates));
    }

    private static PictureFacts Picture(int width, int height) => SourceFacts.Mp4(width, height).Picture!;
}
