using System.Globalization;
using VideoSaas.Domain.Media;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Engine.Media;

/// <summary>What the engine must get right, looked at in what it makes.</summary>
public sealed class MadeFilesTests : IDisposable
{
    private readonly MakingBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Table_HoldsAtLeastSixtyFiles() => Assert.InRange(MadeClips.Recipes.Count + MadeClips.Turns.Count, 60, 200);

    [Theory]
    [InlineData("compliant.mp4", FileWork.Keep, "instagram")]
    [InlineData("compliant-hevc.mp4", FileWork.Keep, "instagram")]
    [InlineData("compliant-hevc.mp4", FileWork.Encode, "twitter")]
    [InlineData("index-at-end.mp4", FileWork.Remux, "instagram")]
    [InlineData("index-at-end.mp4", FileWork.Keep, "youtube")]
    [InlineData("streams.mkv", FileWork.Remux, "twitter")]
    [InlineData("cut-by-edit-list.mp4", FileWork.Encode, "instagram")]
    [InlineData("late-sound.mp4", FileWork.EncodeSound, "instagram")]
    [InlineData("opus.mp4", FileWork.EncodeSound, "instagram")]
    [InlineData("surround.mp4", FileWork.EncodeSound, "instagram")]
    [InlineData("hdr10.mov", FileWork.Encode, "instagram")]
    [InlineData("hdr10.mov", FileWork.Keep, "youtube")]
    public async Task File_GetsTheLeastWork(string name, FileWork work, string platform)
    {
        var (facts, _) = await _bench.InspectAsync(await MadeClips.MakeAsync(name));
        var plan = VideoSaas.Domain.Processing.Planner.Plan(facts, VideoEdits.None, PlatformMediaRules.Platforms);
        Assert.Equal(work, plan.Decisions.Single(decision => decision.Platform == platform).Work);
    }

    [Theory]
    [InlineData("bt601.mp4", "color_space,color_primaries,color_transfer", "smpte170m smpte170m smpte170m")]
    [InlineData("full-range.mp4", "pix_fmt,profile", "yuv420p High")]
    [InlineData("hlg.mov", "pix_fmt,color_transfer,color_primaries,color_space", "yuv420p bt709 bt709 bt709")]
    [InlineData("h264-444.mp4", "pix_fmt,profile", "yuv420p High")]
    [InlineData("slow-motion-240.mov", "r_frame_rate,avg_frame_rate", "60/1 60/1")]
    [InlineData("uneven.mkv", "r_frame_rate,avg_frame_rate", "24000/1001 24000/1001")]
    [InlineData("interlaced.ts", "field_order,r_frame_rate", "progressive 25/1")]
    [InlineData("anamorphic.mp4", "width,height,sample_aspect_ratio", "1024 576 1:1")]
    public async Task Picture_IsMadePlain(string name, string asked, string expected)
    {
        var path = (await _bench.MakeAsync(await MadeClips.MakeAsync(name), null, "facebook")).Paths[0];
        var said = await Clips.AskAsync(path, $"stream={asked}", "v:0");
        Assert.Equal(expected, string.Join(' ', asked.Split(',').Select(word => said.GetValueOrDefault(word, "?"))));

        // Neither black nor burnt out, whatever was done to its light.
        var frame = await Clips.FrameAsync(path, 1, 16, 16);
        Assert.InRange(frame.Average(value => value), 60, 200);
    }

