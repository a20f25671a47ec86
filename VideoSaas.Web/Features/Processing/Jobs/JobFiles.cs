using System.Security.Cryptography;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Web.Features.Processing.Jobs;

/// <summary>
/// Keys of what a job makes: named by job and attempt, so that two attempts never write the same file and a later one knows what an
/// earlier one may have left.
/// </summary>
internal static class JobFiles
{
    /// <summary>A plan never has more files than platforms.</summary>
    private const int MostRenditions = 5;

    private const int MostCovers = 8;

    public static string Rendition(JobRun run, int attempt, int number) => Key("renditions", run, attempt, ".mp4", number);

    public static string Preview(JobRun run, int attempt) => Key("previews", run, attempt, ".mp4");

    public static string Animation(JobRun run, int attempt) => Key("previews", run, attempt, ".webp");

    public static string Cover(JobRun run, int attempt, int number) => Key("covers", run, attempt, ".jpg", number);

    public static string Thumbnail(JobRun run, int attempt) => Key("thumbnails", run, attempt, ".jpg");

    /// <summary>All that one attempt may have stored.</summary>
    public static IEnumerable<string> OfAttempt(JobRun run, int attempt) =>
    [
        .. Enumerable.Range(0, MostRenditions).Select(number => Rendition(run, attempt, number)),
        Preview(run, attempt),
        Animation(run, attempt),
        .. Enumerable.Range(0, MostCovers).Select(number => Cover(run, attempt, number)),
        Thumbnail(run, attempt),
    ];

    /// <summary>What the attempts before this one may have stored.</summary>
    public static IEnumerable<string> OfEarlierAttempts(JobRun run) =>
        Enumerable.Range(1, Math.Max(0, run.Attempt - 1)).SelectMany(attempt => OfAttempt(run, attempt));

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

    private static string Key(string folder, JobRun run, int attempt, string extension, int? number = null) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{folder}/{run.Job.VideoId:n}/{run.Job.Id:n}-{attempt}{(number is { } n ? $"-{n}" : "")}{extension}");
}
