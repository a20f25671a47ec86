using System.Text;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Tests.Features.Videos.Uploads;

public sealed class UploadMetadataTests
{
    [Theory]
    [InlineData("clip.mp4", "clip.mp4")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("C:\\Users\\me\\clip.mp4", "clip.mp4")]
    [InlineData("a\r\nb\0c\t.mp4", "abc.mp4")]
    [InlineData("gpj\u202Eexe.mp4", "gpjexe.mp4")]
    [InlineData("น้ำ 👨‍👩‍👧.mp4", "น้ำ 👨‍👩‍👧.mp4")]
    [InlineData("..", "video")]
    [InlineData("", "video")]
    [InlineData("  spaced.mp4  ", "spaced.mp4")]
    public void Filename_IsALabelWithoutPathAndControls(string written, string shown) =>
        Assert.Equal(shown, Parsed($"filename {Base64(written)}").Filename);

    [Fact]
    public void Filename_OfAnyLength_HasAtMost255CharactersAndNoHalfLetter()
    {
        var name = Parsed($"filename {Base64(new string('x', 254) + "😀.mp4")}").Filename;
        Assert.Equal(new string('x', 254), name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("filetype")]
    public void Filename_WhenNoneIsSent_IsAPlainWord(string? header) => Assert.Equal("video", Parsed(header).Filename);

    [Fact]
    public void Pairs_AreReadWithSpacesAroundCommasAndWithoutValues()
    {
        var metadata = Parsed($"filename {Base64("a.mp4")} , empty,clientuploadid {Base64("x")}");
        Assert.Equal("a.mp4", metadata.Filename);
        Assert.Equal("x", metadata.ClientUploadId);
    }

    [Theory]
    [InlineData("a b c")]
    [InlineData("a %%%")]
    [InlineData("a YQ==,a YQ==")]
    [InlineData("é YQ==")]
    [InlineData("a YQ==,,b YQ==")]
    [InlineData("a /w==")]
    public void BrokenHeader_IsNone(string header) => Assert.False(UploadMetadata.TryParse(header, out _));

    [Fact]
    public void HeaderThatIsTooLong_IsNone() =>
        Assert.False(UploadMetadata.TryParse($"a {Convert.ToBase64String(new byte[UploadMetadata.MaxHeaderLength])}", out _));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static UploadMetadata Parsed(string? header)
    {
        Assert.True(UploadMetadata.TryParse(header, out var metadata));
        return metadata;
    }
}