    [Fact]
    public async Task Track_OfSilence_IsAddedWhereOneIsNeeded_AsLongAsThePicture()
    {
        var path = await _bench.MakeOneAsync(
            await MadeClips.MakeAsync("slow-motion-240.mov"), spec => spec with { Sound = new SoundSpec(160_000, 48_000, Silence: true) });
        var sound = await Clips.AskAsync(path, "stream=codec_name,channels,sample_rate,duration", "a:0");
        Assert.Equal(("aac", "2", "48000"), (sound["codec_name"], sound["channels"], sound["sample_rate"]));
        Assert.InRange(double.Parse(sound["duration"], CultureInfo.InvariantCulture), 1.9, 2.1);
        Assert.Contains("max_volume: -91", await Clips.RunAsync($"-i {path} -map 0:a -af volumedetect -f null -"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upright")]
    [InlineData("turned-90")]
    [InlineData("turned-180")]
    [InlineData("turned-270")]
    [InlineData("mirrored")]
    [InlineData("upside-down-mirrored")]
    [InlineData("turned-90-mirrored")]
    [InlineData("turned-270-mirrored")]
    public async Task Picture_HoweverItWasHeld_IsShownAsItsMatrixSays(string turn)
    {
        var made = await _bench.MakeAsync(await MadeClips.TurnedAsync(turn), new VideoEdits(Trim: new TrimEdit(0, 2000)), "instagram");
        var frame = await Clips.FrameAsync(made.Paths[0], 0.5, 2, 2);

        // The source's quarters by their place: x to the right, y down.
        (int X, int Y, string Colour)[] quarters = [(-1, -1, "red"), (1, -1, "lime"), (-1, 1, "blue"), (1, 1, "white")];
        var m = MadeClips.Turns[turn];
        foreach (var (x, y, colour) in quarters)
        {
            var (shownX, shownY) = ((m[0] * x) + (m[2] * y), (m[1] * x) + (m[3] * y));
            var pixel = ((shownY > 0 ? 2 : 0) + (shownX > 0 ? 1 : 0)) * 3;
            Assert.Equal(colour, NameOf(frame[pixel], frame[pixel + 1], frame[pixel + 2]));
        }
    }

    [Theory]
    [InlineData("flash-and-beep.mkv")]
    [InlineData("flash-and-beep.mp4")]
    [InlineData("flash-and-beep.ts")]
    [InlineData("flash-and-beep-opus.mp4")]
    public async Task SoundAndPicture_StayTogether(string name)
    {
        var made = await _bench.MakeAsync(await MadeClips.MakeAsync(name), null, "instagram");
        await AssertTogetherAsync(made.Paths[0], 3);
        var cut = await _bench.MakeAsync(await MadeClips.MakeAsync(name), new VideoEdits(Trim: new TrimEdit(500, 3500)), "instagram");
        await AssertTogetherAsync(cut.Paths[0], 3);
    }

    public static TheoryData<string> RealClips => [.. Clips.Real.DefaultIfEmpty("")];

    [Theory]
    [MemberData(nameof(RealClips))]
    public async Task Picture_OfARealClip_IsHardlyChanged(string path)
    {
        Assert.SkipWhen(path.Length == 0, "VIDEOSAAS_CLIPS names no folder with clips.");
        await AssertAlikeAsync(path);
    }

    [Fact]
    public async Task Picture_OfAPhoneClip_IsHardlyChanged() => await AssertAlikeAsync(await Clips.MakeAsync(
        "phone-hevc.mov", "-f lavfi -i mandelbrot=size=720x1280:rate=30 -t 3 -c:v libx265 -preset ultrafast -crf 18 -pix_fmt yuv420p -tag:v hvc1 -x265-params log-level=none"));

    private async Task AssertAlikeAsync(string path)
    {
        var made = await _bench.MakeAsync(path, new VideoEdits(Trim: new TrimEdit(0, 6000)), "instagram");
        var spec = made.Plan.Files[0].Spec.Picture!;
        Assert.Equal((made.Source.Picture!.Width, made.Source.Picture.Height), (spec.Width, spec.Height));
        var said = await Clips.RunAsync(
            $"-i {made.Paths[0]} -t 6 -i {path} -lavfi [1:v]fps={spec.Rate}:start_time=0,scale=out_range=tv,format=yuv420p[was];[0:v]format=yuv420p[is];[is][was]ssim -f null -");
        var all = said[(said.LastIndexOf("All:", StringComparison.Ordinal) + 4)..].Split(' ')[0];
        Assert.InRange(double.Parse(all, CultureInfo.InvariantCulture), 0.97, 1);
        foreach (var rules in PlatformMediaRules.All.Where(rules => rules.MaxBitsPerSecond is not null))
        {
            Assert.True(spec.MaxBitsPerSecond + made.Plan.Files[0].Spec.Sound?.BitsPerSecond <= rules.MaxBitsPerSecond || made.Source.Sound is null);
        }
    }

    private static async Task AssertTogetherAsync(string path, int pairs)
    {
        var seen = Times(await Clips.RunAsync($"-i {path} -vf blackdetect=d=0.01:pix_th=0.5 -an -f null -"), "black_end:");
        var heard = Times(await Clips.RunAsync($"-i {path} -af silencedetect=n=-30dB:d=0.1 -vn -f null -"), "silence_end: ");
        Assert.True(seen.Count >= pairs && heard.Count >= pairs, $"{seen.Count} flashes, {heard.Count} beeps");
        foreach (var (flash, beep) in seen.Zip(heard).Take(pairs))
        {
            Assert.InRange(beep - flash, -0.04, 0.04);
        }
    }

    private static List<double> Times(string said, string word) =>
    [
        .. said.Split(word).Skip(1).Select(rest => double.Parse(
            new string([.. rest.TakeWhile(letter => char.IsDigit(letter) || letter == '.')]), CultureInfo.InvariantCulture)),
    ];

    private static string NameOf(int red, int green, int blue) => (red > 150, green > 150, blue > 150) switch
    {
        (true, false, false) => "red",
        (false, true, false) => "lime",
        (false, false, true) => "blue",
        (true, true, true) => "white",
        _ => $"{red} {green} {blue}",
    };
}
