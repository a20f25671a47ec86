using VideoSaas.Web.Platforms.Graph;

namespace VideoSaas.Web.Platforms.Instagram;

/// <summary>How a container stands, as the platform tells it.</summary>
/// <param name="StatusCode">IN_PROGRESS, FINISHED, ERROR, EXPIRED, PUBLISHED, or a word that came later.</param>
/// <param name="BytesStored">Null when the platform does not tell.</param>
public sealed record ContainerState(string? StatusCode, string? Status, long? BytesStored, bool HasAllBytes, PlatformAnswer? Kept)
{
    public const string Fields = "id,status_code,status,video_status,copyright_check_status";

    public const string Finished = "FINISHED";
    public const string Published = "PUBLISHED";
    public const string Failed = "ERROR";
    public const string Expired = "EXPIRED";

    public static ContainerState Read(GraphAnswer answer)
    {
        var uploading = answer.Body.Member("video_status")?.Member("uploading_phase");

        // Pages say "completed", the wire says "complete"; pages write one r less.
        var stored = uploading?.Number("bytes_transferred") ?? uploading?.Number("bytes_transfered");
        var hasAll = uploading?.Text("status") is "complete" or "completed";
        var code = answer.Text("status_code");
        return new ContainerState(code, answer.Text("status"), stored, hasAll || code is Finished or Published, answer.Kept);
    }

    /// <summary>What an unpublishable container means; null while there is hope.</summary>
    public PlatformError? Fault() => StatusCode switch
    {
        Failed => GraphErrors.OfContainer(Status, Kept),
        Expired => new PlatformError(
            PlatformErrorClass.RetryAnew, "container_expired", Status ?? "The container has expired.", Answer: Kept),
        _ => null,
    };
}
