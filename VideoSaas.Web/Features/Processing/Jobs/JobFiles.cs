using System.Security.Cryptography;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>
/// Keys of what a job makes: named by job and attempt, so that two attempts never write the same file and a later one knows what an
/// earlier one may have left.
/// </summary>
internal static class JobFiles
{
    public static string Rendition(JobRun run, int? attempt = null) => Key("renditions", run, attempt, ".mp4");

    public static string Preview(JobRun run, int? attempt = null) => Key("previews", run, attempt, ".mp4");

    public static string Thumbnail(JobRun run, int? attempt = null) => Key("thumbnails", run, attempt, ".jpg");

    /// <summary>What the attempts before this one may have stored.</summary>
    public static IEnumerable<string> OfEarlierAttempts(JobRun run, params Func<JobRun, int?, string>[] kinds) =>
        Enumerable.Range(1, Math.Max(0, run.Attempt - 1)).SelectMany(attempt => kinds.Select(kind => kind(run, attempt)));

    public static async Task<string> Sha256Async(string path, CancellationToken token)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        });
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, token));
    }

    private static string Key(string folder, JobRun run, int? attempt, string extension) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{folder}/{run.Job.VideoId:n}/{run.Job.Id:n}-{attempt ?? run.Attempt}{extension}");
}
