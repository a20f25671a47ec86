using System.Globalization;
using VideoSaas.Domain.Media;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Engine.Media;

/// <summary>Files of every kind, made here, through the whole engine; what comes out is asked with the probe's own words.</summary>
public abstract class FileTableTest : IDisposable
{
    private readonly MakingBench _bench = new();

    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task AssertTakenAsync(string name)
    {
        var source = await MadeClips.MakeAsync(name);
        var made = await _bench.MakeAsync(source);
        var found = new Dictionary<string, (MediaFacts Facts, ProbeWords Words)>();
        foreach (var path in made.Paths)
        {
            found[path] = (path == source ? made.Source : await _bench.ProbeAsync(path), await ProbeWords.OfAsync(path));
        }

        Assert.Equal(PlatformMediaRules.Platforms, made.Plan.Decisions.Select(decision => decision.Platform));
        foreach (var decision in made.Plan.Decisions)
        {
            var (facts, words) = found[made.PathFor(decision.Platform)];
            var rules = PlatformMediaRules.For(
                decision.Platform, (double)facts.Picture!.Width / facts.Picture.Height, facts.DurationMs);
            Assert.Empty(RuleCheck.Breaches(facts, rules).Where(breach => breach.Mend is not null)
                .Select(breach => $"{rules.Name}: {breach.Code} {string.Join(' ', breach.Found)}"));
            Assert.Empty(words.RefusedBy(rules).Select(refused => $"{rules.Name} refuses {refused}"));
        }

        var endOfPicture = made.Plan.Encodes > 0 ? await EndOfPictureAsync(source, made.Source) : 0;
        foreach (var (file, path) in made.Plan.Files.Zip(made.Paths).Where(pair => pair.First.Spec.Work != FileWork.Keep))
        {
            await AssertPlainAsync(path, file.Spec, found[path].Words, endOfPicture);
        }

        Assert.True(File.Exists(made.Preview.MoviePath) && File.Exists(made.Preview.AnimationPath));
        Assert.NotEmpty(Directory.EnumerateFiles(made.Folder, "cover-*.jpg"));
    }

    /// <summary>When the last frame of the source is over, counted from when its first picture or sound begins.</summary>
    private static async Task<double> EndOfPictureAsync(string source, MediaFacts facts)
    {
        var said = await Clips.RunAsync(
            $"-copyts -i {source} -map 0:{facts.Picture!.StreamIndex} -vf showinfo -fps_mode passthrough -f null -");
        var frames = said.Split('\n').Where(line => line.Contains("pts_time:", StringComparison.Ordinal)).Select(line => ValueOf(line, "pts_time:")).ToList();
        var start = double.Parse((await Clips.AskAsync(source, "format=start_time"))["start_time"], CultureInfo.InvariantCulture);
        var length = frames.Count > 1 ? (frames[^1] - frames[0]) / (frames.Count - 1) : 0.04;
        return frames[^1] + length - start;
    }

    private static double ValueOf(string line, string word) => double.Parse(
        new string([.. line[(line.IndexOf(word, StringComparison.Ordinal) + word.Length)..].TakeWhile(letter => char.IsDigit(letter) || letter is '.' or '-')]),
        CultureInfo.InvariantCulture);

    private static async Task AssertPlainAsync(string path, FileSpec spec, ProbeWords words, double endOfPicture)
    {
        if (spec.Picture is { } wanted)
        {
            Assert.Equal(
                ("h264", $"{wanted.Width}", $"{wanted.Height}", "yuv420p", "1:1"),
                (words.OfPicture("codec_name"), words.OfPicture("width"), words.OfPicture("height"), words.OfPicture("pix_fmt"),
                    words.OfPicture("sample_aspect_ratio")));
            Assert.False(words.IsTurned);

            // Within one frame of what is made; a millisecond for rounding.
            var frame = (1 / wanted.Rate.Value) + 0.001;
            Assert.InRange(double.Parse(words.OfPicture("duration"), CultureInfo.InvariantCulture), endOfPicture - frame, endOfPicture + frame);
        }

        Assert.Equal(0, double.Parse(words.OfPicture("start_time"), CultureInfo.InvariantCulture), 3);
        Assert.Equal((spec.HasSound ? 2 : 1, 0), (words.StreamCount, double.Parse(words.OfFormat("start_time"), CultureInfo.InvariantCulture)));
        var bytes = await File.ReadAllBytesAsync(path);
        Assert.True(bytes.AsSpan().IndexOf("moov"u8) < bytes.AsSpan().IndexOf("mdat"u8), "The index is at the end.");
        Assert.Equal(-1, bytes.AsSpan(0, bytes.AsSpan().IndexOf("mdat"u8)).IndexOf("elst"u8));
    }
}

/// <summary>A third of the table.</summary>
public sealed class EveryFileTests : FileTableTest
{
    public static TheoryData<string> Names => [.. MadeClips.Recipes.Keys.Where((_, i) => i % 3 == 0)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task File_OfAnyKind_BecomesWhatEveryPlatformTakes(string name) => AssertTakenAsync(name);
}

/// <summary>The whole table: some two minutes.</summary>
[Trait("bench", "files")]
public sealed class AllFilesTests : FileTableTest
{
    public static TheoryData<string> Names => [.. MadeClips.Recipes.Keys];

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public Task File_OfAnyKind_BecomesWhatEveryPlatformTakes(string name) => AssertTakenAsync(name);
}
