using VideoSaas.Domain.Videos;

namespace VideoSaas.Tests.Domain.Videos;

public sealed class OriginalFilenameTests
{
    [Theory]
    [InlineData("คลิป 🎬.mp4", "คลิป 🎬.mp4")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\videos\\clip.mov", "clip.mov")]
    [InlineData("cl\u0000ip\u202E4pm.mp4", "clip4pm.mp4")]
    [InlineData("...", "video")]
    [InlineData("  ", "video")]
    [InlineData(null, "video")]
    public void Clean_OfWhatAStrangerWrote_IsFitToBeShown(string? written, string shown) =>
        Assert.Equal(shown, OriginalFilename.Clean(written));

    [Fact]
    public void Clean_OfALongName_NeverCutsACharacterInTwo()
    {
        var name = OriginalFilename.Clean(string.Concat(Enumerable.Repeat("🎬", 200)));
        Assert.Equal(254, name.Length);
        Assert.False(char.IsHighSurrogate(name[^1]));
    }

    [Theory]
    [InlineData("คลิป.mp4", "https://example.org/a.mp4", "https://cdn.org/b.mp4", "คลิป.mp4")]
    [InlineData(null, "https://example.org/clip.mp4", "https://cdn.org/0197", "clip.mp4")]
    [InlineData(null, "https://example.org/get?id=3", "https://cdn.org/real%20name.mp4", "real name.mp4")]
    [InlineData("attachment", "https://example.org/clip.mp4", "https://example.org/clip.mp4", "clip.mp4")]
    [InlineData(null, "https://example.org/%E0%B8%84%E0%B8%A5%E0%B8%B4%E0%B8%9B.mp4", "https://example.org/", "คลิป.mp4")]
    [InlineData(null, "https://example.org/..%2F..%2Fclip.mp4", "https://example.org/", "clip.mp4")]
    [InlineData(null, "https://example.org/", "https://example.org/", "example.org")]
    public void OfDownload_TakesTheFirstThatLooksLikeAFile(string? disposition, string asked, string answered, string name) =>
        Assert.Equal(name, OriginalFilename.OfDownload(disposition, new Uri(asked), new Uri(answered)));
}
