using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Features.Publishing.Schedule;

/// <summary>What the calendar and the queue show, and what changes places in them.</summary>
public sealed class CalendarTests(PublishingFixture fixture) : IClassFixture<PublishingFixture>
{
    private static readonly TimeZoneInfo Bangkok = TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok");

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static DateOnly Today => WallClock.DayOf(DateTimeOffset.UtcNow, Bangkok);

    [Fact]
    public async Task Posts_OfOneClipAtOneTime_AreOneCard_OfThatPersonOnly()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var tiktok = await PlannedPosts.AddChannelAsync(bench, Platform.Tiktok, "nok");
        var clip = await PlannedPosts.AddClipAsync(bench, "ข้าวซอย\nเชียงใหม่");
        var idle = await PlannedPosts.AddClipAsync(bench, "Idle");
        var day = Today.AddDays(3);
        var post = await PlannedPosts.AddPostAsync(bench, clip, bench.AccountId, At(day, 18, 30));
        await PlannedPosts.AddPostAsync(bench, clip, tiktok, At(day, 18, 30).AddSeconds(20));
        await AddSlotAsync(bench);

        var view = await ViewAsync(bench, day, 1);
        var card = Assert.Single(view.Days[0].Cards);
        Assert.Equal(("ข้าวซอย", 2, 1), (card.Title, card.Posts.Count, view.Days[0].Total));
        Assert.Empty(view.Days[0].FreeSlots);
        Assert.Equal([idle], view.Unscheduled.Select(video => video.Id));
        Assert.Equal([At(day.AddDays(1), 18, 30)], (await ViewAsync(bench, day.AddDays(1), 1)).Days[0].FreeSlots);
        Assert.Equal(post, Assert.Single((await ViewAsync(bench, day, 1, bench.AccountId)).Days[0].Cards).Posts.Single().Id);

