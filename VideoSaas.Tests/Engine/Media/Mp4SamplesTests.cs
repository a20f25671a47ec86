using VideoSaas.Domain.Media;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Processing.Jobs;

namespace VideoSaas.Tests.Engine.Media;

/// <summary>Whether an MP4 is whole is told by its index alone; what the index cannot prove is left to a walk through the file.</summary>
public sealed class Mp4SamplesTests
{
    private const string H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";

    [Theory]
    [InlineData("aac", "mp4", "-movflags +faststart")]
    [InlineData("aac", "mp4", "")]
    [InlineData("pcm_s16le", "mov", "")]
    [InlineData("aac", "mov", "-movflags +faststart -use_editlist 0")]
    public async Task Index_OfAWholeFile_TellsHowLongItLasts(string sound, string container, string flags)
    {
        var path = await MakeAsync($"whole-{sound}-{flags.Length}.{container}", $"-c:a {sound} {flags}");
        var layout = await LayoutAsync(await File.ReadAllBytesAsync(path));
        Assert.InRange(layout?.WholeMs ?? 0, 1990, 2100);
    }

    [Theory]
    [InlineData(0.999)]
    [InlineData(0.6)]
    public async Task Index_OfAFileWithoutItsEnd_ProvesNothing(double share)
    {
        var bytes = await File.ReadAllBytesAsync(await MakeAsync("cut.mp4", "-c:a aac -movflags +faststart"));
        Assert.Null((await LayoutAsync(bytes[..(int)(bytes.Length * share)]))!.WholeMs);
    }

    [Fact]
    public async Task Index_OfAFragmentedFile_ProvesNothing()
    {
        var bytes = await File.ReadAllBytesAsync(await MakeAsync("fragments.mp4", "-c:a aac -movflags +frag_keyframe+empty_moov"));
        Assert.Null((await LayoutAsync(bytes))!.WholeMs);
    }

    [Fact]
    public async Task Index_WithAnyByteChanged_NeverThrowsNorPromisesMoreThanTheFileHolds()
    {
        var bytes = await File.ReadAllBytesAsync(await MakeAsync("flips.mp4", "-c:a aac -movflags +faststart"));
        var random = new Random(7);
        var index = bytes.AsSpan().IndexOf("mdat"u8);
        for (var i = 0; i < 2000; i++)
        {
            var changed = bytes.ToArray();
            changed[random.Next(index)] = (byte)random.Next(256);
            var layout = await LayoutAsync(changed);
            Assert.True(layout?.WholeMs is null or > 0);
        }
    }

    private static Task<string> MakeAsync(string name, string options) =>
        Clips.MakeAsync(name, Clips.Pattern(320, 240, 25, 2) + Clips.Tone(2) + H264 + options);

    private static async Task<Mp4Layout?> LayoutAsync(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return await Mp4LayoutReader.ReadAsync(file, CancellationToken.None);
    }
}
