using VideoSaas.Domain.Videos;
using VideoSaas.Web.Features.Videos.Parts;
using VideoSaas.Web.Features.Videos.Uploads;

namespace VideoSaas.Tests.Features.Videos.Parts;

public sealed class TrayRowsTests
{
    [Fact]
    public void QueuedFiles_ComeFirst_ThenWhatOnlyTheServerKnows()
    {
        var rows = TrayRows.Of(
            [Queued("u1", "uploading", token: "t1"), Queued("u2", "waiting")],
            [Known("t0"), Known("t1"), Known("t2", isBeingWritten: true)]);

        Assert.Equal(["u1", "u2", "t0", "t2"], rows.Select(row => row.Id));
        Assert.Equal(
            [TrayState.Uploading, TrayState.Waiting, TrayState.Unattended, TrayState.Elsewhere], rows.Select(row => row.State));
    }

    [Fact]
    public void UnattendedUpload_ShowsItsPercentRoundedDown() =>
        Assert.Equal(46, Assert.Single(TrayRows.Of([], [Known("t", offset: 469, length: 1000)])).Percent);

    [Theory]
    [InlineData(VideoStatus.Pending, TrayState.Done)]
    [InlineData(VideoStatus.Processing, TrayState.Done)]
    [InlineData(VideoStatus.Compressing, TrayState.Encoding)]
    [InlineData(VideoStatus.Uploading, TrayState.Encoding)]
    [InlineData(VideoStatus.Ready, TrayState.Ready)]
    [InlineData(VideoStatus.Failed, TrayState.Rejected)]
    public void SentFile_FollowsItsVideo(VideoStatus status, TrayState expected)
    {
        var video = Guid.CreateVersion7();
        var row = Assert.Single(TrayRows.Of([Queued("u", "done", "t")], [Completed("t", video, status)]));
        Assert.Equal(expected, row.State);
        Assert.Equal(video, row.VideoId);
    }

    [Fact]
    public void SentFile_BeforeTheServerSaysSo_IsSentAllTheSame() =>
        Assert.Equal(TrayState.Done, Assert.Single(TrayRows.Of([Queued("u", "done", "t")], [])).State);

    [Fact]
    public void SentFile_WhoseVideoWasDeleted_IsGone() =>
        Assert.Empty(TrayRows.Of([Queued("u", "done", "t")], [Completed("t", null, null)]));

    [Fact]
    public void Progress_CountsSentAndBegun_ButNotRefusedOrForeign()
    {
        var rows = TrayRows.Of(
            [Queued("a", "done", "ta"), Queued("b", "uploading"), Queued("c", "waiting"), Queued("d", "refused")], [Known("t9")]);
        Assert.Equal((2, 3), TrayRows.Progress(rows));
        Assert.Equal((0, 0), TrayRows.Progress([]));
        Assert.Equal((1, 1), TrayRows.Progress(TrayRows.Of([Queued("c", "waiting")], [])));
    }

    private static QueuedFile Queued(string key, string state, string? token = null) => new(key, $"{key}.mp4", 100, 40, state, token, null);

    private static UploadView Known(string token, long offset = 40, long length = 100, bool isBeingWritten = false) =>
        new(token, $"{token}.mp4", length, offset, null, isBeingWritten, UploadStatus.Receiving, null, null, null);

    private static UploadView Completed(string token, Guid? video, VideoStatus? status) =>
        new(token, $"{token}.mp4", 100, 100, null, false, UploadStatus.Completed, video, status, null);
}
