using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Data;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Features.Videos;

namespace VideoSaas.Tests.Features.Processing;

public sealed class CancelAndAgainTests(TestDatabase database) : ProcessingTest(database)
{
    [Fact]
    public async Task Cancel_BeforeItsFirstJob_GivesTheUnitBackAndKeepsTheSource()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        Assert.True((await CancelAsync(video, OwnerOf(video))).Succeeded);

        var stopped = await ReadAsync(video.Id);
        Assert.Equal((VideoStatus.Failed, "cancelled"), (stopped.ProcessingStatus, stopped.ProcessingErrorDetails?.Code));
        await FoundingColumns.AssertHeldAsync(Services.GetRequiredService<NpgsqlDataSource>(), this);
        Assert.All(await JobsAsync(video.Id), job => Assert.Equal(JobStatus.Cancelled, job.Status));
        Assert.Equal((0, QuotaUnit.Returned), await UnitAsync(video));
        Assert.Equal([video.OriginalUrl], Stored());
        Assert.Equal("not_processing", (await CancelAsync(video, OwnerOf(video))).Refusal?.Code);
    }

    [Fact]
    public async Task Cancel_WhileItEncodes_EndsFfmpegAndLeavesNoFile()
    {
        var video = await ReceiveAsync(await Clips.MakeAsync("long.mp4", Clips.Pattern(1280, 720, 30, 40) + "-c:v mpeg4 -q:v 5"));
        await DrainAsync(JobKind.Light);
        var encode = Runner.RunNextAsync(JobKind.Transcode, null, Token);
        await Eventually.HoldsAsync(() => RunningTools.With(DataFolder).Count == 1, TimeSpan.FromSeconds(30));

        Assert.True((await CancelAsync(video, OwnerOf(video))).Succeeded);

        await encode.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(RunningTools.With(DataFolder));
        Assert.Empty(AtWork());
        Assert.DoesNotContain(Stored(), key => key.StartsWith("renditions", StringComparison.Ordinal));
        Assert.Equal("cancelled", (await ReadAsync(video.Id)).ProcessingErrorDetails?.Code);
        Assert.Equal((1, QuotaUnit.Taken), await UnitAsync(video));
    }

    [Fact]
    public async Task Delete_WhileItEncodes_EndsFfmpegWithinTwoSeconds_AndRestoredItCanBeMadeAgain()
    {
        var video = await ReceiveAsync(await Clips.MakeAsync("long.mp4", Clips.Pattern(1280, 720, 30, 40) + "-c:v mpeg4 -q:v 5"));
        await DrainAsync(JobKind.Light);
        var encode = Runner.RunNextAsync(JobKind.Transcode, null, Token);
        await Eventually.HoldsAsync(() => RunningTools.With(DataFolder).Count == 1, TimeSpan.FromSeconds(30));

        Assert.True((await Services.GetRequiredService<DeleteVideo>().ExecuteAsync(OwnerOf(video), new(video.Id), Token)).Succeeded);
        await Eventually.HoldsAsync(() => RunningTools.With(DataFolder).Count == 0, TimeSpan.FromSeconds(2));
        await encode.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Empty(AtWork());
        Assert.All(
            (await JobsAsync(video.Id)).Where(job => job.JobType == JobTypes.CompressVideo),
            job => Assert.Equal(JobStatus.Cancelled, job.Status));
        Assert.Equal("not_found", (await AgainAsync(video, OwnerOf(video))).Refusal?.Code);

        Assert.True((await Services.GetRequiredService<RestoreVideo>().ExecuteAsync(OwnerOf(video), new(video.Id), Token)).Succeeded);
        var restored = await ReadAsync(video.Id);
        Assert.Equal((VideoStatus.Failed, "cancelled"), (restored.ProcessingStatus, restored.ProcessingErrorDetails?.Code));
        Assert.True((await AgainAsync(video, OwnerOf(video))).Succeeded);
        Assert.Equal(VideoStatus.Pending, (await ReadAsync(video.Id)).ProcessingStatus);
        await CancelAsync(video, OwnerOf(video));
    }

    [Fact]
    public async Task Delete_BeforeItsFirstJob_GivesTheUnitBackAndEndsTheQueue()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        for (var time = 0; time < 2; time++)
        {
            Assert.True((await Services.GetRequiredService<DeleteVideo>().ExecuteAsync(OwnerOf(video), new(video.Id), Token)).Succeeded);
        }

        Assert.All(await JobsAsync(video.Id), job => Assert.Equal(JobStatus.Cancelled, job.Status));
        Assert.Equal((0, QuotaUnit.Returned), await UnitAsync(video));
        Assert.Equal(0, await Ready.CountAsync(JobKind.Light, Token));
    }

    [Fact]
    public async Task Delete_OfAReadyVideo_KeepsItReadyForTheRestore()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync();

        await Services.GetRequiredService<DeleteVideo>().ExecuteAsync(OwnerOf(video), new(video.Id), Token);
        await Services.GetRequiredService<RestoreVideo>().ExecuteAsync(OwnerOf(video), new(video.Id), Token);

        Assert.Equal(VideoStatus.Ready, (await ReadAsync(video.Id)).ProcessingStatus);
        Assert.Equal((1, QuotaUnit.Taken), await UnitAsync(video));
        Assert.True((await AgainAsync(video, OwnerOf(video))).Succeeded);
        await CancelAsync(video, OwnerOf(video));
    }

    [Fact]
    public async Task Stranger_EveryCommand_FindsNothing()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        var stranger = Actor.Person((await NewPersonAsync()).Id, ["creator"]);
        Assert.IsType<NotFound>((await CancelAsync(video, stranger)).Refusal);
        Assert.IsType<NotFound>((await AgainAsync(video, stranger)).Refusal);
        Assert.Equal(VideoStatus.Pending, (await ReadAsync(video.Id)).ProcessingStatus);
        await CancelAsync(video, OwnerOf(video));
    }

    [Fact]
    public async Task Again_AfterReady_SwapsTheNewSetInWholeAndDropsTheOld()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync();
        var first = await ReadAsync(video.Id);
        var before = Stored();

        Assert.True((await AgainAsync(video, OwnerOf(video))).Succeeded);
        Assert.Equal("still_processing", (await AgainAsync(video, OwnerOf(video))).Refusal?.Code);
        await Runner.RunNextAsync(JobKind.Light, null, Token);
        await Runner.RunNextAsync(JobKind.Light, null, Token);
        var meanwhile = await ReadAsync(video.Id);
        Assert.Equal((first.ProcessedUrl, first.ThumbnailUrl), (meanwhile.ProcessedUrl, meanwhile.ThumbnailUrl));
        await DrainAsync();

        var second = await ReadAsync(video.Id);
        Assert.Equal((VideoStatus.Ready, 2), (second.ProcessingStatus, second.AssetSet));
        Assert.NotEqual(first.ProcessedUrl, second.ProcessedUrl);
        Assert.NotEqual(first.ThumbnailUrl, second.ThumbnailUrl);
        Assert.Equal((await AssetsAsync(video.Id)).Select(asset => asset.StorageKey).Distinct().Order(), Stored());

        // Nothing was asked for that is not made already: only the quick picture is drawn anew.
        Assert.Single(before.Except(Stored()), key => key.StartsWith("thumbnails/", StringComparison.Ordinal));
        Assert.Equal(before.Count, Stored().Count);
        Assert.Equal((1, QuotaUnit.Taken), await UnitAsync(video));
    }

    [Fact]
    public async Task Again_WithEdits_MakesWhatWasAskedForAndLeavesTheSource()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync();
        var source = await File.ReadAllBytesAsync(PathOf(video.OriginalUrl), Token);
        var edits = new VideoEdits(new FrameEdit(FrameShape.Square, FrameFill.Crop), new TrimEdit(500, 1500), Sound: SoundEdit.Mute, CoverAtMs: 700);

        var again = Services.GetRequiredService<ProcessAgain>();
        Assert.Equal("trim_out_of_range", (await again.ExecuteAsync(
            OwnerOf(video), new(video.Id, new VideoEdits(Trim: new TrimEdit(1900, null))), Token)).Refusal?.Code);
        Assert.Equal("piece_not_found", (await again.ExecuteAsync(
            OwnerOf(video), new(video.Id, new VideoEdits(Captions: new CaptionsEdit(new StoredPiece("uploads/x", "0")))), Token)).Refusal?.Code);
        Assert.True((await again.ExecuteAsync(OwnerOf(video), new(video.Id, edits), Token)).Succeeded);
        await DrainAsync();

        var made = await ReadAsync(video.Id);
        Assert.True(made.ProcessingStatus == VideoStatus.Ready, made.ProcessingErrorMessage);
        var rendition = Assert.Single(await AssetsAsync(video.Id), asset => asset.Kind == AssetKind.Rendition);
        Assert.Equal(5, rendition.Platforms.Length);
        Assert.Equal(rendition.Width, rendition.Height);
        Assert.InRange(rendition.DurationMs ?? 0, 960, 1040);
        Assert.Equal(source, await File.ReadAllBytesAsync(PathOf(video.OriginalUrl), Token));

        // As it was made last, unless something else is asked for.
        Assert.True((await again.ExecuteAsync(OwnerOf(video), new(video.Id), Token)).Succeeded);
        await DrainAsync();
        var third = Assert.Single(await AssetsAsync(video.Id), asset => asset.Kind == AssetKind.Rendition);
        Assert.Equal((rendition.StorageKey, 3), (third.StorageKey, third.AssetSet));
    }

    [Fact]
    public async Task Again_WithCaptionsAndMark_DrawsThem()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync();
        var store = Services.GetRequiredService<StoreEditPiece>();
        using var captions = new MemoryStream("WEBVTT\n\n00:00.000 --> 00:02.000\nกาแฟ\n"u8.ToArray());
        var piece = await store.ExecuteAsync(OwnerOf(video), new(video.Id, AssetKind.Captions, captions), Token);
        using var text = new MemoryStream("no captions"u8.ToArray());
        Assert.Equal("captions_unreadable", (await store.ExecuteAsync(OwnerOf(video), new(video.Id, AssetKind.Captions, text), Token)).Refusal?.Code);
        Assert.Equal("watermark_not_png", (await store.ExecuteAsync(OwnerOf(video), new(video.Id, AssetKind.Watermark, text), Token)).Refusal?.Code);
        captions.Position = 0;
        var stranger = Actor.Person((await NewPersonAsync()).Id, ["creator"]);
        Assert.IsType<NotFound>((await store.ExecuteAsync(stranger, new(video.Id, AssetKind.Captions, captions), Token)).Refusal);

        var edits = new VideoEdits(
            Captions: new CaptionsEdit(piece.Value), Watermark: new WatermarkEdit("@ploy", null, Corner.TopLeft, 0.1, 1));
        Assert.True((await Services.GetRequiredService<ProcessAgain>().ExecuteAsync(OwnerOf(video), new(video.Id, edits), Token)).Succeeded);
        await DrainAsync();
        var made = await ReadAsync(video.Id);
        Assert.True(made.ProcessingStatus == VideoStatus.Ready, $"{made.ProcessingErrorMessage} {made.ProcessingErrorDetails}");
        Assert.Empty(AtWork());
    }

    [Fact]
    public async Task Again_AfterStoppedBeforeItWasAccepted_TakesAUnit()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await CancelAsync(video, OwnerOf(video));
        Assert.True((await AgainAsync(video, OwnerOf(video))).Succeeded);
        await DrainAsync();
        Assert.Equal(VideoStatus.Ready, (await ReadAsync(video.Id)).ProcessingStatus);
        Assert.Equal((1, QuotaUnit.Taken), await UnitAsync(video));
    }

    [Fact]
    public async Task Again_AfterStoppedWithNoUnitLeft_IsRefused()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await CancelAsync(video, OwnerOf(video));
        await ExecuteAsync("UPDATE users SET monthly_quota = 0 WHERE id = $1", video.UserId);
        Assert.Equal("quota_used_up", (await AgainAsync(video, OwnerOf(video))).Refusal?.Code);
        Assert.Equal(VideoStatus.Failed, (await ReadAsync(video.Id)).ProcessingStatus);
    }

    [Fact]
    public async Task Again_AfterTheFileWasRefused_IsRefused()
    {
        var video = await ReceiveAsync(await Clips.TextAsync());
        await DrainAsync();
        Assert.Equal("source_gone", (await AgainAsync(video, OwnerOf(video))).Refusal?.Code);
    }

    [Fact]
    public async Task Again_Failed_KeepsTheOldSetInUse()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync();
        var first = await ReadAsync(video.Id);
        var before = Stored();
        await AgainAsync(video, OwnerOf(video));
        await File.WriteAllBytesAsync(PathOf(video.OriginalUrl), await File.ReadAllBytesAsync(await Clips.TextAsync()));
        await DrainAsync();

        var failed = await ReadAsync(video.Id);
        Assert.Equal((VideoStatus.Failed, first.ProcessedUrl), (failed.ProcessingStatus, failed.ProcessedUrl));
        Assert.Equal(before, Stored());
        Assert.Equal((1, QuotaUnit.Taken), await UnitAsync(video));
    }

    private Task<Outcome<Done>> CancelAsync(Video video, Actor actor) =>
        Services.GetRequiredService<CancelProcessing>().ExecuteAsync(actor, new(video.Id), Token);

    private Task<Outcome<Done>> AgainAsync(Video video, Actor actor) =>
        Services.GetRequiredService<ProcessAgain>().ExecuteAsync(actor, new(video.Id), Token);
}
