using System.Text;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing.Bulk;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Features.Publishing.Bulk;

/// <summary>Many posts at once: all of them or none, and a second press is no second time.</summary>
public sealed class BulkTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_IntoSlots_GivesEachItsOwn_Once_AndIsCalledOffAgain()
    {
        var (bench, second) = await BenchAsync();
        await bench.Get<AddQueueSlot>().ExecuteAsync(bench.Person.Actor, new AddQueueSlotInput(null, [1, 2, 3, 4, 5, 6, 7], new TimeOnly(18, 30), "Asia/Bangkok"), Token);
        var plan = await PlanAsync(bench, Row(bench, bench.VideoId, inSlot: true), Row(bench, second, inSlot: true));
        Assert.Equal(0, plan.Refused);
        Assert.Equal(TimeSpan.FromDays(1), plan.Rows[1].Row.At - plan.Rows[0].Row.At);

        BulkRow[] rows = [.. plan.Rows.Select(planned => planned.Row)];
        var pressed = await Task.WhenAll(ApplyAsync(bench, rows), ApplyAsync(bench, rows));
        Assert.All(pressed, done => Assert.Null(done.Refused));
        Assert.Equal(pressed[0].PostIds, pressed[1].PostIds);
        foreach (var (id, row) in pressed[0].PostIds.Zip(rows))
        {
            var post = await bench.PostAsync(id);
            Assert.Equal((PostStatus.Pending, 1, row.At), (post.UploadStatus, post.Arming, post.ScheduledFor));
            Assert.Equal("ข้าวซอย #เชียงใหม่", post.Caption);
            Assert.Equal(["เชียงใหม่"], post.Hashtags!);
        }

        Assert.Equal(2, await bench.Get<UndoBulk>().ExecuteAsync(bench.Person.Actor, pressed[0].PostIds, Token));
        Assert.Equal(PostStatus.Cancelled, (await bench.PostAsync(pressed[0].PostIds[0])).UploadStatus);
    }

    [Fact]
    public async Task Apply_WithOneRowThatCannotBe_DoesNothingAtAll()
    {
        var (bench, second) = await BenchAsync();
        var at = DateTimeOffset.UtcNow.AddDays(1);
        var tooLong = Row(bench, second, at) with { Caption = new string('x', 3000) };
        var done = await ApplyAsync(bench, Row(bench, bench.VideoId, at), tooLong);
        Assert.Empty(done.PostIds);
        Assert.Equal([null, "caption_too_long"], done.Refused!.Rows.Select(row => row.Refusal?.Code));
        await using var db = bench.Open();
        Assert.False(await db.PlatformPosts.AnyAsync(post => post.UserId == bench.Person.Id, Token));
    }

    [Fact]
    public async Task Apply_WhenTheSlotWasTakenMeanwhile_DoesNothing()
    {
        var (bench, second) = await BenchAsync();
        await bench.Get<AddQueueSlot>().ExecuteAsync(bench.Person.Actor, new AddQueueSlotInput(null, [1, 2, 3, 4, 5, 6, 7], new TimeOnly(18, 30), "UTC"), Token);
        var mine = (await PlanAsync(bench, Row(bench, bench.VideoId, inSlot: true))).Rows[0].Row;
        var other = (await PlanAsync(bench, Row(bench, second, inSlot: true))).Rows[0].Row;
        Assert.Equal(mine.At, other.At);
        Assert.Null((await ApplyAsync(bench, mine)).Refused);
        Assert.Equal("slot_taken", (await ApplyAsync(bench, other)).Refused!.Rows[0].Refusal!.Code);
    }

    [Fact]
    public async Task Plan_SaysOfEachRow_WhatStandsAgainstIt()
    {
        var (bench, second) = await BenchAsync();
        var (stranger, theirs) = await BenchAsync();
        var at = DateTimeOffset.UtcNow.AddDays(1);
        await ApplyAsync(bench, Row(bench, second, at));
        var plan = await PlanAsync(
            bench, Row(bench, bench.VideoId), Row(bench, bench.VideoId, at), Row(bench, second, at.AddHours(1)), Row(bench, theirs, at),
            Row(bench, bench.VideoId, at) with { AccountId = stranger.AccountId }, Row(bench, bench.VideoId, inSlot: true));
        Assert.Equal(
            [null, "double_row", "post_under_way", "not_found", "account_not_found", "double_row"], plan.Rows.Select(row => row.Refusal?.Code));
        Assert.Equal("time_past", (await PlanAsync(bench, Row(bench, bench.VideoId, at.AddDays(-2)))).Rows[0].Refusal!.Code);
        Assert.Equal("no_slots", (await PlanAsync(bench, Row(bench, bench.VideoId, inSlot: true))).Rows[0].Refusal!.Code);
        Assert.Equal("too_many_rows", (await bench.Get<PlanBulk>().ExecuteAsync(
            bench.Person.Actor, [.. Enumerable.Repeat(Row(bench, bench.VideoId), 501)], Token)).Refusal?.Code);
    }

    [Fact]
    public async Task Drafts_AreKeptWhateverTheirFaults()
    {
        var (bench, _) = await BenchAsync();
        var done = await ApplyAsync(bench, Row(bench, bench.VideoId) with { Caption = new string('x', 3000) });
        Assert.Null((await bench.PostAsync(Assert.Single(done.PostIds))).SubmittedAt);
    }

    [Fact]
    public async Task Drafts_TakenBack_GoAway_AndAStrangersStay()
    {
        var (bench, second) = await BenchAsync();
        var (stranger, _) = await BenchAsync();
        var done = await ApplyAsync(bench, Row(bench, bench.VideoId), Row(bench, second));
        Assert.Equal(0, await bench.Get<UndoBulk>().ExecuteAsync(stranger.Person.Actor, done.PostIds, Token));
        Assert.Equal(2, await bench.Get<UndoBulk>().ExecuteAsync(bench.Person.Actor, done.PostIds, Token));
        await using var db = bench.Open();
        Assert.False(await db.PlatformPosts.AnyAsync(post => post.UserId == bench.Person.Id, Token));
        Assert.Equal(
            ["post.created", "post.removed"],
            await db.AuditEntries.Where(entry => entry.ResourceId == done.PostIds[0]).OrderBy(entry => entry.CreatedAt).Select(entry => entry.Action).ToListAsync(Token));
        Assert.Equal(0, await bench.Get<UndoBulk>().ExecuteAsync(bench.Person.Actor, done.PostIds, Token));
    }

    [Fact]
    public async Task File_FilledIn_BecomesPosts_InThePersonsZone()
    {
        var (bench, second) = await BenchAsync();
        await NameAsync(bench, bench.VideoId, "ผัดไทย, คืนนี้.mp4");
        await NameAsync(bench, second, "two.mp4");
        var read = await ReadAsync(bench,
            "\uFEFFfile;Channel;time;text;title\r\n\"ผัดไทย, คืนนี้.mp4\";instagram;2569-11-30 18:30;\"one\nวันนี้ \"\"ดี\"\"\";\r\n\r\ntwo.mp4;Instagram;slot;'=1+1;\r\n".Replace("2569", $"{DateTime.UtcNow.Year + 543 + 1}", StringComparison.Ordinal));
        Assert.Empty(read.Faults);
        Assert.Equal("one\nวันนี้ \"ดี\"", read.Rows[0].Caption!.ReplaceLineEndings("\n"));
        Assert.Equal("11-30 11:30", read.Rows[0].At!.Value.UtcDateTime.ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal((true, "=1+1", second), (read.Rows[1].InSlot, read.Rows[1].Caption, read.Rows[1].VideoId));
    }

    [Fact]
    public async Task File_WithFaults_NamesEachLine_AndGivesNothing()
    {
        var (bench, _) = await BenchAsync();
        var (_, theirs) = await BenchAsync();
        await NameAsync(bench, bench.VideoId, "one.mp4");
        var read = await ReadAsync(bench,
            $"file,channel,time,text\nnone.mp4,instagram,,a\none.mp4,myspace,,a\none.mp4,instagram,30/11/2026,a\none.mp4,instagram,2020-01-01 10:00,a\n{theirs},instagram,,a\none.mp4,instagram,,again\n");
        Assert.Empty(read.Rows);
        Assert.Equal(
            ["2 unknown_file", "3 unknown_channel", "4 bad_time", "5 past_time", "5 double_row", "6 unknown_file", "7 double_row"],
            read.Faults.Select(fault => $"{fault.Line} {fault.Code}"));
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("empty", "file,channel,time,text\n")]
    [InlineData("no_column", "file,channel,text\na,b,c\n")]
    public async Task File_ThatIsNoTable_SaysSo(string code, string text)
    {
        var (bench, _) = await BenchAsync();
        Assert.Equal(code, Assert.Single((await ReadAsync(bench, text)).Faults).Code);
    }

    [Fact]
    public async Task Template_OfTheChosen_IsReadBack_AndShowsAStrangerNothing()
    {
        var (bench, second) = await BenchAsync();
        var address = new Uri($"/bulk/template.csv?videos={bench.VideoId:N},{second:N}&channels={bench.AccountId:N}", UriKind.Relative);
        using var owner = bench.App.NewClient(bench.Person);
        var bytes = await owner.GetByteArrayAsync(address, Token);
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var read = await bench.Get<ReadBulkFile>().ExecuteAsync(bench.Person.Actor, new BulkFileInput(new MemoryStream(bytes), TimeZoneInfo.Utc), Token);
        Assert.Empty(read.Faults);
        Assert.Equal([bench.VideoId, second], read.Rows.Select(row => row.VideoId));
        Assert.All(read.Rows, row => Assert.True(row.IsDraft));

        using var stranger = bench.App.NewClient(await bench.App.NewPersonAsync());
        Assert.Equal("\"file\",\"channel\",\"time\",\"text\",\"title\"", (await stranger.GetStringAsync(address, Token)).Trim('\uFEFF', '\r', '\n'));
    }

    private async Task<(PublishingBench Bench, Guid Second)> BenchAsync()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var second = Guid.CreateVersion7();
        await bench.AddVideoAsync(second);
        return (bench, second);
    }

    private static BulkRow Row(PublishingBench bench, Guid video, DateTimeOffset? at = null, bool inSlot = false) =>
        new(video, bench.AccountId, "ข้าวซอย #เชียงใหม่", null, PostSettings.None, at, inSlot);

    private static async Task<BulkPlan> PlanAsync(PublishingBench bench, params BulkRow[] rows) =>
        (await bench.Get<PlanBulk>().ExecuteAsync(bench.Person.Actor, rows, Token)).Value;

    private static async Task<BulkDone> ApplyAsync(PublishingBench bench, params BulkRow[] rows) =>
        (await bench.Get<ApplyBulk>().ExecuteAsync(bench.Person.Actor, rows, Token)).Value;

    private static Task<BulkFileRead> ReadAsync(PublishingBench bench, string text) => bench.Get<ReadBulkFile>().ExecuteAsync(
        bench.Person.Actor,
        new BulkFileInput(new MemoryStream(Encoding.UTF8.GetBytes(text)), TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok")),
        Token);

    private static async Task NameAsync(PublishingBench bench, Guid video, string filename)
    {
        await using var db = bench.Open();
        await db.Database.ExecuteSqlAsync($"UPDATE videos SET original_filename = {filename} WHERE id = {video}");
    }
}
