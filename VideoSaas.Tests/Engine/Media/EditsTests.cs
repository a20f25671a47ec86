using System.Text;
using VideoSaas.Domain.Media;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Engine.Media;

/// <summary>What a creator can ask for, looked at in what is made.</summary>
public sealed class EditsTests : IDisposable
{
    private readonly MakingBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("counted.mp4", 1000, 2000)]
    [InlineData("counted.mp4", 533, 1533)]
    [InlineData("counted.ts", 700, 1700)]
    [InlineData("counted.avi", 2000, 3000)]
    public async Task Trim_IsExactToTheFrame(string name, int startMs, int endMs)
    {
        // Every frame is a shade of its number, two steps of brightness each.
        var codec = name.EndsWith("avi", StringComparison.Ordinal) ? "-c:v mpeg4 -q:v 2 -g 50 " : "-c:v libx264 -preset veryfast -crf 10 -g 250 -pix_fmt yuv420p ";
        var source = await Clips.MakeAsync(name, "-f lavfi -i color=black:s=360x640:r=25:d=3,geq=lum=16+2*N:cb=128:cr=128 " + codec);
        var made = await _bench.MakeAsync(source, new VideoEdits(Trim: new TrimEdit(startMs, endMs)), "instagram");
        var frames = await FrameNumbersAsync(made.Paths[0]);
        Assert.InRange(frames.Count, 24, 26);
        var first = (int)Math.Ceiling(startMs / 40d);
        Assert.InRange(frames[0], first - 0.7, first + 0.7);
        Assert.InRange(frames[^1], first + frames.Count - 1.7, first + frames.Count - 0.3);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 25)]
    [InlineData(1001, 25)]
    [InlineData(1039, 25)]
    [InlineData(1041, 26)]
    [InlineData(2399, 59)]
    public async Task Cover_OfAChosenMoment_IsTheFrameThatIsShownThen(int atMs, int number)
    {
        // Five shades in turn, far enough apart to be told in a JPEG.
        var source = await Clips.MakeAsync(
            "stepped.mp4", "-f lavfi -i color=black:s=360x640:r=25:d=3,geq=lum='40+40*mod(N\\,5)':cb=128:cr=128 -c:v libx264 -preset veryfast -crf 10 -g 250 -pix_fmt yuv420p ");
        var frame = await Clips.FrameAsync(await _bench.ThumbnailAsync(source, new VideoEdits(CoverAtMs: atMs)), 0, 1, 1);
        Assert.InRange(((frame[0] * 219 / 255d) - 24) / 40, (number % 5) - 0.3, (number % 5) + 0.3);
    }

    [Theory]
    [InlineData(0, "red")]
    [InlineData(0.5, "lime")]
    [InlineData(1, "blue")]
    public async Task Crop_KeepsTheFocusInSight(double focus, string colour)
    {
        var source = await Clips.MakeAsync(
            "thirds.mp4", "-f lavfi -i color=lime:s=1200x400:r=25:d=1,drawbox=x=0:w=400:h=400:c=red:t=fill,drawbox=x=800:w=400:h=400:c=blue:t=fill -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        var made = await _bench.MakeAsync(source, new VideoEdits(new FrameEdit(FrameShape.Square, FrameFill.Crop, focus)), "instagram");
        var facts = await _bench.ProbeAsync(made.Paths[0]);
        Assert.Equal((400, 400), (facts.Picture!.Width, facts.Picture.Height));
        Assert.Equal(colour, Name(await Clips.FrameAsync(made.Paths[0], 0.2, 1, 1), 0));
    }

    [Theory]
    [InlineData(FrameFill.Colour)]
    [InlineData(FrameFill.Blur)]
    public async Task Pad_FillsWhatThePictureLeaves(FrameFill fill)
    {
        var source = await Clips.MakeAsync("red.mp4", "-f lavfi -i color=red:s=640x360:r=25:d=1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        var made = await _bench.MakeAsync(source, new VideoEdits(new FrameEdit(FrameShape.Vertical, fill, Colour: "0000ff")), "instagram");
        var facts = await _bench.ProbeAsync(made.Paths[0]);
        Assert.InRange((double)facts.Picture!.Width / facts.Picture.Height, 0.555, 0.57);
        var frame = await Clips.FrameAsync(made.Paths[0], 0.2, 9, 15);
        Assert.Equal("red", Name(frame, (7 * 9) + 4));
        Assert.Equal(fill == FrameFill.Colour ? "blue" : "red", Name(frame, 4));
    }

    [Fact]
    public async Task Loudness_ComesToItsTarget()
    {
        var source = await Clips.MakeAsync(
            "quiet.mp4", "-f lavfi -i color=black:s=540x960:r=25:d=8 -f lavfi -i sine=frequency=500:duration=8,volume=0.05,tremolo=f=2:d=0.7 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac");
        var made = await _bench.MakeAsync(source, new VideoEdits(Sound: SoundEdit.Loudness), "instagram");
        Assert.Equal(FileWork.EncodeSound, made.Plan.Files[0].Spec.Work);
        var measured = (await _bench.LoudnessAsync(made.Paths[0]))!;
        Assert.InRange(measured.IntegratedLufs, -15, -13);
        Assert.True(measured.TruePeakDb <= -0.8, $"{measured.TruePeakDb} dB");
    }

    [Fact]
    public async Task Mute_LeavesThePictureAsItIs()
    {
        var source = await MadeClips.MakeAsync("compliant.mp4");
        var made = await _bench.MakeAsync(source, new VideoEdits(Sound: SoundEdit.Mute), "instagram");
        Assert.Null((await _bench.ProbeAsync(made.Paths[0])).Sound);
        Assert.Equal(await PictureHashAsync(source), await PictureHashAsync(made.Paths[0]));
    }

    [Fact]
    public async Task Captions_InThai_AreDrawnWhileTheyAreSaidAndNotElsewhere()
    {
        var captions = await _bench.PieceAsync("c.srt", Encoding.UTF8.GetBytes(
            "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>กาแฟเย็นที่อารีย์</i> ☕ {\\pos(0,0)}it's 100%\r\n\r\n"));
        var source = await Clips.MakeAsync("black.mp4", "-f lavfi -i color=black:s=540x960:r=25:d=3 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        var made = await _bench.MakeAsync(source, new VideoEdits(Captions: new CaptionsEdit(captions)), "instagram");
        Assert.Equal(0, Bright(await Clips.FrameAsync(made.Paths[0], 0.5, 54, 96), 0, 96));
        var drawn = await Clips.FrameAsync(made.Paths[0], 1.5, 54, 96);
        Assert.True(Bright(drawn, 60, 85) > 20, "nothing is written where captions are");
        Assert.Equal(0, Bright(drawn, 0, 55));
        Assert.Equal(0, Bright(await Clips.FrameAsync(made.Paths[0], 2.5, 54, 96), 0, 96));
    }

    [Theory]
    [InlineData(Corner.TopLeft, true)]
    [InlineData(Corner.BottomRight, true)]
    [InlineData(Corner.TopRight, false)]
    [InlineData(Corner.BottomLeft, false)]
    public async Task Watermark_IsInItsCorner(Corner corner, bool isImage)
    {
        var png = isImage ? await File.ReadAllBytesAsync(await Clips.MakeAsync("mark.png", "-f lavfi -i color=white:s=200x100 -frames:v 1")) : null;
        var mark = new WatermarkEdit(
            isImage ? null : "@ploy.eats กาแฟ", png is null ? null : await _bench.PieceAsync("m.png", png), corner, isImage ? 0.2 : 0.04, 0.8);
        var source = await Clips.MakeAsync("black.mp4", "-f lavfi -i color=black:s=540x960:r=25:d=3 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        var made = await _bench.MakeAsync(source, new VideoEdits(Watermark: mark), "instagram");
        var frame = await Clips.FrameAsync(made.Paths[0], 1, 54, 96);
        var isTop = corner is Corner.TopLeft or Corner.TopRight;
        Assert.True(Bright(frame, isTop ? 0 : 70, isTop ? 26 : 96) > 3, "no mark where it should be");
        Assert.Equal(0, Bright(frame, isTop ? 26 : 0, isTop ? 96 : 70));
        var isLeft = corner is Corner.TopLeft or Corner.BottomLeft;
        Assert.True(BrightColumns(frame).All(x => isLeft ? x < 40 : x > 14), string.Join(' ', BrightColumns(frame)));
    }

    [Fact]
    public async Task Mark_OfThePlan_IsDrawnBesideTheOwnOne()
    {
        var edits = new VideoEdits(
            Watermark: new WatermarkEdit("@ploy.eats", null, Corner.BottomLeft, 0.04, 1),
            ForcedMark: new WatermarkEdit("VideoSaas", null, Corner.TopRight, 0.03, 0.7));
        var source = await Clips.MakeAsync("black.mp4", "-f lavfi -i color=black:s=540x960:r=25:d=3 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        var frame = await Clips.FrameAsync((await _bench.MakeAsync(source, edits, "instagram")).Paths[0], 1, 54, 96);
        Assert.True(Bright(frame, 0, 26) > 3, "no mark of the plan");
        Assert.True(Bright(frame, 70, 96) > 3, "no mark of the person");
        Assert.Equal(0, Bright(frame, 26, 70));
    }

    [Fact]
    public async Task Watermark_HasItsSizeAndOpacity()
    {
        var white = await File.ReadAllBytesAsync(await Clips.MakeAsync("mark.png", "-f lavfi -i color=white:s=200x100 -frames:v 1"));
        var mark = new WatermarkEdit(null, await _bench.PieceAsync("m.png", white), Corner.TopLeft, 0.5, 0.5);
        var source = await Clips.MakeAsync("black.mp4", "-f lavfi -i color=black:s=540x960:r=25:d=3 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        var frame = await Clips.FrameAsync((await _bench.MakeAsync(source, new VideoEdits(Watermark: mark), "instagram")).Paths[0], 1, 54, 96);
        Assert.InRange(BrightColumns(frame).Count(), 26, 28);
        Assert.InRange(frame[((8 * 54) + 15) * 3], 110, 145);
    }

    [Theory]
    [InlineData(FrameShape.Vertical, 9, 16)]
    [InlineData(FrameShape.Square, 1, 1)]
    [InlineData(FrameShape.Portrait, 4, 5)]
    [InlineData(FrameShape.Wide, 16, 9)]
    public async Task Shape_InEachFill_IsWhatIsMade(FrameShape shape, int width, int height)
    {
        var source = await Clips.MakeAsync("fitted.mp4", Clips.Pattern(500, 400, 25, 0.6) + "-c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        foreach (var fill in Enum.GetValues<FrameFill>())
        {
            var made = await _bench.MakeAsync(source, new VideoEdits(new FrameEdit(shape, fill)), "instagram");
            var asked = await Clips.AskAsync(made.Paths[0], "stream=width,height,sample_aspect_ratio", "v:0");
            var aspect = double.Parse(asked["width"], System.Globalization.CultureInfo.InvariantCulture)
                / double.Parse(asked["height"], System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(aspect * height / width, 0.99, 1.01);
            Assert.Equal("1:1", asked["sample_aspect_ratio"]);
        }
    }

    private static int Bright(byte[] frame, int fromRow, int toRow) =>
        Enumerable.Range(fromRow * 54, (toRow - fromRow) * 54).Count(pixel => frame[pixel * 3] > 70);

    private static IEnumerable<int> BrightColumns(byte[] frame) =>
        Enumerable.Range(0, 54 * 96).Where(pixel => frame[pixel * 3] > 70).Select(pixel => pixel % 54).Distinct();

    private static string Name(byte[] frame, int pixel) =>
        (frame[pixel * 3] > 110, frame[(pixel * 3) + 1] > 110, frame[(pixel * 3) + 2] > 110) switch
        {
            (true, false, false) => "red",
            (false, true, false) => "lime",
            (false, false, true) => "blue",
            _ => "other",
        };

    private static async Task<string> PictureHashAsync(string path)
    {
        var said = await Clips.RunAsync($"-i {path} -map 0:v -c copy -f md5 {path}.md5");
        Assert.NotNull(said);
        return await File.ReadAllTextAsync($"{path}.md5");
    }

    private static async Task<List<double>> FrameNumbersAsync(string path)
    {
        var output = path + ".raw";
        await Clips.RunAsync($"-i {path} -vf scale=2:2:flags=area -pix_fmt yuv420p -fps_mode passthrough -f rawvideo {output}");

        // Four bytes of brightness and two of colour a frame; black is 16.
        return [.. (await File.ReadAllBytesAsync(output)).Chunk(6).Select(frame => (frame[0] - 16) / 2d)];
    }
}
