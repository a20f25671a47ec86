using System.Text.Json.Nodes;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Facebook.Twin;

/// <summary>The phases of a video in the words of the wire, or on demand in those of the documents.</summary>
internal static class FacebookStatus
{
    public static JsonObject Of(TwinVideo video, long stored, bool isProcessed, ActiveFault fault)
    {
        var asDocumented = fault.Is("docs-spelling");
        if (fault.Is("stuck-processing"))
        {
            video = video with { PublishedAt = null, Verdict = null };
            isProcessed = false;
        }

        if (fault.Is("offset-lie"))
        {
            stored = stored == 0 ? 1000 : stored / 2;
        }

        var complete = asDocumented ? "completed" : "complete";
        var failed = video.Verdict is { } verdict && verdict != 0;
        var isWhole = video.UploadedAt is not null;
        return new JsonObject
        {
            // While an upload is interrupted this word may be ahead of the phases; in the documents an error may be, too.
            ["video_status"] = failed && !asDocumented ? "error"
                : isProcessed && !failed ? "ready"
                : isWhole && !isProcessed && video.FinishedAt is null ? "upload_complete"
                : stored == 0 ? "uploading" : "processing",
            ["uploading_phase"] = new JsonObject
            {
                ["status"] = isWhole ? complete : stored > 0 ? "in_progress" : "not_started",
                [asDocumented ? "bytes_transfered" : "bytes_transferred"] = stored,
                ["source_file_size"] = video.SizeBytes,
            },
            ["processing_phase"] = Processing(video, isWhole, isProcessed, failed, asDocumented, complete),
            ["publishing_phase"] = Publishing(video, complete),
            ["copyright_check_status"] = new JsonObject { ["status"] = isProcessed ? complete : "not_started" },
            ["processing_progress"] = isProcessed ? 100 : 0,
        };
    }

    private static JsonObject Processing(
        TwinVideo video, bool isWhole, bool isProcessed, bool failed, bool asDocumented, string complete)
    {
        if (failed)
        {
            var message = $"The video could not be processed ({video.Verdict}).";
            return asDocumented
                ? new JsonObject { ["status"] = "not_started", ["error"] = new JsonObject { ["message"] = message } }
                : new JsonObject
                {
                    ["status"] = "error",
                    ["errors"] = new JsonArray(new JsonObject { ["code"] = video.Verdict, ["message"] = message }),
                };
        }

        return new JsonObject { ["status"] = isProcessed ? complete : isWhole ? "in_progress" : "not_started" };
    }

    /// <summary>A taken finish shows nothing here until the file is processed.</summary>
    private static JsonObject Publishing(TwinVideo video, string complete) => video switch
    {
        { PublishedAt: { } at } => new JsonObject
        {
            ["status"] = complete,
            ["publish_status"] = "published",
            ["publish_time"] = at.ToUnixTimeSeconds(),
        },
        { State: "SCHEDULED" } => new JsonObject
        {
            ["status"] = "not_started",
            ["publish_status"] = "scheduled",
            ["publish_time"] = video.ScheduledFor?.ToUnixTimeSeconds(),
        },
        { State: "DRAFT" } => new JsonObject { ["status"] = "not_started", ["publish_status"] = "draft" },
        _ => new JsonObject { ["status"] = "not_started" },
    };
}
