using System.Globalization;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Media;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>The long part of a making: what is there already is used again, the rest comes from one run of ffmpeg.</summary>
internal sealed class MakingRun(
    IBlobStore blobs, IMediaTools tools, MadeBefore before, OverlayFiles overlays, IStorageSpace space,
    IOptions<MediaOptions> options, IOptions<ProcessingOptions> processing)
{
    public async Task<JobOutcome> ExecuteAsync(
        JobRun run, AcceptedSource source, string sourcePath, Func<Task> sayStoring, CancellationToken token)
    {
        var plan = source.Plan!;
        var planned = plan.Files.Select(file => new PlannedFileSpec(file.Spec, SpecJson.Write(file.Spec), file.Platforms)).ToList();
        var ready = new MadeFile?[planned.Count];
        for (var i = 0; i < planned.Count; i++)
        {
            ready[i] = planned[i].Spec.Work == FileWork.Keep
                ? KeptFile(source, planned[i])
                : await before.RenditionAsync(run.Job.UserId, source.Sha256, planned[i], token);
        }

        var small = await before.SmallFilesAsync(run.Job.UserId, source.Sha256, plan.Preview, token);
        var toMake = Enumerable.Range(0, planned.Count).Where(i => ready[i] is null).ToList();
        if (toMake.Count == 0 && small.Count > 0)
        {
            await sayStoring();
            return new JobOutcome.Done(new Made([.. ready.OfType<MadeFile>(), .. small], null));
        }

        if (toMake.Count > 0 && await before.IsBeingMadeAsync(run.Job, source.Sha256, [.. toMake.Select(i => planned[i])], token))
        {
            run.Report("waiting_for_the_same", null);
            return new JobOutcome.Snooze(processing.Value.SameFileWait);
        }

        if (!HasRoom(source, planned))
        {
            run.Report("waiting_for_room", null);
            return new JobOutcome.Snooze(processing.Value.DiskFullWait);
        }

        using var work = blobs.NewWorkFolder();
        var outputs = toMake.Select(i => new MadeOutput(planned[i].Spec, Path.Combine(work.Path, $"{i}.mp4"))).ToList();
        var preview = new PreviewOutput(
            plan.Preview, Path.Combine(work.Path, "preview.mp4"), Path.Combine(work.Path, "animation.webp"), Path.Combine(work.Path, "cover-%d.jpg"));
        var (encoding, measured) = await RunAsync(run, source, sourcePath, outputs, preview, work.Path, token);
        if (!encoding.IsClean)
        {
            return Endings.Of(encoding, "cannot_encode");
        }

        // Exit code 0 proves nothing: what was made is asked itself.
        var facts = new MediaFacts[outputs.Count];
        for (var i = 0; i < outputs.Count; i++)
        {
            var probe = await tools.ProbeAsync(outputs[i].Path, token);
            var made = probe.Facts is { } read ? read with { Layout = await LayoutAsync(outputs[i].Path, token) } : null;
            if (RenditionCheck.FaultOf(made, outputs[i].Spec, source.Facts, planned[toMake[i]].Platforms) is { } fault)
            {
                return encoding.SawDamage ? Endings.Damaged(encoding) : new JobOutcome.GiveUp("cannot_encode", fault, encoding.LastLines);
            }

            facts[i] = made!;
        }

        run.Report("storing", 99);
        await sayStoring();
        for (var i = 0; i < outputs.Count; i++)
        {
            ready[toMake[i]] = await StoreAsync(
                AssetKind.Rendition, outputs[i].Path, JobFiles.Rendition(run, run.Attempt, toMake[i]), "video/mp4",
                (facts[i].Picture!.Width, facts[i].Picture!.Height), facts[i].DurationMs, planned[toMake[i]].Json, planned[toMake[i]].Platforms, token);
        }

        small = await StoreSmallAsync(run, preview, token);
        return small.Count == 0
            ? new JobOutcome.GiveUp("cannot_encode", "No preview was made.", encoding.LastLines)
            : new JobOutcome.Done(new Made([.. ready.OfType<MadeFile>(), .. small], measured?.IntegratedLufs));
    }

    private async Task<(FfmpegRun Run, MeasuredLoudness? Measured)> RunAsync(
        JobRun run, AcceptedSource source, string sourcePath, List<MadeOutput> outputs, PreviewOutput preview, string folder, CancellationToken token)
    {
        var lasting = outputs.Count > 0 ? outputs[0].Spec.DurationOf(source.Facts.DurationMs) : preview.Spec.DurationMs;
        var limits = new FfmpegLimits(
            options.Value.TimeLimitFor(source.Facts.DurationMs), lasting,
            outputs.Sum(output => RenditionCheck.LargestBytes(output.Spec, source.Facts)) + 50_000_000);
        MeasuredLoudness? measured = null;
        if (outputs.Find(output => output.Spec.Sound is { Loudness: true }) is { } loud)
        {
            run.Report("measuring", 0);
            var pass = await tools.RunAsync(
                FfmpegArguments.MeasureLoudness(sourcePath, source.Facts, loud.Spec), limits,
                progress => run.Report("measuring", progress.Percent), token);
            if (!pass.IsClean)
            {
                return (pass, null);
            }

            measured = MeasuredLoudness.Read(pass.LastLines);
        }

        var drawn = outputs.Find(output => output.Spec.Work == FileWork.Encode) is { } encode
            ? await overlays.WriteAsync(encode.Spec, source.Edits.Captions, source.Facts, folder, token)
            : Overlays.None;
        var stage = drawn == Overlays.None && outputs.TrueForAll(output => output.Spec.Work != FileWork.Encode) ? "copying" : "encoding";
        var frames = outputs.Count > 0 && outputs[0].Spec.Picture is { } picture ? (long)(lasting / 1000d * picture.Rate.Value) : 0;
        run.Report(stage, 0);
        return (
            await tools.RunAsync(
                MakingCommand.Build(sourcePath, source.Facts, outputs, preview, drawn, measured, folder), limits,
                progress => run.Report(stage, progress.Percent, new JobProgressDetails(
                    progress.SecondsLeft, progress.Speed, progress.Frames, Math.Max(frames, progress.Frames ?? 0))),
                token),
            measured);
    }

    /// <summary>What a run of this plan is likely to write, beside the reserve that the web needs.</summary>
    private bool HasRoom(AcceptedSource source, List<PlannedFileSpec> planned)
    {
        var likely = planned.Where(file => file.Spec.Work != FileWork.Keep)
            .Sum(file => Math.Min(RenditionCheck.LargestBytes(file.Spec, source.Facts), (2 * source.SizeBytes) + 100_000_000));
        return space.FreeBytes() - likely > processing.Value.DiskReserveBytes;
    }

    private static MadeFile KeptFile(AcceptedSource source, PlannedFileSpec planned) => new(
        AssetKind.Rendition, source.Key, ContentTypes.Of(source.Facts.Container), source.SizeBytes, source.Sha256,
        source.Facts.Picture!.Width, source.Facts.Picture.Height, source.Facts.DurationMs, planned.Json, planned.Platforms);

    /// <summary>Two suggestions that fell on the same key frame are one.</summary>
    private async Task<IReadOnlyList<MadeFile>> StoreSmallAsync(JobRun run, PreviewOutput preview, CancellationToken token)
    {
        var spec = preview.Spec;
        var json = SpecJson.Write(spec);
        if (!IsThere(preview.MoviePath) || !IsThere(preview.AnimationPath))
        {
            return [];
        }

        var covers = new Dictionary<string, (long AtMs, string Path)>();
        foreach (var cover in CoversOf(preview).Where(cover => IsThere(cover.Path)))
        {
            covers.TryAdd(await JobFiles.Sha256Async(cover.Path, token), cover);
        }

        // Each waits for the disk twice; side by side they wait once.
        return await Task.WhenAll(
        [
            StoreAsync(
                AssetKind.Preview, preview.MoviePath, JobFiles.Preview(run, run.Attempt), "video/mp4",
                (spec.Width, spec.Height), spec.DurationMs, json, [], token),
            StoreAsync(
                AssetKind.Animation, preview.AnimationPath, JobFiles.Animation(run, run.Attempt), "image/webp",
                (spec.AnimationWidth, spec.AnimationHeight), null, json, [], token),
            .. covers.Values.OrderBy(cover => cover.AtMs).Select((cover, number) => StoreAsync(
                AssetKind.Cover, cover.Path, JobFiles.Cover(run, run.Attempt, number), "image/jpeg",
                (spec.CoverWidth, spec.CoverHeight), null, json, [], token, spec.StartMs + cover.AtMs)),
        ]);
    }

    private async Task<MadeFile> StoreAsync(
        AssetKind kind, string path, string key, string contentType, (int Width, int Height) size, long? durationMs, string spec,
        IReadOnlyList<string> platforms, CancellationToken token, long? atMs = null)
    {
        var file = new MadeFile(
            kind, key, contentType, new FileInfo(path).Length, await JobFiles.Sha256Async(path, token), size.Width, size.Height, durationMs, spec, platforms,
            atMs);
        await blobs.StoreAsync(path, key, token);
        return file;
    }

    private static async Task<Mp4Layout?> LayoutAsync(string path, CancellationToken token)
    {
        await using var file = File.OpenRead(path);
        return await Mp4LayoutReader.ReadAsync(file, token);
    }

    /// <summary>The covers that were drawn, by when their frames are shown.</summary>
    private static IEnumerable<(long AtMs, string Path)> CoversOf(PreviewOutput preview)
    {
        var (before, after) = preview.CoverPattern.Split("%d") is [var head, var tail] ? (head, tail) : throw new ArgumentException(preview.CoverPattern);
        return Directory.EnumerateFiles(Path.GetDirectoryName(before)!, $"{Path.GetFileName(before)}*{after}")
            .Select(path => (AtMs: long.Parse(path[before.Length..^after.Length], CultureInfo.InvariantCulture), path))
            .OrderBy(cover => cover.AtMs)
            .Take(preview.Spec.CoversAtMs.Count);
    }

    private static bool IsThere(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };
}
