using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Features.Notifying;
using VideoSaas.Web.Features.Notifying.Letters;
using Inbox = VideoSaas.Tests.Fixtures.Letters;

namespace VideoSaas.Tests.Features.Notifying;

/// <summary>What goes out by mail: once, together, in the person's language, and not to those who want none.</summary>
public sealed class LettersTests(NotifyingFixture fixture) : IClassFixture<NotifyingFixture>, IDisposable
{
    private readonly BreakableMailer _mailer = fixture.Mailer;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _mailer.Before = null;
        _mailer.After = null;
    }

    [Fact]
    public async Task FailedPost_IsWrittenOfInThePersonsLanguage_WithWhyAndOneLink()
    {
        var bench = await NewAsync(language: "th");
        var postId = await FailAsync(bench, "ข้าวซอยเชียงใหม่");

        await SendAsync(bench);

        var mail = Assert.Single(await Inbox.ToAsync(fixture.App, bench.Person.Email));
        Assert.Equal("โพสต์บน Instagram ไม่สำเร็จ: ข้าวซอยเชียงใหม่", mail.Subject);
        Assert.Contains($"https://studio.example/posts/{postId}", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("(Bangkok)", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("ข้าวซอยเชียงใหม่", System.Net.WebUtility.HtmlDecode(mail.HtmlBody), StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
        Assert.Contains("/letters/stop?token=", mail.Headers["List-Unsubscribe"], StringComparison.Ordinal);

        await SendAsync(bench);
        Assert.Single(await Inbox.ToAsync(fixture.App, bench.Person.Email));
    }

    [Fact]
    public async Task StormOfFailures_IsOneMail_AndTheNextWaits()
    {
        var bench = await NewAsync();
        for (var number = 0; number < 30; number++)
        {
            await TellAsync(bench, $"post {number}");
        }

        await SendAsync(bench);
        await TellAsync(bench, "one more");
        await SendAsync(bench);

        var mail = Assert.Single(await Inbox.ToAsync(fixture.App, bench.Person.Email));
        Assert.Equal("30 posts failed", mail.Subject);
        Assert.Contains("and 20 more", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(1, (await LettersAsync(bench)).Count(letter => letter.Status == LetterStatus.Waiting));
    }

    [Fact]
    public async Task SenderKilledAfterSending_IsFollowedByOneThatSendsTheSameMail_OfWhichThereIsOne()
    {
        var bench = await NewAsync();
        await FailAsync(bench, "once");
        using var killed = new CancellationTokenSource();
        _mailer.After = _ =>
        {
            killed.Cancel();
            throw new OperationCanceledException("killed");
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Get<SendLetters>().RunAsync(killed.Token));
        Assert.Equal(LetterStatus.Waiting, (await LettersAsync(bench)).Single().Status);

        // News that came meanwhile does not join a mail that may be out.
        _mailer.After = null;
        await TellAsync(bench, "later");
        await Eventually.HoldsAsync(async () =>
        {
            await bench.Get<SendLetters>().RunAsync(Token);
            return (await LettersAsync(bench))[0].Status == LetterStatus.Sent;
        });

        var mails = await Inbox.ToAsync(fixture.App, bench.Person.Email);
        Assert.Single(mails, mail => mail.Subject!.Contains("once", StringComparison.Ordinal));
        Assert.DoesNotContain(mails, mail => mail.Subject!.Contains("posts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MailerThatFails_IsTriedAgain_AndGivenUpAfterTheLastTry()
    {
        var bench = await NewAsync();
        await FailAsync(bench, "never");
        _mailer.Before = letter => throw new IOException($"No room for {letter.To}.");

        await Eventually.HoldsAsync(async () =>
        {
            await bench.Get<SendLetters>().RunAsync(Token);
            return (await LettersAsync(bench)).Single().Status == LetterStatus.Failed;
        });

        var letter = (await LettersAsync(bench)).Single();
        Assert.Equal(3, letter.Attempts);
        Assert.Contains("No room", letter.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letter_OfWhatIsMendedOrMutedMeanwhile_IsDropped()
    {
        var bench = await NewAsync();
        await FailAsync(bench, "muted");
        await bench.Get<ChooseNews>().ExecuteAsync(bench.Person.Actor, new ChooseNews.Input(NotificationKind.PostFailed, NewsWay.Mail, false), Token);
        await SendAsync(bench);
        Assert.Equal(LetterStatus.Dropped, (await LettersAsync(bench)).Single().Status);
        Assert.Empty(await Inbox.ToAsync(fixture.App, bench.Person.Email));
    }

    [Fact]
    public async Task OptOutLink_StopsOneKind_ByThePageAndByOneClick_AndForgedOnesDoNothing()
    {
        var bench = await NewAsync();
        await FailAsync(bench, "stop this");
        await SendAsync(bench);
        var mail = Assert.Single(await Inbox.ToAsync(fixture.App, bench.Person.Email));
        var oneClick = new Uri(mail.Headers["List-Unsubscribe"]!.Trim('<', '>')).PathAndQuery;
        using var nobody = fixture.App.NewClient();

        // Opening the link changes nothing: programs that look for viruses open every link.
        using var led = await nobody.GetAsync(new Uri(oneClick, UriKind.Relative), Token);
        var page = led.Headers.Location!.OriginalString;
        using var looked = await nobody.GetAsync(new Uri(page, UriKind.Relative), Token);
        Assert.Contains("Stop these letters", await looked.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await MutedAsync(bench));

        using var pressed = await nobody.SubmitAsync(page, new Dictionary<string, string>());
        Assert.Contains("Stopped", await pressed.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal(["mail:post_failed"], await MutedAsync(bench));

        await bench.Get<ChooseNews>().ExecuteAsync(bench.Person.Actor, new ChooseNews.Input(NotificationKind.PostFailed, NewsWay.Mail, true), Token);
        using var content = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var clicked = await nobody.PostAsync(new Uri(oneClick, UriKind.Relative), content, Token);
        Assert.Equal(System.Net.HttpStatusCode.OK, clicked.StatusCode);
        Assert.Equal(["mail:post_failed"], await MutedAsync(bench));

        using var forged = await nobody.PostAsync(new Uri("/letters/stop?token=CfDJ8", UriKind.Relative), content, Token);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, forged.StatusCode);
    }

    [Fact]
    public async Task Digest_TellsOfTheWeek_OnceHoweverOftenItIsAskedFor_AndOfNothingWhenNothingWas()
    {
        var bench = await NewAsync();
        var postId = await bench.SubmitAsync("Khao soi for the week");
        var monday = LastMonday();
        await using (var db = bench.Open())
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO letters (user_id, kind, key, due_at) VALUES ({bench.Person.Id}, 'weekly_digest', {WeeklyDigest.KeyOf(monday.AddDays(-7))}, now())
                """, Token);
        }

        await SendAsync(bench);
        Assert.Equal(LetterStatus.Dropped, (await LettersAsync(bench)).Single().Status);

        await using (var db = bench.Open())
        {
            // As a week ago; the step there is not what is tested.
            await using var past = await db.Database.BeginTransactionAsync(Token);
            await db.Database.ExecuteSqlRawAsync("SET LOCAL session_replication_role = replica", Token);
            await db.PlatformPosts.Where(post => post.Id == postId).ExecuteUpdateAsync(set => set
                .SetProperty(post => post.UploadStatus, PostStatus.Published)
                .SetProperty(post => post.PlatformPostId, "77")
                .SetProperty(post => post.PostedAt, new DateTimeOffset(monday, new TimeOnly(12, 0), TimeSpan.Zero)), Token);
            await past.CommitAsync(Token);
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO video_analytics (video_id, user_id, platform, platform_post_id, views) VALUES ({bench.VideoId}, {bench.Person.Id}, 'instagram', '77', 1234)", Token);
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO letters (user_id, kind, key, due_at) VALUES ({bench.Person.Id}, 'weekly_digest', {WeeklyDigest.KeyOf(monday)}, now())", Token);
        }

        await SendAsync(bench);
        var mail = Assert.Single(await Inbox.ToAsync(fixture.App, bench.Person.Email));
        Assert.StartsWith("Your week, ", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("Khao soi for the week", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("1,234 views", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DigestOfAWeek_IsAskedForOnMondayAtNineInThePersonsZone_Once_UnlessMuted()
    {
        var bench = await NewAsync();
        var muted = await NewAsync();
        await muted.Get<ChooseNews>().ExecuteAsync(muted.Person.Actor, new ChooseNews.Input(NotificationKind.WeeklyDigest, NewsWay.Mail, false), Token);
        foreach (var one in new[] { bench, muted })
        {
            await FailAsync(one, "something happened");
            await using var db = one.Open();
            await db.Letters.Where(letter => letter.UserId == one.Person.Id).ExecuteDeleteAsync(Token);
        }

        // Bangkok is seven hours ahead: nine there is two in the morning of UTC.
        var nine = new DateTimeOffset(LastMonday().AddDays(14), new TimeOnly(2, 0), TimeSpan.Zero);
        await new WeeklyDigest(fixture.App.Contexts, new FakeTimeProvider(nine.AddMinutes(-1))).RunAsync(Token);
        Assert.Empty(await LettersAsync(bench));
        await new WeeklyDigest(fixture.App.Contexts, new FakeTimeProvider(nine)).RunAsync(Token);
        await new WeeklyDigest(fixture.App.Contexts, new FakeTimeProvider(nine.AddHours(3))).RunAsync(Token);

        var letter = Assert.Single(await LettersAsync(bench));
        Assert.Equal(LastMonday().AddDays(7), WeeklyDigest.FirstDayOf(letter.Key));
        Assert.Empty(await LettersAsync(muted));
    }

    private async Task<PublishingBench> NewAsync(string language = "en")
    {
        var bench = await PublishingBench.NewAsync(fixture.App);
        await using var db = bench.Open();
        var person = await db.Users.SingleAsync(one => one.Id == bench.Person.Id, Token);
        person.Metadata = person.Metadata with { Language = language, TimeZone = "Asia/Bangkok" };
        await db.SaveChangesAsync(Token);
        return bench;
    }

    private static DateOnly LastMonday()
    {
        var today = DateOnly.FromDateTime(DateTimeOffset.UtcNow.UtcDateTime);
        return today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - 7);
    }

    private static Task SendAsync(PublishingBench bench) => bench.Get<SendLetters>().RunAsync(Token);

    private static async Task<Guid> FailAsync(PublishingBench bench, string caption)
    {
        var postId = await bench.SubmitAsync(caption);
        await using var db = bench.Open();
        (await db.PlatformPosts.SingleAsync(one => one.Id == postId, Token)).Fail("media_refused", "Refused.", null);
        await db.SaveChangesAsync(Token);
        return postId;
    }

    private static async Task TellAsync(PublishingBench bench, string subject)
    {
        await using var db = bench.Open();
        var postId = Guid.CreateVersion7();
        await bench.Get<News>().TellAsync(
            db,
            new Tidings(bench.Person.Id, NotificationKind.PostFailed, $"{postId}:1", "post", postId, new NotificationFacts("media_refused", "instagram", subject)),
            Token);
        await db.SaveChangesAsync(Token);
    }

    private static async Task<List<Letter>> LettersAsync(PublishingBench bench)
    {
        await using var db = bench.Open();
        return await db.Letters.AsNoTracking().Where(one => one.UserId == bench.Person.Id).OrderBy(one => one.CreatedAt).ToListAsync(Token);
    }

    private static async Task<IReadOnlyList<string>> MutedAsync(PublishingBench bench) =>
        await bench.Get<NotificationQueries>().MutedAsync(bench.Person.Actor, Token);
}
