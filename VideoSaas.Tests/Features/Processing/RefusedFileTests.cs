using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Resources;

namespace VideoSaas.Tests.Features.Processing;

public sealed class RefusedFileTests(TestDatabase database) : ProcessingTest(database)
{
    [Theory]
    [InlineData("text", "not_a_video", "This isn't a video. It looks like a text file. Choose an MP4 or MOV.")]
    [InlineData("truncated", "truncated", "The end of this video is missing.")]
    [InlineData("truncated fast start", "truncated", "The end of this video is missing.")]
    [InlineData("empty", "empty_file", "This file is empty.")]
    [InlineData("audio", "audio_only", "This file has sound but no picture.")]
    [InlineData("zero length", "zero_length", "This video is 0 seconds long.")]
    [InlineData("garbage", "no_picture", "There is no picture in this video")]
    [InlineData("playlist", "not_a_video", "This isn't a video. It looks like a playlist.")]
    public async Task File_Bad_IsRefusedInWordsAndLeavesNothing(string which, string code, string sentence)
    {
        var video = await ReceiveAsync(await FileOf(which), "clip.mp4");
        await DrainAsync();

        var refused = await ReadAsync(video.Id);
        Assert.Equal((VideoStatus.Failed, code), (refused.ProcessingStatus, refused.ProcessingErrorDetails?.Code));
        Assert.StartsWith(sentence, Sentence("en", refused.ProcessingErrorDetails!), StringComparison.Ordinal);
        Assert.Empty(Stored());
        Assert.Empty(AtWork());
        Assert.Equal((0, QuotaUnit.Returned), await UnitAsync(video));
        var jobs = await JobsAsync(video.Id);
        var extract = jobs.Single(job => job.JobType == JobTypes.ExtractMetadata);
        Assert.Equal((JobStatus.Failed, 1, code), (extract.Status, extract.Attempts, extract.ErrorCode));
        Assert.All(
            jobs.Where(job => job.JobType is JobTypes.CompressVideo or JobTypes.GenerateThumbnail),
            job => Assert.Equal(JobStatus.Cancelled, job.Status));
    }

    [Fact]
    public async Task Worker_AfterABadFile_MakesTheNextOneReady()
    {
        await ReceiveAsync(await Clips.TextAsync());
        var good = await ReceiveAsync(await Clips.SmallAsync());
        await DrainAsync();
        Assert.Equal(VideoStatus.Ready, (await ReadAsync(good.Id)).ProcessingStatus);
    }

    [Fact]
    public async Task File_LongerThanThePlan_IsRefusedWithBothLengths()
    {
        var video = await ReceiveAsync(await Clips.SmallAsync());
        await ExecuteAsync("UPDATE subscription_tiers SET max_duration_seconds = 1 WHERE tier = 'free'");
        try
        {
            await DrainAsync();
        }
        finally
        {
            await ExecuteAsync("UPDATE subscription_tiers SET max_duration_seconds = 3600 WHERE tier = 'free'");
        }

        var refused = await ReadAsync(video.Id);
        Assert.Equal("too_long", refused.ProcessingErrorDetails!.Code);
        Assert.Contains("0:02", Sentence("en", refused.ProcessingErrorDetails), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondVideoOnTheSource_KeepsTheFileOfARefusedOne()
    {
        var video = await ReceiveAsync(await Clips.TextAsync());
        await ExecuteAsync(
            """
            INSERT INTO videos (user_id, original_filename, original_url, original_size, duration, source_video_id)
            SELECT user_id, original_filename, original_url, original_size, 0, id FROM videos WHERE id = $1
            """, video.Id);
        await DrainAsync();
        Assert.Equal([video.OriginalUrl], Stored());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public void Sentences_EveryCode_ExistsAndTakesItsValues(string language)
    {
        string[] codes =
        [
            .. SourceVerdict.Codes, SourceVerdict.Damaged, "cannot_encode", "cannot_draw", "encode_stalled", "encode_too_slow", "encode_too_large", "disk_full",
            "out_of_memory", "encoder_killed", "worker_lost", "unexpected_error", "source_missing", "source_gone", "superseded", "cancelled",
            "not_processing", "still_processing",
        ];
        var other = Sentence(language, new ProcessingErrorDetails("nobody_knows"));
        foreach (var code in codes)
        {
            var sentence = Sentence(language, new ProcessingErrorDetails(code, ["1", "2"]));
            Assert.NotEqual(other, sentence);
            Assert.DoesNotContain("{", sentence, StringComparison.Ordinal);
        }

        foreach (var kind in Words.All<FileKind>().Except(["unknown", "empty", "video", "audio"]))
        {
            Assert.DoesNotContain("FileKind_", Sentence(language, new ProcessingErrorDetails("not_a_video", [kind])), StringComparison.Ordinal);
        }
    }

    private static async Task<string> FileOf(string which) => which switch
    {
        "text" => await Clips.TextAsync(),
        "truncated" => await Clips.TruncatedAsync(),
        "truncated fast start" => await Clips.TruncatedFastStartAsync(),
        "empty" => await Clips.EmptyAsync(),
        "audio" => await Clips.AudioOnlyAsync(),
        "zero length" => await Clips.ZeroLengthAsync(),
        "garbage" => await GarbageAsync(),
        "playlist" => await Clips.WriteAsync("playlist.mp4", () => "#EXTM3U\n#EXTINF:2,\n/etc/passwd\n#EXT-X-ENDLIST\n"u8.ToArray()),
        _ => throw new ArgumentOutOfRangeException(nameof(which)),
    };

    /// <summary>Its index is right and every picture in it is noise.</summary>
    private static async Task<string> GarbageAsync()
    {
        var whole = await File.ReadAllBytesAsync(await Clips.SilentAsync());
        var start = System.Text.Encoding.Latin1.GetString(whole).IndexOf("mdat", StringComparison.Ordinal) + 4;
        var end = System.Text.Encoding.Latin1.GetString(whole).IndexOf("moov", StringComparison.Ordinal) - 4;
        new Random(1).NextBytes(whole.AsSpan(start, end - start));
        return await Clips.WriteAsync("garbage.mp4", () => whole);
    }

    private string Sentence(string language, ProcessingErrorDetails details)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            return Services.GetRequiredService<IStringLocalizer<ProcessingTexts>>().Of(details);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    protected override void Configure(IServiceCollection services)
    {
        base.Configure(services);
        services.AddLocalization();
    }
}