        var stranger = (await fixture.App.NewPersonAsync()).Actor;
        var theirs = await bench.Get<CalendarQueries>().PageAsync(stranger, new(day, 1, Bangkok, bench.AccountId, 10), default);
        Assert.Equal((0, 0, 0), (theirs.Days[0].Total, theirs.Channels.Count, theirs.Unscheduled.Count));
    }

    [Fact]
    public async Task Days_AroundADaylightSavingJump_BeginAtTheirOwnMidnight()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var jump = new DateOnly(2027, 3, 28);
        foreach (var (hour, title) in new[] { (23, "Late"), (0, "Early") })
        {
            var clip = await PlannedPosts.AddClipAsync(bench, title);
            await PlannedPosts.AddPostAsync(
                bench, clip, bench.AccountId, WallClock.MomentOf(hour == 23 ? jump : jump.AddDays(1), new TimeOnly(hour, 30), Berlin));
        }

        var view = await bench.Get<CalendarQueries>().PageAsync(bench.Person.Actor, new(jump, 2, Berlin, null, 10), default);
        Assert.Equal(["Late"], view.Days[0].Cards.Select(card => card.Title));
        Assert.Equal(["Early"], view.Days[1].Cards.Select(card => card.Title));
    }

    [Fact]
    public async Task Day_WithManyCards_CountsThoseThatAreNotShown()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        for (var number = 0; number < 5; number++)
        {
            var clip = await PlannedPosts.AddClipAsync(bench, $"Clip {number}");
            await PlannedPosts.AddPostAsync(bench, clip, bench.AccountId, At(Today.AddDays(2), 9 + number, 0));
        }

        var day = (await bench.Get<CalendarQueries>().PageAsync(bench.Person.Actor, new(Today.AddDays(2), 1, Bangkok, null, 3), default)).Days[0];
        Assert.Equal((3, 5), (day.Cards.Count, day.Total));
        Assert.Equal(["Clip 0", "Clip 1", "Clip 2"], day.Cards.Select(card => card.Title));
    }

    [Fact]
    public async Task Move_OfSeveral_MovesWhatCanBe_AndSendsAFailedOneAgain()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var clip = await PlannedPosts.AddClipAsync(bench, "Clip");
        var waiting = await PlannedPosts.AddPostAsync(bench, clip, bench.AccountId, At(Today.AddDays(1), 9, 0));
        var other = await PlannedPosts.AddClipAsync(bench, "Other");
        var failed = await PlannedPosts.AddPostAsync(bench, other, bench.AccountId, At(Today.AddDays(-1), 9, 0), PostStatus.Failed);
        var published = await PlannedPosts.AddPostAsync(
            bench, await PlannedPosts.AddClipAsync(bench, "Out"), bench.AccountId, At(Today.AddDays(-1), 9, 0), PostStatus.Published);
        var to = At(Today.AddDays(4), 20, 0);

        var moved = await bench.Get<MovePosts>().ExecuteAsync(
            bench.Person.Actor, new([waiting, failed, published, Guid.CreateVersion7()], to), default);

        Assert.Equal([(waiting, At(Today.AddDays(1), 9, 0)), (failed, null)], moved.Moved.Select(post => (post.PostId, post.Before)));
        Assert.Equal(["already_published", "not_found"], moved.Refusals.Select(refusal => refusal.Code));
        Assert.Equal((PostStatus.Pending, to), ((await bench.PostAsync(failed)).UploadStatus, (await bench.PostAsync(failed)).ScheduledFor));
        var stranger = (await fixture.App.NewPersonAsync()).Actor;
        Assert.Equal("not_found", Assert.Single((await bench.Get<MovePosts>().ExecuteAsync(stranger, new([waiting], to.AddDays(1)), default)).Refusals).Code);
    }

    [Fact]
    public async Task Draft_WithAWishedTime_StandsApart_TakesNoSlot_AndMovesItsWish()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await AddSlotAsync(bench);
        var tiktok = await PlannedPosts.AddChannelAsync(bench, Platform.Tiktok, "nok");
        var clip = await PlannedPosts.AddClipAsync(bench, "Clip");
        var at = At(Today.AddDays(3), 9, 0);
        var sent = await PlannedPosts.AddPostAsync(bench, clip, bench.AccountId, at);
        var draft = await PlannedPosts.AddPostAsync(bench, clip, tiktok, at);
        await using (var db = bench.Open())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE platform_posts SET submitted_at = NULL, arming = 0 WHERE id = {draft}");
        }

        var day = (await ViewAsync(bench, Today.AddDays(3), 1)).Days[0];
        Assert.Equal([(sent, false), (draft, true)], day.Cards.Select(card => (card.Posts.Single().Id, card.IsDraft)).OrderBy(card => card.IsDraft));

        var to = At(Today.AddDays(4), 18, 30);
        var moved = await bench.Get<MovePosts>().ExecuteAsync(bench.Person.Actor, new([draft], to), default);
        Assert.Equal((draft, at), (moved.Moved.Single().PostId, moved.Moved.Single().Before!.Value));
        var row = await bench.PostAsync(draft);
        Assert.Equal((null, 0, to), (row.SubmittedAt, row.Arming, row.ScheduledFor!.Value));
        Assert.Equal([to], (await ViewAsync(bench, Today.AddDays(4), 1)).Days[0].FreeSlots);

        Assert.Equal("time_past", Assert.Single((await bench.Get<MovePosts>().ExecuteAsync(
            bench.Person.Actor, new([draft], At(Today.AddDays(-1), 9, 0)), default)).Refusals).Code);
        var stranger = (await fixture.App.NewPersonAsync()).Actor;
        Assert.Equal("not_found", (await bench.Get<WishDraftTime>().ExecuteAsync(stranger, new(draft, to), default)).Refusal?.Code);
        Assert.Equal("post_under_way", (await bench.Get<WishDraftTime>().ExecuteAsync(bench.Person.Actor, new(sent, to), default)).Refusal?.Code);
    }

    [Fact]
    public async Task Queue_ShowsWhatStandsInItsTimes_AndTheNextFreeOne()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await AddSlotAsync(bench);
        var (first, _) = await TwoQueuedAsync(bench);

        var view = await bench.Get<QueueQueries>().PageAsync(bench.Person.Actor, Bangkok, 6, default);
        var places = view.Days.SelectMany(day => day.Places).Where(place => place.At > At(Today.AddDays(1), 0, 0)).ToList();
        Assert.Equal(["One", "Two", null], places.Take(3).Select(place => place.Post?.Title));
        Assert.Equal(first, places[0].Post!.PostId);
        var isTodayFree = DateTimeOffset.UtcNow < At(Today, 18, 30);
        Assert.Equal(At(Today.AddDays(isTodayFree ? 0 : 3), 18, 30), view.NextFree[bench.AccountId]);
    }

    [Fact]
    public async Task Shuffle_ChangesPlacesAndNothingElse_AndCanBeTakenBack()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await AddSlotAsync(bench);
        Assert.Equal("nothing_to_shuffle", (await bench.Get<ShuffleQueue>().ExecuteAsync(bench.Person.Actor, new(null), default)).Refusal?.Code);
        var (first, second) = await TwoQueuedAsync(bench);
        var stray = await PlannedPosts.AddPostAsync(
            bench, await PlannedPosts.AddClipAsync(bench, "Not queued"), bench.AccountId, At(Today.AddDays(1), 7, 0));

        var shuffled = await bench.Get<ShuffleQueue>().ExecuteAsync(bench.Person.Actor, new(bench.AccountId), default);
        Assert.Null(shuffled.Refusal);
        Assert.Equal((At(Today.AddDays(2), 18, 30), At(Today.AddDays(1), 18, 30)), await TimesAsync(bench, first, second));
        Assert.Equal(At(Today.AddDays(1), 7, 0), (await bench.PostAsync(stray)).ScheduledFor);

        Assert.Null((await bench.Get<ArrangeQueue>().ExecuteAsync(bench.Person.Actor, new(shuffled.Value), default)).Refusal);
        Assert.Equal((At(Today.AddDays(1), 18, 30), At(Today.AddDays(2), 18, 30)), await TimesAsync(bench, first, second));
    }

    [Fact]
    public async Task Arrange_ThatWouldGiveATimeTwice_OrToAStranger_ChangesNothing()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await AddSlotAsync(bench);
        var (first, second) = await TwoQueuedAsync(bench);
        var arrange = bench.Get<ArrangeQueue>();
        var (one, two) = (At(Today.AddDays(1), 18, 30), At(Today.AddDays(2), 18, 30));

        Assert.Equal("queue_changed", (await arrange.ExecuteAsync(bench.Person.Actor, new([new(first, two), new(second, two)]), default)).Refusal?.Code);
        Assert.Equal("queue_changed", (await arrange.ExecuteAsync(bench.Person.Actor, new([new(first, two)]), default)).Refusal?.Code);
        var stranger = (await fixture.App.NewPersonAsync()).Actor;
        Assert.Equal("not_found", (await arrange.ExecuteAsync(stranger, new([new(first, two), new(second, one)]), default)).Refusal?.Code);
        await bench.Get<CancelPost>().ExecuteAsync(bench.Person.Actor, new(second), default);
        Assert.Equal("queue_changed", (await arrange.ExecuteAsync(bench.Person.Actor, new([new(first, two), new(second, one)]), default)).Refusal?.Code);
        Assert.Equal((one, two), await TimesAsync(bench, first, second));
    }

    [Fact]
    public async Task ChannelsPage_TellsRightsAndWhatWaits()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await AddSlotAsync(bench);
        await TwoQueuedAsync(bench);
        await using (var db = bench.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"UPDATE platform_accounts SET scopes = array_remove(scopes, 'instagram_manage_insights') WHERE id = {bench.AccountId}");
        }

        var sheet = await SheetAsync(bench);
        Assert.Equal((2, 0, At(Today.AddDays(1), 18, 30)), (sheet.Scheduled, sheet.Paused, sheet.NextAt));
        Assert.Equal(["instagram_manage_insights"], sheet.Gap.Select(scope => scope.Name));
        Assert.False(sheet.Gap[0].IsNeeded);
        Assert.True(sheet.EndsAtPlatform);

        await bench.Get<PauseChannel>().ExecuteAsync(bench.Person.Actor, new(bench.AccountId), default);
        sheet = await SheetAsync(bench);
        Assert.Equal((0, 2, true), (sheet.Scheduled, sheet.Paused, sheet.Channel.PausedAt is not null));
    }

    private static async Task<ChannelSheet> SheetAsync(PublishingBench bench) =>
        (await bench.Get<ChannelsQueries>().PageAsync(bench.Person.Actor, default)).SelectMany(platform => platform.Channels).Single();

    private static async Task AddSlotAsync(PublishingBench bench) => Assert.Equal(7, (await bench.Get<AddQueueSlot>().ExecuteAsync(
        bench.Person.Actor, new(null, [1, 2, 3, 4, 5, 6, 7], new TimeOnly(18, 30), Bangkok.Id), default)).Value);

    /// <summary>Tomorrow and the day after, each in its slot.</summary>
    private static async Task<(Guid First, Guid Second)> TwoQueuedAsync(PublishingBench bench)
    {
        var one = await PlannedPosts.AddClipAsync(bench, "One");
        var two = await PlannedPosts.AddClipAsync(bench, "Two");
        return (await PlannedPosts.AddPostAsync(bench, one, bench.AccountId, At(Today.AddDays(1), 18, 30)),
            await PlannedPosts.AddPostAsync(bench, two, bench.AccountId, At(Today.AddDays(2), 18, 30)));
    }

    private static async Task<(DateTimeOffset?, DateTimeOffset?)> TimesAsync(PublishingBench bench, Guid first, Guid second) =>
        ((await bench.PostAsync(first)).ScheduledFor, (await bench.PostAsync(second)).ScheduledFor);

    private static Task<CalendarView> ViewAsync(PublishingBench bench, DateOnly from, int days, Guid? account = null) =>
        bench.Get<CalendarQueries>().PageAsync(bench.Person.Actor, new(from, days, Bangkok, account, 10), default);

    private static DateTimeOffset At(DateOnly day, int hour, int minute) => WallClock.MomentOf(day, new TimeOnly(hour, minute), Bangkok);
}
