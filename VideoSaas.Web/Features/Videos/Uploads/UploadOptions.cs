using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Features.Videos.Uploads;

/// <summary>Section <c>Uploads</c>.</summary>
public sealed class UploadOptions
{
    public const string Section = "Uploads";

    /// <summary>How many unfinished uploads one person may have.</summary>
    [Range(1, 1000)]
    public int OpenPerPerson { get; set; } = 20;

    /// <summary>A new upload must leave this much of the volume free.</summary>
    [Range(0, long.MaxValue)]
    public long MinimumFreeBytes { get; set; } = 1L << 30;

    /// <summary>What one request holds in memory, whatever the length of the file.</summary>
    [Range(4096, 4 << 20)]
    public int BufferBytes { get; set; } = 256 << 10;

    /// <summary>Bytes after which what arrived is put on disk and counted.</summary>
    [Range(4096, 1 << 30)]
    public long CommitEveryBytes { get; set; } = 16 << 20;

    /// <summary>Time after which the same is done; also how soon a holder in another process notices that it is asked to stop.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan CommitEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A request from which no byte came for so long is over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a writer that says nothing more keeps its upload.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What a writer that was asked to stop has left to put its bytes on disk.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a newcomer waits for the writer before it; then 423.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan HandOverWait { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a waiting newcomer looks.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan HandOverPoll { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long the last flush and count may take once the client is gone.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan FinishGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>An upload ends so long after its last byte.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ExpiresAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>And so long after its creation at the latest.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "90.00:00:00")]
    public TimeSpan ExpiresAtMost { get; set; } = TimeSpan.FromDays(7);

    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromMinutes(5);
}
