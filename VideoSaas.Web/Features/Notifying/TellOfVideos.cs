using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>Clips that could not be made ready, until they are, or are begun anew, or go to the bin.</summary>
internal sealed class TellOfVideos(News news) :
    IDomainEventHandler<VideoFailed>,
    IDomainEventHandler<VideoBecameReady>,
    IDomainEventHandler<VideoReceived>,
    IDomainEventHandler<VideoAddressed>,
    IDomainEventHandler<VideoDeleted>
{
    public async Task HandleAsync(AppDb db, VideoFailed happened, CancellationToken token)
    {
        var video = db.Videos.Local.FirstOrDefault(one => one.Id == happened.VideoId)
            ?? await db.Videos.AsNoTracking().FirstOrDefaultAsync(one => one.Id == happened.VideoId, token);
        if (video?.ProcessingErrorDetails is not { } why || video.DeletedAt is not null)
        {
            return;
        }

        var facts = new NotificationFacts(
            why.Code, null, Subjects.FirstLine(video.Caption) ?? Subjects.OfFile(video.OriginalFilename), why.Arguments);
        await news.TellAsync(
            db,
            new Tidings(video.UserId, NotificationKind.VideoFailed, $"{video.Id}:{video.AssetSet}:{why.JobId}", "video", video.Id, facts),
            token);
    }

    public Task HandleAsync(AppDb db, VideoBecameReady happened, CancellationToken token) => news.SettleAsync(db, happened.VideoId, token);

    public Task HandleAsync(AppDb db, VideoReceived happened, CancellationToken token) => news.SettleAsync(db, happened.VideoId, token);

    public Task HandleAsync(AppDb db, VideoAddressed happened, CancellationToken token) => news.SettleAsync(db, happened.VideoId, token);

    public Task HandleAsync(AppDb db, VideoDeleted happened, CancellationToken token) => news.SettleAsync(db, happened.VideoId, token);
}
