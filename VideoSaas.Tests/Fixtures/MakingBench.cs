using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Features.Processing.Jobs;

namespace VideoSaas.Tests.Fixtures;

/// <summary>A file on its whole way through the media engine, without database and jobs.</summary>
internal sealed class MakingBench : IDisposable
{
    private readonly MediaBench _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("videosaas-making-").FullName;
    private int _last;

    public async Task<MadeSet> MakeAsync(string path, VideoEdits? edits = null, params string[] platforms)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{Interlocked.Increment(ref _last)}")).FullName;
        var (facts, key) = await InspectAsync(path);
        var wanted = edits ?? VideoEdits.None;
        var plan = Planner.Plan(facts, wanted, platforms.Length == 0 ? PlatformMediaRules.Platforms : platforms);
        var paths = plan.Files.Select((file, i) => file.Spec.Work == FileWork.Keep ? path : Path.Combine(folder, $"{i}.mp4")).ToList();
        var outputs = plan.Files.Select((file, i) => new MadeOutput(file.Spec, paths[i])).Where(output => output.Spec.Work != FileWork.Keep).ToList();
        var preview = new PreviewOutput(
            plan.Preview, Path.Combine(folder, "preview.mp4"), Path.Combine(folder, "animation.webp"), Path.Combine(folder, "cover-%d.jpg"));
        MeasuredLoudness? measured = null;
        if (outputs.Find(output => output.Spec.Sound is { Loudness: true }) is { } loud)
        {
            measured = MeasuredLoudness.Read((await RunAsync(FfmpegArguments.MeasureLoudness(path, facts, loud.Spec))).LastLines);
        }

        var drawn = outputs.Find(output => output.Spec.Work == FileWork.Encode) is { } encode
            ? await new OverlayFiles(_bench.Blobs).WriteAsync(
                encode.Spec, wanted.Captions, facts, folder, default)
            : Overlays.None;
        await RunAsync(MakingCommand.Build(path, facts, outputs, preview, drawn, measured, folder));
        return new MadeSet(facts, plan, paths, preview, folder);
    }

    /// <summary>The file that Instagram gets, by a spec that is not the planner's alone.</summary>
    public async Task<string> MakeOneAsync(string path, Func<FileSpec, FileSpec> change)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{Interlocked.Increment(ref _last)}")).FullName;
        var (facts, _) = await InspectAsync(path);
        var plan = Planner.Plan(facts, VideoEdits.None, ["instagram"]);
        var output = new MadeOutput(change(plan.Files[0].Spec), Path.Combine(folder, "one.mp4"));
        var preview = new PreviewOutput(
            plan.Preview, Path.Combine(folder, "preview.mp4"), Path.Combine(folder, "animation.webp"), Path.Combine(folder, "cover-%d.jpg"));
        await RunAsync(MakingCommand.Build(path, facts, [output], preview, Overlays.None, null, folder));
        return output.Path;
    }

    /// <summary>The picture that stands for the video.</summary>
    public async Task<string> ThumbnailAsync(string path, VideoEdits edits)
    {
        var (facts, _) = await InspectAsync(path);
        var picture = Path.Combine(_folder, $"{Interlocked.Increment(ref _last)}.jpg");
        await RunAsync(FfmpegArguments.Thumbnail(path, facts, ThumbnailSpec.For(facts, edits), picture));
        return picture;
    }

    /// <summary>Facts of a file with its layout, as the first look finds them.</summary>
    public async Task<(MediaFacts Facts, string Key)> InspectAsync(string path)
    {
        var key = $"uploads/{Interlocked.Increment(ref _last)}";
        await StoreAsync(path, key);
        var inspected = await new SourceInspection(_bench.Blobs, _bench.Tools)
            .InspectAsync(key, new SourceLimits(int.MaxValue, long.MaxValue), (_, _) => { }, default);
        Assert.True(inspected.Refusal is null, $"{inspected.Refusal?.Code} {string.Join('\n', inspected.LastLines)}");
        return (inspected.Facts!, key);
    }

    /// <summary>Facts of a made file.</summary>
    public async Task<MediaFacts> ProbeAsync(string path)
    {
        var facts = (await _bench.Tools.ProbeAsync(path, default)).Facts!;
        await using var file = File.OpenRead(path);
        return facts with { Layout = await Mp4LayoutReader.ReadAsync(file, default) };
    }

    public async Task<StoredPiece> PieceAsync(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, content);
        var key = $"pieces/{Interlocked.Increment(ref _last)}";
        await StoreAsync(path, key);
        return new StoredPiece(key, await JobFiles.Sha256Async(path, default));
    }

    public async Task<MeasuredLoudness?> LoudnessAsync(string path)
    {
        var facts = await ProbeAsync(path);
        return MeasuredLoudness.Read((await RunAsync(FfmpegArguments.MeasureLoudness(path, facts, FileSpec.AsItIs(facts)))).LastLines);
    }

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<FfmpegRun> RunAsync(FfmpegCommand command)
    {
        var run = await _bench.Tools.RunAsync(command, new FfmpegLimits(TimeSpan.FromMinutes(3)), null, default);
        Assert.True(run.IsClean, $"{string.Join(' ', command.ToArguments())}\n{string.Join('\n', run.LastLines)}");
        return run;
    }

    private async Task StoreAsync(string path, string key)
    {
        await _bench.Blobs.CreateAsync(key, default);
        await using var stored = await _bench.Blobs.OpenAppendAsync(key, 0, default);
        await using var file = File.OpenRead(path);
        await file.CopyToAsync(stored);
    }
}

/// <param name="Paths">In the order of the plan's files; of a kept one the source's own.</param>
internal sealed record MadeSet(MediaFacts Source, MakingPlan Plan, IReadOnlyList<string> Paths, PreviewOutput Preview, string Folder)
{
    public string PathFor(string platform) => Paths[DecisionFor(platform).File];

    public PlatformDecision DecisionFor(string platform) => Plan.Decisions.Single(decision => decision.Platform == platform);
}
