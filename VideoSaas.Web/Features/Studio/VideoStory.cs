using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using MudBlazor;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Studio;

/// <summary>One thing that happened.</summary>
public sealed record StoryLine(DateTimeOffset At, string Icon, StatusTone Tone, string Text, string? Detail = null, bool Turns = false);

/// <summary>Tells what happened to a video, newest first, from its uploads, jobs, tries and trail.</summary>
internal sealed class VideoStory(IStringLocalizer<StudioTexts> texts)
{
    private const string Done = Icons.Material.Filled.CheckCircle;

    public IReadOnlyList<StoryLine> Of(VideoView page)
    {
        var lines = new List<StoryLine>();
        if (page.UploadStartedAt is { } began)
        {
            lines.Add(new StoryLine(began, Icons.Material.Filled.Person, StatusTone.Grey, texts["Story_UploadStarted"]));
        }

        lines.Add(page.IsImported
            ? new StoryLine(page.CreatedAt, Icons.Material.Filled.Person, StatusTone.Grey, texts["Story_Addressed"])
            : new StoryLine(page.CreatedAt, Done, StatusTone.Green, texts["Story_UploadComplete"], Sizes.Bytes(page.Facts.SizeBytes)));
        foreach (var job in page.Work.Jobs)
        {
            lines.AddRange(TriesOf(job));
            if (EndOf(job, page) is { } end)
            {
                lines.Add(end);
            }
        }

        lines.AddRange(page.Trail.Select(line => TrailOf(line, page.Posts)).OfType<StoryLine>());
        return [.. lines.OrderByDescending(line => line.At)];
    }

    private IEnumerable<StoryLine> TriesOf(JobView job) =>
        from attempt in job.Tries
        where attempt.Outcome is AttemptOutcome.Lost or AttemptOutcome.Failed && !(job.HasGivenUp && attempt.Number == job.Tries[^1].Number)
        select new StoryLine(
            attempt.EndedAt ?? attempt.StartedAt,
            Icons.Material.Filled.Replay,
            StatusTone.Amber,
            texts[attempt.Outcome == AttemptOutcome.Lost ? "Story_TryLost" : "Story_TryFailed", StepName(texts, job.Type), attempt.Number],
            texts[attempt.Outcome == AttemptOutcome.Lost ? "Story_TryLost_Why" : "Story_TryFailed_Why"]);

    private StoryLine? EndOf(JobView job, VideoView page) => job switch
    {
        { Status: JobStatus.Running, StartedAt: { } started } => new StoryLine(
            started, Icons.Material.Filled.Sync, StatusTone.Blue, StepName(texts, job.Type),
            job.Attempts > 1 ? texts["Progress_Attempt", job.Attempts, job.MaxAttempts].Value : null, Turns: true),
        { Status: JobStatus.Completed, CompletedAt: { } ended } => new StoryLine(ended, Done, StatusTone.Green, DoneText(job.Type), DoneDetail(job, page)),
        { HasGivenUp: true } => new StoryLine(
            job.UpdatedAt, Icons.Material.Filled.Error, StatusTone.Red, texts["Story_StepFailed", StepName(texts, job.Type)]),
        _ => null,
    };

    private string DoneText(string type) => type switch
    {
        JobTypes.DownloadVideo => texts["Story_Fetched"],
        JobTypes.ExtractMetadata => texts["Story_Checked"],
        JobTypes.GenerateThumbnail => texts["Story_Thumbnail"],
        JobTypes.CompressVideo => texts["Story_Encoded"],
        JobTypes.GeneratePreview => texts["Story_Copied"],
        _ => texts["Story_StepDone", StepName(texts, type)],
    };

    private string? DoneDetail(JobView job, VideoView page)
    {
        if (job.Type == JobTypes.ExtractMetadata && page.Facts.Sha256 is { Length: > 8 } hash)
        {
            return $"SHA-256 {hash[..4]}…{hash[^4..]}";
        }

        var took = job.DurationMs is { } milliseconds ? WorkTime.Of(texts, milliseconds) : null;
        var made = JobTypes.FileMaking.Contains(job.Type)
            ? page.Versions.FirstOrDefault(version => version is { Kind: AssetKind.Rendition, Width: not null })
            : null;
        return made is null ? took : string.Create(
            CultureInfo.CurrentCulture, $"{made.Width} × {made.Height}, {Sizes.Bytes(made.SizeBytes)}{(took is null ? "" : $", {took}")}");
    }

    public static string StepName(IStringLocalizer texts, string type) => Sentences.Find(texts, $"Step_{type}", []) ?? type;

    private StoryLine? TrailOf(TrailLine line, IReadOnlyList<PostRow> posts)
    {
        var platform = posts.FirstOrDefault(post => post.Id == line.ResourceId)?.Platform;
        var name = platform is { } known ? PlatformNames.Of(known) : "";
        var key = line.Action == "video.failed" && CodeOf(line.After) == ProcessingErrorDetails.Cancelled ? "video.stopped" : line.Action;
        (string Icon, StatusTone Tone)? look = key switch
        {
            "video.processed" => (Done, StatusTone.Green),
            "video.stopped" => (Icons.Material.Filled.StopCircle, StatusTone.Grey),
            "video.pending" => (Icons.Material.Filled.Replay, StatusTone.Grey),
            "video.deleted" => (Icons.Material.Filled.Delete, StatusTone.Grey),
            "video.restored" => (Icons.Material.Filled.RestoreFromTrash, StatusTone.Grey),
            "post.published" => (Done, StatusTone.Green),
            "post.failed" => (Icons.Material.Filled.Error, StatusTone.Red),
            "post.unconfirmed" => (Icons.Material.Filled.Help, StatusTone.Amber),
            "post.held" => (Icons.Material.Filled.PauseCircle, StatusTone.Amber),
            "post.cancelled" => (Icons.Material.Filled.Cancel, StatusTone.Grey),
            "post.preparing" => (Icons.Material.Filled.Upload, StatusTone.Blue),
            _ => null,
        };
        return look is { } seen ? new StoryLine(line.At, seen.Icon, seen.Tone, texts[$"Story_{key.Replace('.', '_')}", name]) : null;
    }

    private static string? CodeOf(string? newValues)
    {
        if (newValues is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(newValues);
        return document.RootElement.TryGetProperty("processing_error_details", out var details)
            && details.ValueKind == JsonValueKind.Object
            && (details.TryGetProperty("code", out var code) || details.TryGetProperty("Code", out code))
                ? code.GetString()
                : null;
    }
}
