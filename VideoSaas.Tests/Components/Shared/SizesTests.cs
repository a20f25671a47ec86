using System.Globalization;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Tests.Components.Shared;

public sealed class SizesTests
{
    public SizesTests() => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en");

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(9_800, "9.8 kB")]
    [InlineData(392_000_000, "392 MB")]
    [InlineData(999_600_000, "1 GB")]
    [InlineData(1_234_000_000, "1.2 GB")]
    public void Bytes_AreReadable(long bytes, string text) => Assert.Equal(text, Sizes.Bytes(bytes));

    [Theory]
    [InlineData(58.41, "0:58")]
    [InlineData(59.6, "1:00")]
    [InlineData(3727, "1:02:07")]
    public void Length_IsAClock(double seconds, string text) => Assert.Equal(text, Sizes.Length(TimeSpan.FromSeconds(seconds)));
}
