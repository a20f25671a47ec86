using System.ComponentModel.DataAnnotations;

namespace VideoSaas.Web.Features.Videos.Import;

/// <summary>Section <c>Import</c>. What must stay free of the volume is <c>Uploads:MinimumFreeBytes</c>.</summary>
public sealed class ImportOptions
{
    public const string Section = "Import";

    private const string Moment = "00:00:00.010";

    /// <summary>How many videos of one person may wait to be fetched or be on their way.</summary>
    [Range(1, 1000)]
    public int OpenPerPerson { get; set; } = 20;

    /// <summary>A download that takes longer, pauses between tries not counted, is given up.</summary>
    [Range(typeof(TimeSpan), Moment, "2.00:00:00")]
    public TimeSpan LongestRun { get; set; } = TimeSpan.FromHours(2);

    /// <summary>A connection that brings less than <see cref="StallBytes"/> in this time is hung up: a worker is not to be held by drops.</summary>
    [Range(typeof(TimeSpan), Moment, "01:00:00")]
    public TimeSpan StallAfter { get; set; } = TimeSpan.FromSeconds(30);

    [Range(1, 1 << 30)]
    public int StallBytes { get; set; } = 64 << 10;

    /// <summary>What one download holds in memory, whatever the length of the file.</summary>
    [Range(4096, 4 << 20)]
    public int BufferBytes { get; set; } = 128 << 10;

    /// <summary>Time after which what arrived is put on disk and counted; a crash costs at most so much.</summary>
    [Range(typeof(TimeSpan), Moment, "00:10:00")]
    public TimeSpan CommitEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A broken connection that brought this much is taken up again at once; one that brought less costs a try.</summary>
    [Range(1, long.MaxValue)]
    public long ResumeAtOnceAfterBytes { get; set; } = 1 << 20;

    /// <summary>Tries until a download that finds a busy server, or none, gives up.</summary>
    [Range(1, 100)]
    public int Tries { get; set; } = 6;

    /// <summary>A server that asks for more patience than this gets no more than this.</summary>
    [Range(typeof(TimeSpan), Moment, "1.00:00:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromHours(1);
}
