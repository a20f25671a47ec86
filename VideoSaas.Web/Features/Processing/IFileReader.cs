using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Processing;

/// <summary>A later room's word on whether it may still be reading files of a video. Registered as a singleton.</summary>
internal interface IFileReader
{
    /// <summary>Asked inside the transaction that would drop older sets, under the video's lock.</summary>
    Task<bool> IsReadingAsync(AppDb db, Guid videoId, CancellationToken token);
}
