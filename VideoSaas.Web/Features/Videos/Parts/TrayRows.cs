using VideoSaas.Domain.Videos;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Web.Features.Videos.Parts;

/// <summary>
/// What the tray shows: this tab's queue in its order, each with what the server made of it, then the unfinished uploads that
/// no file of this tab belongs to.
/// </summary>
public static class TrayRows
{
    public static IReadOnlyList<TrayRow> Of(IReadOnlyList<QueuedFile> queue, IReadOnlyList<UploadView> known)
    {
        var byToken = known.ToDictionary(upload => upload.Token);
        var queued = queue.Select(file => Queued(file, file.Token is null ? null : byToken.GetValueOrDefault(file.Token)));
        var mine = queue.Where(file => file.Token is not null).Select(file => file.Token!).ToHashSet();
        var others = known
            .Where(upload => upload.Status == UploadStatus.Receiving && !mine.Contains(upload.Token))
            .Select(ServerOnly);
        return [.. queued.OfType<TrayRow>(), .. others];
    }

    /// <summary>How many of this tab's files are sent or on their way, and how many there are; refused ones do not count.</summary>
    public static (int Current, int Total) Progress(IReadOnlyList<TrayRow> rows)
    {
        var files = rows.Where(row => row.Key is not null && row.State is not (TrayState.Refused or TrayState.Cancelled)).ToList();
        var begun = files.Count(row => row.IsSent || row.State is TrayState.Uploading or TrayState.Offline);
        return (Math.Clamp(begun, Math.Min(1, files.Count), files.Count), files.Count);
    }

    /// <summary>Null when there is nothing left to say: its video was deleted.</summary>
    private static TrayRow? Queued(QueuedFile file, UploadView? upload)
    {
        var row = new TrayRow(
            file.Key, file.Token, file.Name, file.SizeBytes, PercentOf(file.SentBytes, file.SizeBytes),
            Enum.TryParse<TrayState>(file.State, ignoreCase: true, out var state) ? state : TrayState.Waiting, file.Sentence);
        if (row.State != TrayState.Done || upload is not { Status: UploadStatus.Completed })
        {
            return row;
        }

        return upload.VideoStatus is not { } status
            ? null
            : row with
            {
                VideoId = upload.VideoId,
                Error = upload.VideoError,
                State = status switch
                {
                    VideoStatus.Ready => TrayState.Ready,
                    VideoStatus.Failed => TrayState.Rejected,
                    VideoStatus.Compressing or VideoStatus.Uploading => TrayState.Encoding,
                    _ => TrayState.Done,
                },
            };
    }

    private static TrayRow ServerOnly(UploadView upload) => new(
        null, upload.Token, upload.Filename, upload.LengthBytes, PercentOf(upload.OffsetBytes, upload.LengthBytes),
        upload.IsBeingWritten ? TrayState.Elsewhere : TrayState.Unattended);

    private static int PercentOf(long part, long whole) => whole == 0 ? 100 : (int)(part * 100 / whole);
}
