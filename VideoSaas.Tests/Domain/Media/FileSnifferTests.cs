using System.Text;
using CsCheck;
using VideoSaas.Domain.Media;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Domain.Media;

public sealed class FileSnifferTests
{
    [Theory]
    [InlineData("", FileKind.Empty)]
    [InlineData("Hello, this is text.\n", FileKind.Text)]
    [InlineData("สวัสดี นี่คือข้อความ", FileKind.Text)]
    [InlineData("{\"json\": true}", FileKind.Text)]
    [InlineData("\uFEFF<!DOCTYPE html><html>", FileKind.WebPage)]
    [InlineData("  <html><body>", FileKind.WebPage)]
    [InlineData("#EXTM3U\n#EXTINF:1,\nhttp://x/y.ts", FileKind.Playlist)]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd", FileKind.Playlist)]
    [InlineData("WEBVTT\n\n00:00.000 --> 00:01.000\nHi", FileKind.Subtitles)]
    [InlineData("1\n00:00:00,000 --> 00:00:01,000\nHi", FileKind.Subtitles)]
    [InlineData("%PDF-1.7\n", FileKind.Pdf)]
    [InlineData("GIF89a", FileKind.Image)]
    [InlineData("ID3\u0003", FileKind.Audio)]
    [InlineData("fLaC", FileKind.Audio)]
    [InlineData("OggS\0\u0002", FileKind.Audio)]
    [InlineData("RIFF\u0001\u0001\u0001\u0001WAVEfmt ", FileKind.Audio)]
    [InlineData("RIFF\u0001\u0001\u0001\u0001AVI LIST", FileKind.Video)]
    [InlineData("RIFF\u0001\u0001\u0001\u0001WEBPVP8 ", FileKind.Image)]
    [InlineData("\0\0\0\u0018ftypisom", FileKind.Video)]
    [InlineData("\0\0\0\u0018ftypqt  ", FileKind.Video)]
    [InlineData("\0\0\0\u0018ftypM4A ", FileKind.Audio)]
    [InlineData("\0\0\0\u0018ftypheic", FileKind.Image)]
    [InlineData("\0\0\0\u0008wide", FileKind.Video)]
    [InlineData("FLV\u0001\u0005", FileKind.Video)]
    [InlineData("PK\u0003\u0004abc", FileKind.Archive)]
    [InlineData("PK\u0003\u0004....[Content_Types].xml", FileKind.OfficeDocument)]
    [InlineData("MZ\u0001\0", FileKind.Program)]
    [InlineData("\u0001\u0002\u0003\u0004", FileKind.Unknown)]
    public void KindOf_FirstBytes_IsKnown(string head, FileKind expected) =>
        Assert.Equal(expected, FileSniffer.KindOf(Encoding.UTF8.GetBytes(head)));

    [Theory]
    [InlineData("FFD8FFE0", FileKind.Image)]
    [InlineData("89504E470D0A1A0A", FileKind.Image)]
    [InlineData("FFFB9064", FileKind.Audio)]
    [InlineData("FFF15080", FileKind.Audio)]
    [InlineData("1A45DFA39F42", FileKind.Video)]
    [InlineData("000001BA44", FileKind.Video)]
    [InlineData("3026B2758E66CF11", FileKind.Video)]
    [InlineData("1F8B0800", FileKind.Archive)]
    [InlineData("7F454C46", FileKind.Program)]
    [InlineData("FFFE48006900", FileKind.Text)]
    public void KindOf_Signature_IsKnown(string hex, FileKind expected) =>
        Assert.Equal(expected, FileSniffer.KindOf(Convert.FromHexString(hex)));

    [Fact]
    public async Task KindOf_MadeFiles_IsVideoForEachContainer()
    {
        var small = await Clips.SmallAsync();
        foreach (var name in (string[])["s.mov", "s.mkv", "s.avi", "s.ts", "s.flv", "s.3gp"])
        {
            var path = await Clips.MakeAsync(name, $"-i {small} -c copy");
            Assert.Equal(FileKind.Video, FileSniffer.KindOf((await File.ReadAllBytesAsync(path)).AsSpan(0, FileSniffer.HeadBytes)));
        }
    }

    [Fact]
    public void KindOf_AnyBytes_NeverThrows() => Gen.Byte.Array.Sample(head => FileSniffer.KindOf(head));

    [Fact]
    public void KindOf_ThaiTextCutAnywhere_IsText()
    {
        var text = Encoding.UTF8.GetBytes("ข้อความภาษาไทยยาว ๆ ");
        for (var length = 1; length <= text.Length; length++)
        {
            Assert.Equal(FileKind.Text, FileSniffer.KindOf(text.AsSpan(0, length)));
        }
    }
}
