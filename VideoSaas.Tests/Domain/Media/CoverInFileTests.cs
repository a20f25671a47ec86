using VideoSaas.Domain.Media;

namespace VideoSaas.Tests.Domain.Media;

public sealed class CoverInFileTests
{
    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData(0L, null, null, 0L)]
    [InlineData(1500L, null, null, 1500L)]
    [InlineData(1500L, 1000L, null, 500L)]
    [InlineData(1500L, 1500L, 3000L, 0L)]
    [InlineData(2999L, 1000L, 3000L, 1999L)]
    [InlineData(999L, 1000L, null, null)]
    [InlineData(3000L, 1000L, 3000L, null)]
    [InlineData(3500L, null, 3000L, null)]

    // The source's very end is a frame of it; a file may come out shorter than the source by one.
    [InlineData(10_000L, null, null, 9_999L)]
    [InlineData(10_000L, 4_000L, null, 5_999L)]
    public void Cover_IsAMomentOfTheFile_UnlessItWasCutAway(long? coverAt, long? start, long? end, long? expected)
    {
        const long Source = 10_000;
        var edits = new VideoEdits(Trim: start is null && end is null ? null : new TrimEdit(start ?? 0, end), CoverAtMs: coverAt);

        Assert.Equal(expected, edits.CoverInFileMs(edits.DurationOf(Source)));
    }

    [Fact]
    public void Cover_OfAFileOfUnknownLength_IsWhereTheEditsPutIt() =>
        Assert.Equal(4000, new VideoEdits(Trim: new TrimEdit(1000, null), CoverAtMs: 5000).CoverInFileMs(fileMs: null));
}
