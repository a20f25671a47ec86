using System.Text.Json;
using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Facebook;

/// <summary>
/// How a video stands, as the platform tells it. Words that came later count as "still at work"; an error anywhere means that it
/// failed, whatever the words beside it say.
/// </summary>
/// <param name="BytesStored">Null when the platform does not tell.</param>
/// <param name="IsBeingPublished">The finish is known there.</param>
/// <param name="IsDraft">Told to stay unseen.</param>
/// <param name="Fault">Why it never will be public; null while there is hope.</param>
internal sealed record FacebookVideo(
    long? BytesStored,
    bool HasAllBytes,
    bool IsProcessed,
    bool IsBeingPublished,
    bool IsPublished,
    bool IsDraft,
    string? Description,
    PlatformError? Fault,
    PlatformAnswer? Kept)
{
    public const string StatusFields = "status";

    public const string Fields = "status,published,permalink_url,post_id,description";

    public static FacebookVideo Read(GraphAnswer answer, bool isReel)
    {
        var status = answer.Body.Member("status") ?? default;
        var word = status.Text("video_status");
        var uploading = status.Member("uploading_phase") ?? default;
        var publishing = status.Member("publishing_phase") ?? default;
        var publishStatus = publishing.Text("publish_status");
        var isReady = word == "ready";
        var isDone = IsComplete(publishing.Text("status"));
        return new FacebookVideo(
            uploading.Number("bytes_transferred") ?? uploading.Number("bytes_transfered"),
            uploading.Text("status") is { } phaseOfBytes ? IsComplete(phaseOfBytes) : word is "upload_complete" or "processing" or "ready",
            IsComplete((status.Member("processing_phase") ?? default).Text("status")) || isReady,
            publishing.Text("status") is { } phase && phase != "not_started" || publishStatus is "published" or "scheduled",

            // A reel's own flag says nothing before it was finished; a video's status may lack the phase.
            (isDone && publishStatus == "published")
                || (!isReel && isReady && answer.Body.Truth("published") == true && publishStatus is null or "published"),
            publishStatus == "draft" || (!isReel && isReady && answer.Body.Truth("published") == false),
            answer.Text("description"),
            FaultOf(status, word, answer.Kept),
            answer.Kept);
    }

    private static PlatformError? FaultOf(JsonElement status, string? word, PlatformAnswer? kept)
    {
        if (status.ValueKind == JsonValueKind.Object)
        {
            var failed = false;
            foreach (var phase in new[] { status }.Concat(status.EnumerateObject().Select(member => member.Value)))
            {
                if (ErrorOf(phase) is { } error)
                {
                    return GraphErrors.OfPhase((int?)error.Number("code"), error.Text("message") ?? "The video failed.", kept);
                }

                failed |= phase.Text("status") == "error" || phase.Text("publish_status") == "error";
            }

            if (failed && word != "expired")
            {
                return GraphErrors.OfPhase(null, "A phase of the video ended in an error.", kept);
            }
        }

        return word switch
        {
            "error" => GraphErrors.OfPhase(null, "The video ended in an error.", kept),
            "upload_failed" => new PlatformError(PlatformErrorClass.RetryAnew, "upload_refused", "The upload failed.", Answer: kept),
            "expired" => new PlatformError(PlatformErrorClass.RetryAnew, "container_expired", "The upload has expired.", Answer: kept),
            _ => null,
        };
    }

    /// <summary>Documents show one error, the wire a list of them.</summary>
    private static JsonElement? ErrorOf(JsonElement phase) => phase.Items("errors") is [var first, ..]
        ? first
        : phase.Member("error") is { ValueKind: JsonValueKind.Object } error ? error : null;

    /// <summary>Tables of the documents print one more letter than their examples and the wire.</summary>
    private static bool IsComplete(string? word) => word is "complete" or "completed";
}
