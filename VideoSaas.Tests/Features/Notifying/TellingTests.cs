using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Notifying;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Tests.Features.Notifying;

/// <summary>Each kind of news: told once, with its letter, and settled when it is mended.</summary>
public sealed class TellingTests(NotifyingFixture fixture) : IClassFixture<NotifyingFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_ThatFailsForGood_IsToldOnce_AndSettledWhenArmedAnew()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync("ข้าวซอยเชียงใหม่\nร้านที่สอง");
        await FailAsync(bench, postId, "media_refused");

        var told = await OnlyAsync(bench);
        Assert.Equal((NotificationKind.PostFailed, postId, "media_refused", "instagram"), (told.Kind, told.ResourceId, told.Facts.Code, told.Facts.Platform));
        Assert.Equal("ข้าวซอยเชียงใหม่", told.Facts.Subject);
        Assert.Null(told.SettledAt);
        Assert.Equal(LetterStatus.Waiting, (await LettersAsync(bench)).Single().Status);

        Assert.True((await bench.Get<RetryPost>().ExecuteAsync(bench.Person.Actor, new RetryPostInput(postId), Token)).Succeeded);

        Assert.NotNull((await OnlyAsync(bench)).SettledAt);
        Assert.Equal(LetterStatus.Dropped, (await LettersAsync(bench)).Single().Status);

        await FailAsync(bench, postId, "media_refused");
        Assert.Equal(2, (await ToldAsync(bench)).Count);
    }

    [Fact]
    public async Task Post_ThatGoesRoundAgainByItself_IsNoNews()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        await FailAsync(bench, postId, "platform_busy");
        Assert.Empty(await ToldAsync(bench));
    }

    [Fact]
    public async Task Post_Unconfirmed_IsToldOnce_AndSettledWhenItsPersonSaysThatItIsLive()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        await ChangeAsync(bench, postId, null, PostStatus.Preparing, PostStatus.Uploading, PostStatus.Checking);
        await ChangeAsync(bench, postId, post => post.MarkUnknown("No answer.", null));
        await ChangeAsync(bench, postId, post => post.MarkUnknown("Still none.", null));

        Assert.Equal(NotificationKind.PostUnconfirmed, (await OnlyAsync(bench)).Kind);

        await ChangeAsync(bench, postId, post => post.Publish("1", DateTimeOffset.UtcNow));
        Assert.NotNull((await OnlyAsync(bench)).SettledAt);
    }

    [Fact]
    public async Task Channel_ThatSignsOut_IsToldWithWhatWaits_AndSettledWhenConnectedAgain()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await bench.SubmitAsync();
        await HealthAsync(bench, AccountHealth.NeedsReauth);
        await HealthAsync(bench, AccountHealth.Revoked);

        var told = await OnlyAsync(bench);
        Assert.Equal((NotificationKind.ChannelReconnect, bench.AccountId, "1"), (told.Kind, told.ResourceId, told.Facts.Arguments!.Single()));

        await bench.ReconnectAsync();
        Assert.NotNull((await OnlyAsync(bench)).SettledAt);

        await HealthAsync(bench, AccountHealth.NeedsReauth);
        Assert.Equal(2, (await ToldAsync(bench)).Count);
    }

    [Fact]
    public async Task Channel_TakenAwayByItsPerson_IsNoNews()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        Assert.True((await bench.Get<DisconnectAccount>().ExecuteAsync(bench.Person.Actor, new DisconnectAccountInput(bench.AccountId), Token)).Succeeded);
        Assert.Empty(await ToldAsync(bench));
    }

    [Fact]
    public async Task EarlyWarning_IsToldOncePerArming_AndSettledWhenTheNextLookFindsNothing()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.DraftAsync();
        await CheckAsync(bench, postId, CheckStage.Day, new CheckFinding(VerdictLevel.Warning, "token_ends_before", []));
        await CheckAsync(bench, postId, CheckStage.Hour, new CheckFinding(VerdictLevel.Warning, "token_ends_before", []));
        Assert.Equal(NotificationKind.PostWarning, (await OnlyAsync(bench)).Kind);

        await CheckAsync(bench, postId, CheckStage.Minutes, null);
        Assert.NotNull((await OnlyAsync(bench)).SettledAt);
    }

    [Theory]
    [InlineData(HoldCode.Quota, 1)]
    [InlineData(HoldCode.Reconnect, 0)]
    public async Task HeldPost_IsToldUnlessItsChannelTellsOfIt(HoldCode why, int expected)
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var postId = await bench.SubmitAsync();
        await ChangeAsync(bench, postId, post => post.Hold(why, "Held."));
        Assert.Equal(expected, (await ToldAsync(bench)).Count);

        await ChangeAsync(bench, postId, post => post.Release());
        Assert.All(await ToldAsync(bench), one => Assert.NotNull(one.SettledAt));
    }

    [Fact]
    public async Task Video_ThatFails_IsTold_UnlessItsPersonStoppedIt_AndSettledByAnotherTry()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var stopped = Guid.CreateVersion7();
        await bench.AddVideoAsync(stopped);
        await VideoAsync(bench, stopped, video => video.Fail(new ProcessingErrorDetails(ProcessingErrorDetails.Cancelled), "Stopped.", DateTimeOffset.UtcNow));
        await VideoAsync(bench, bench.VideoId, video => video.Fail(new ProcessingErrorDetails("damaged"), "Damaged.", DateTimeOffset.UtcNow));

        var told = await OnlyAsync(bench);
        Assert.Equal((NotificationKind.VideoFailed, bench.VideoId, "damaged", "clip"), (told.Kind, told.ResourceId, told.Facts.Code, told.Facts.Subject));

        await VideoAsync(bench, bench.VideoId, video => video.ProcessAgain(DateTimeOffset.UtcNow));
        Assert.NotNull((await OnlyAsync(bench)).SettledAt);
    }

    [Fact]
    public async Task Quota_AtFourFifthsAndAtItsEnd_IsToldOnceEach_TheLaterInPlaceOfTheEarlier()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await QuotaAsync(bench, used: 7, quota: 10);
        await TakeUnitAsync(bench);
        Assert.Equal(["8", "10"], (await OnlyAsync(bench)).Facts.Arguments!.Take(2));

        // Given back and taken anew: no more news.
        await QuotaAsync(bench, used: 7, quota: 10);
        await TakeUnitAsync(bench);
        Assert.Null((await OnlyAsync(bench)).SettledAt);

        await TakeUnitAsync(bench);
        Assert.Single(await ToldAsync(bench));
        await TakeUnitAsync(bench);
        var told = await ToldAsync(bench);
        Assert.Equal([("quota_nearly", true), ("quota_used_up", false)], told.Select(one => (one.Facts.Code!, one.SettledAt is not null)));
        Assert.Equal(
            [LetterStatus.Waiting, LetterStatus.Waiting], (await LettersAsync(bench)).Select(letter => letter.Status));
    }

    [Fact]
    public async Task MutedKind_IsToldNowhere_AndMutedInTheAppOnlyStillWritesALetter()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var choose = bench.Get<ChooseNews>();
        await choose.ExecuteAsync(bench.Person.Actor, new ChooseNews.Input(NotificationKind.VideoFailed, NewsWay.App, false), Token);
        await VideoAsync(bench, bench.VideoId, video => video.Fail(new ProcessingErrorDetails("damaged"), "Damaged.", DateTimeOffset.UtcNow));
        Assert.NotNull((await OnlyAsync(bench)).ReadAt);
        Assert.Single(await LettersAsync(bench));

        await choose.ExecuteAsync(bench.Person.Actor, new ChooseNews.Input(NotificationKind.PostFailed, NewsWay.App, false), Token);
        await choose.ExecuteAsync(bench.Person.Actor, new ChooseNews.Input(NotificationKind.PostFailed, NewsWay.Mail, false), Token);
        await FailAsync(bench, await bench.SubmitAsync(), "media_refused");
        Assert.Single(await ToldAsync(bench));
    }

    [Fact]
    public async Task Bell_CountsWhatIsNewAndShowsTheWorstFirst_OfThatPersonOnly()
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        var stranger = await PublishingBench.NewAsync(fixture.App);
        await VideoAsync(bench, bench.VideoId, video => video.Fail(new ProcessingErrorDetails("damaged"), "Damaged.", DateTimeOffset.UtcNow));
        await FailAsync(bench, await bench.SubmitAsync(), "media_refused");
        var queries = bench.Get<NotificationQueries>();

        var bell = await queries.BellAsync(bench.Person.Actor, Token);
        Assert.Equal((2, NotificationKind.PostFailed), (bell.Unread, bell.Rows[0].Kind));
        Assert.Equal(0, (await queries.BellAsync(stranger.Person.Actor, Token)).Unread);

        var read = bench.Get<MarkRead>();
        Assert.Equal("not_found", (await read.ExecuteAsync(stranger.Person.Actor, bell.Rows[0].Id, Token)).Refusal!.Code);
        Assert.True((await read.ExecuteAsync(bench.Person.Actor, bell.Rows[0].Id, Token)).Succeeded);
        Assert.Equal(1, (await queries.BellAsync(bench.Person.Actor, Token)).Unread);
        await read.ExecuteAsync(bench.Person.Actor, null, Token);
        bell = await queries.BellAsync(bench.Person.Actor, Token);
        Assert.Equal((0, 2), (bell.Unread, bell.Rows.Count));
    }

    [Fact]
    public void News_OfEveryKind_ReadsInBothLanguages()
    {
        var words = fixture.App.Services.GetRequiredService<NotificationWords>();
        foreach (var language in new[] { "en", "th" })
        {
            System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo(language);
            foreach (var kind in Muting.WorstFirst)
            {
                foreach (var code in new[] { "media_refused", "held_quota", "token_ends_before", "never heard of" })
                {
                    var text = words.Of(kind, Guid.CreateVersion7(), new NotificationFacts(code, "tiktok", "Pad thai", ["3", "30", "2026-12-01"]));
                    Assert.DoesNotContain(
                        new[] { text.Title, text.Action, text.Why ?? "" }, part => part.Contains('_', StringComparison.Ordinal) || part.Contains('{', StringComparison.Ordinal));
                }
            }
        }
    }

    private static async Task<List<Notification>> ToldAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return await db.Notifications.AsNoTracking().Where(one => one.UserId == bench.Person.Id).OrderBy(one => one.CreatedAt).ToListAsync(Token);
    }

    private static async Task<Notification> OnlyAsync(PublishingBench bench) => Assert.Single(await ToldAsync(bench));

    private static async Task<List<Letter>> LettersAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return await db.Letters.AsNoTracking().Where(one => one.UserId == bench.Person.Id).OrderBy(one => one.CreatedAt).ToListAsync(Token);
    }

    private static async Task ChangeAsync(PublishingBench bench, Guid postId, Action<PlatformPost>? change, params PostStatus[] steps)
    {
        await using var db = bench.Open();
        var post = await db.PlatformPosts.SingleAsync(one => one.Id == postId, Token);
        foreach (var step in steps)
        {
            // The database knows single steps only.
            post.MoveTo(step);
            await db.SaveChangesAsync(Token);
        }

        change?.Invoke(post);
        await db.SaveChangesAsync(Token);
    }

    private static Task FailAsync(PublishingBench bench, Guid postId, string code) =>
        ChangeAsync(bench, postId, post => post.Fail(code, "Refused.", null));

    private static async Task HealthAsync(PublishingBench bench, AccountHealth health)
    {
        await using var db = bench.Open();
        (await db.PlatformAccounts.SingleAsync(one => one.Id == bench.AccountId, Token)).Health = health;
        await db.SaveChangesAsync(Token);
    }

    private static async Task CheckAsync(PublishingBench bench, Guid postId, CheckStage stage, CheckFinding? worst)
    {
        await using var db = bench.Open();
        db.Raise(new PostChecked(postId, bench.Person.Id, 1, stage, worst));
        await db.SaveChangesAsync(Token);
    }

    private static async Task VideoAsync(PublishingBench bench, Guid videoId, Action<Video> change)
    {
        await using var db = bench.Open();
        change(await db.Videos.SingleAsync(one => one.Id == videoId, Token));
        await db.SaveChangesAsync(Token);
    }

    private static async Task QuotaAsync(PublishingBench bench, int used, int quota)
    {
        await using var db = bench.Open();
        await db.Users.Where(one => one.Id == bench.Person.Id).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.CurrentUsage, used).SetProperty(one => one.MonthlyQuota, quota), Token);
    }

    private static async Task TakeUnitAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        Assert.True((await bench.Get<IQuotaUnits>().ReserveAsync(db, bench.Person.Id, Token)).Succeeded);
        await db.SaveChangesAsync(Token);
        await transaction.CommitAsync(Token);
    }
}
