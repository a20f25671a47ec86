using System.Diagnostics;
using System.Text;
using FFMpegCore;
using FFMpegCore.Exceptions;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Media;

namespace VideoSaas.Web.Engine.Media;

/// <summary>FFMpegCore builds, starts, listens and kills; the watch over time, progress and size is ours.</summary>
internal sealed class MediaTools(
    FfmpegBinaries binaries, ProcessThread processThread, IOptions<MediaOptions> options, TimeProvider time) : IMediaTools
{
    /// <summary>With -nostdin there is nobody to hear a polite request, so the wait for its answer is short.</summary>
    private static readonly TimeSpan CancelGrace = TimeSpan.FromMilliseconds(50);

    /// <summary>A packet of sound comes for each of picture or two: some frames are among so many, and they cost next to nothing.</summary>
    private static readonly string ProbeArguments =
        Join([.. Demuxers.SafeInput, "-threads", "1", "-show_frames", "-show_entries", "frame=stream_index", "-read_intervals", "%+#24"]);

    public async Task<Probe> ProbeAsync(string path, CancellationToken token)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.ProbeSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, limit.Token);
        try
        {
            var analysis = await processThread.RunAsync(
                () => FFProbe.AnalyseAsync(Demand(path), binaries.Options, ProbeArguments, either.Token));
            return new Probe(analysis.Json, analysis.StandardError);
        }
        catch (FFProbeProcessException refused)
        {
            token.ThrowIfCancellationRequested();
            return new Probe(null, [.. refused.StandardError.TakeLast(40)], limit.IsCancellationRequested);
        }
        catch (Exception unread) when (unread is FFMpegException or FormatException or System.Text.Json.JsonException
            or ArithmeticException or ArgumentException)
        {
            // FFMpegCore also makes objects of the document, and stumbles over values that broken files bring.
            return new Probe(null, [unread.Message]);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return new Probe(null, ["ffprobe did not end in time."], HasHung: true);
        }
    }

    public async Task<FfmpegRun> RunAsync(
        FfmpegCommand command, FfmpegLimits limits, Action<EncodeProgress>? onProgress, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var lines = new LastLines();
        var parser = new ProgressParser(limits.ExpectedMs);
        var watch = new RunWatch(time, limits, TimeSpan.FromSeconds(options.Value.NoProgressSeconds), command, lines);
        using var kill = new CancellationTokenSource();

        // FFMpegCore waits and kills inside the callback: never on the thread of whoever cancels.
        await using var registration = token.Register(() => _ = kill.CancelAsync());
        var run = processThread.RunAsync(() => Build(command)
            .NotifyOnStandardError(lines.Add)
            .NotifyOnStandardOutput(line =>
            {
                if (parser.Read(line) is { } progress)
                {
                    watch.Saw(progress);
                    onProgress?.Invoke(progress);
                }
            })
            .CancellableThrough(kill.Token, CancelGrace)
            .ProcessAsynchronously(throwOnError: false, binaries.OptionsIn(command.Folder)));

        var exitCode = await WatchAsync(run, watch, kill);
        token.ThrowIfCancellationRequested();
        return new FfmpegRun(watch.Ending, exitCode, lines.ToList(), watch.Last);
    }

    private async Task<int> WatchAsync(Task<FFMpegResult> run, RunWatch watch, CancellationTokenSource kill)
    {
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(options.Value.WatchSeconds), time, kill.Token));
            if (!run.IsCompleted && !kill.IsCancellationRequested && watch.IsOver())
            {
                await kill.CancelAsync();
            }

            if (kill.IsCancellationRequested)
            {
                break;
            }
        }

        try
        {
            return (await run).ExitCode;
        }
        catch (OperationCanceledException) when (kill.IsCancellationRequested)
        {
            return -1;
        }
    }

    private FFMpegArgumentProcessor Build(FfmpegCommand command)
    {
        var (first, others) = (command.Inputs[0], command.Inputs.Skip(1));
        var arguments = FFMpegArguments.FromFileInput(
            Demand(first.Path), verifyExists: false, input => input.WithCustomArgument(Join(
                [.. command.Global, "-filter_threads", Threads, "-filter_complex_threads", Threads, .. Bounded(first.Options)])));
        foreach (var other in others)
        {
            arguments = arguments.AddFileInput(
                Demand(other.Path), verifyExists: false, input => input.WithCustomArgument(Join(Bounded(other.Options))));
        }

        return arguments.OutputToMany(outputs =>
        {
            foreach (var output in command.Outputs)
            {
                outputs.OutputToFile(
                    Demand(output.Path), overwrite: true, options => options.WithCustomArgument(Join(Bounded(output.Options))));
            }
        });
    }

    private string Threads => options.Value.Threads.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A decoder or an encoder of its own number keeps it.</summary>
    private IReadOnlyList<string> Bounded(IReadOnlyList<string> own) => own.Contains("-threads") ? own : ["-threads", Threads, .. own];

    /// <summary>FFMpegCore takes one string and splits it as a command line; ours hold nothing that would need escaping.</summary>
    private static string Join(IReadOnlyList<string> arguments)
    {
        var line = new StringBuilder();
        foreach (var argument in arguments)
        {
            line.Append(line.Length == 0 ? "" : " ").Append('"').Append(Demand(argument)).Append('"');
        }

        return line.ToString();
    }

    private static string Demand(string argument) => argument.AsSpan().IndexOfAny("\"\\\n\0") < 0
        ? argument
        : throw new UnreachableException("Arguments of ours hold neither quotes nor backslashes.");
}
