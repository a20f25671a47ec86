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
        var found = new Dictionary<string, MediaFacts>();
        foreach (var path in made.Paths)
        {
            found[path] = path == source ? made.Source : await _bench.ProbeAsync(path);
        }

        foreach (var decision in made.Plan.Decisions)
        {
            var facts = found[made.PathFor(decision.Platform)];
            var rules = PlatformMediaRules.For(
                decision.Platform, (double)facts.Picture!.Width / facts.Picture.Height, facts.DurationMs);
            Assert.Empty(RuleCheck.Breaches(facts, rules).Where(breach => breach.Mend is not null)
                .Select(breach => $"{rules.Name}: {breach.Code} {string.Join(' ', breach.Found)}"));
        }

        foreach (var (file, path) in made.Plan.Files.Zip(made.Paths).Where(pair => pair.First.Spec.Work != FileWork.Keep))
        {
            await AssertPlainAsync(path, file.Spec, made.Source);
        }

        Assert.True(File.Exists(made.Preview.MoviePath) && File.Exists(made.Preview.AnimationPath));
        Assert.NotEmpty(Directory.EnumerateFiles(made.Folder, "cover-*.jpg"));
    }

    private static async Task AssertPlainAsync(string path, FileSpec spec, MediaFacts source)
    {
        var picture = await Clips.AskAsync(
            path, "stream=codec_name,width,height,pix_fmt,sample_aspect_ratio,field_order,start_time,duration:stream_side_data=rotation", "v:0");
        Assert.DoesNotContain("rotation", spec.Picture is null ? [] : picture.Keys);
        if (spec.Picture is { } wanted)
        {
            Assert.Equal(
                ("h264", $"{wanted.Width}", $"{wanted.Height}", "yuv420p", "1:1"),
                (picture["codec_name"], picture["width"], picture["height"], picture["pix_fmt"], picture["sample_aspect_ratio"]));
            var seconds = spec.DurationOf(source.Picture!.DurationMs ?? source.DurationMs) / 1000d;
            Assert.InRange(
                double.Parse(picture["duration"], CultureInfo.InvariantCulture),
                seconds - Math.Max(0.05, 1.5 / wanted.Rate.Value), Math.Max(seconds, source.DurationMs / 1000d) + Math.Max(0.05, 1.5 / wanted.Rate.Value));
        }

        Assert.Equal(0, double.Parse(picture["start_time"], CultureInfo.InvariantCulture), 3);
        var whole = await Clips.AskAsync(path, "format=nb_streams,start_time");
        Assert.Equal((spec.HasSound ? "2" : "1", 0), (whole["nb_streams"], double.Parse(whole["start_time"], CultureInfo.InvariantCulture)));
        var bytes = await File.ReadAllBytesAsync(path);
        Assert.True(bytes.AsSpan().IndexOf("moov"u8) < bytes.AsSpan().IndexOf("mdat"u8), "The index is at the end.");
        Assert.Equal(-1, bytes.AsSpan(0, bytes.AsSpan().IndexOf("mdat"u8)).IndexOf("elst"u8));
    }
}

/// <summary>A tenth of the table.</summary>
public sealed class EveryFileTests : FileTableTest
{
    public static TheoryData<string> Names => [.. MadeClips.Recipes.Keys.Where((_, i) => i % 10 == 3)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task File_OfAnyKind_BecomesWhatEveryPlatformTakes(string name) => AssertTakenAsync(name);
}

/// <summary>The whole table: some five minutes.</summary>
[Trait("bench", "files")]
public sealed class AllFilesTests : FileTableTest
{
    public static TheoryData<string> Names => [.. MadeClips.Recipes.Keys];

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public Task File_OfAnyKind_BecomesWhatEveryPlatformTakes(string name) => AssertTakenAsync(name);
}
