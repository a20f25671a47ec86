using System.Globalization;
using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Studio;

/// <summary>Draws a video's processing: five stages, the present one with the figures of the job that carries it out.</summary>
internal sealed class VideoProgress(
    IStringLocalizer<StudioTexts> texts, IStringLocalizer<ProcessingTexts> reasons, IStringLocalizer<StatusTexts> words, PersonClock clock)
{
    private const int Fetching = 0;
    private const int Checked = 1;
    private const int Encoding = 2;
    private const int Storing = 3;
    private const int Ready = 4;

    public ProgressView Of(VideoWork work)
    {
        var present = StageOf(work);
        var job = JobOf(work, present);
        var view = StatusView.Of(work.Status, work.ErrorCode);
        var word = words[view.Resource].Value;
        if (job is { Status: JobStatus.Failed, BackoffUntil: { } again } && work.Status != VideoStatus.Failed)
        {
            view = StatusView.Find("job.retries");
            word = words[view.Resource, clock.Clock(again)];
        }

        var isRunning = job?.Status == JobStatus.Running && VideoTransitions.IsUnderWay(work.Status);
        var percent = isRunning && present is Fetching or Encoding ? job!.Percent : null;
        return new ProgressView(
            view,
            word,
            [.. Enumerable.Range(0, Ready + 1).Select(stage => StageAt(stage, present, work, job, percent))],
            percent,
            isRunning ? job!.Details?.SecondsLeft : null,
            isRunning ? job!.StartedAt : null,
            isRunning && percent is not null ? job!.UpdatedAt : null,
            UsuallyOf(work, job),
            FactsOf(work, job, isRunning),
            work.Status == VideoStatus.Failed ? ReasonOf(work.ErrorCode, work.ErrorArguments) : null);
    }

    /// <summary>Why a video failed, in plain words.</summary>
    public string ReasonOf(string? code, IReadOnlyList<string> arguments) =>
        reasons.Of(new ProcessingErrorDetails(code ?? "", arguments));

    private static int StageOf(VideoWork work) => work.Status switch
    {
        VideoStatus.Downloading => Fetching,
        VideoStatus.Pending when work.Jobs.Any(job => job.Type == JobTypes.DownloadVideo && job.Status != JobStatus.Completed) => Fetching,
        VideoStatus.Ready => Ready + 1,
        VideoStatus.Uploading => Storing,
        VideoStatus.Compressing => Encoding,
        VideoStatus.Failed => work.Jobs.LastOrDefault(job => job.HasGivenUp || job.Status == JobStatus.Cancelled)?.Type switch
        {
            JobTypes.CompressVideo or JobTypes.GeneratePreview => work.Jobs.Any(job => job.Type == JobTypes.ExtractMetadata && job.Status == JobStatus.Completed)
                ? Encoding
                : Checked,
            JobTypes.GenerateThumbnail => Encoding,
            JobTypes.DownloadVideo => Fetching,
            _ => Checked,
        },
        _ => Checked,
    };

    private static JobView? JobOf(VideoWork work, int stage) => work.Jobs.LastOrDefault(job =>
        stage switch
        {
            Fetching => job.Type == JobTypes.DownloadVideo,
            Checked => job.Type == JobTypes.ExtractMetadata,
            _ => JobTypes.FileMaking.Contains(job.Type),
        });

    private ProgressStage StageAt(int stage, int present, VideoWork work, JobView? job, int? percent)
    {
        var state = stage < present ? StageState.Done
            : stage > present ? StageState.Next
            : work.Status != VideoStatus.Failed ? StageState.Now
            : work.ErrorCode == ProcessingErrorDetails.Cancelled ? StageState.Next
            : StageState.Failed;
        var fact = (stage, state) switch
        {
            (Fetching, not StageState.Done) => job?.Details switch
            {
                { Done: { } fetched, Total: { } all } => texts["Progress_Bytes", Sizes.Bytes(fetched), Sizes.Bytes(all)].Value,
                { Done: { } fetched } => Sizes.Bytes(fetched),
                _ => null,
            },
            (Fetching, _) => Sizes.Bytes(work.SizeBytes),
            (Checked, StageState.Done) when work is { Width: { } width, Height: { } height } => $"{width} × {height}",
            (Encoding, StageState.Now) when job?.Details is { Done: { } done, Total: > 0 and { } total } =>
                texts["Progress_Frames", done.ToString("N0", CultureInfo.CurrentCulture), total.ToString("N0", CultureInfo.CurrentCulture)].Value,
            (Encoding, StageState.Done) when job?.DurationMs is { } took => WorkTime.Of(texts, took),
            _ => null,
        };
        var name = (stage, state) is (Fetching, not StageState.Done) ? texts["Stage_Fetching"] : texts[$"Stage_{stage}"];
        return new ProgressStage(name, state, fact, state == StageState.Now ? (percent ?? 0) / 100d : null);
    }

    private string? UsuallyOf(VideoWork work, JobView? job) => (work.Status, job?.Status) switch
    {
        (VideoStatus.Pending, JobStatus.Queued) when job!.Type == JobTypes.DownloadVideo => texts["Progress_FetchesByItself"].Value,
        (VideoStatus.Pending or VideoStatus.Compressing, JobStatus.Queued) => texts["Progress_StartsByItself"].Value,
        (VideoStatus.Processing, JobStatus.Running) => texts["Progress_UsuallySeconds"].Value,
        _ => null,
    };

    private List<string> FactsOf(VideoWork work, JobView? job, bool isRunning)
    {
        var facts = new List<string>();
        if (isRunning && job?.Details?.Speed is > 0 and { } speed)
        {
            facts.Add(texts["Progress_Speed", speed.ToString("0.0", CultureInfo.CurrentCulture)]);
        }

        if (isRunning && job?.Details?.BytesPerSecond is > 0 and { } bytes)
        {
            facts.Add(texts["Progress_PerSecond", Sizes.Bytes((long)bytes)]);
        }

        if (isRunning && job is { Attempts: > 1 })
        {
            facts.Add(texts["Progress_Attempt", job.Attempts, job.MaxAttempts]);
        }

        if ((isRunning ? job?.StartedAt : work.StartedAt) is { } started && VideoTransitions.IsUnderWay(work.Status))
        {
            facts.Add(texts["Progress_Started", clock.ClockSeconds(started)]);
        }

        return facts;
    }
}
