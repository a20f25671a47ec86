using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Domain.Analytics;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Analytics;
using VideoSaas.Web.Features.Studio;

namespace VideoSaas.Tests.Features.Studio;

/// <summary>What goes out next and what came in, as Home tells it.</summary>
public sealed class HomeSourcesTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeZoneInfo Bangkok = TimeZoneInfo.FindSystemTimeZoneById("Asia/Bangkok");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 11, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Week_OfTwoSeries_SumsWhatCameInByThePersonsDays()
    {
        var (actor, videoId) = await NewClipAsync("week.mp4");
        // In Bangkok the 11th began at 17:00 UTC of the 10th.
        await EarnAsync(actor, videoId, Platform.Instagram, (100, "2026-11-03T18:00Z"), (150, "2026-11-09T10:00Z"), (190, "2026-11-10T16:59Z"), (200, "2026-11-10T17:01Z"));
        await EarnAsync(actor, videoId, Platform.Tiktok, (7, "2026-11-10T20:00Z"));

        var week = await new EarnedQueries(Contexts, _clock).WeekAsync(actor, Bangkok, Token);

        Assert.Equal(new DateOnly(2026, 11, 5), week.FirstDay);
        Assert.Equal([null, null, null, null, 50, 40, 17], week.Days);
        Assert.Equal([null, null, null, null, null, null, 100], week.Before);
        Assert.Equal(107, week.Views);
        Assert.Equal(7, week.ChangePercent);
    }

    [Fact]
    public async Task Week_OfNobodysPosts_IsUnknownNotNothing()
    {
        var person = await NewPersonAsync();
        var week = await new EarnedQueries(Contexts, _clock).WeekAsync(Actor.Person(person.Id, []), Bangkok, Token);
        Assert.Null(week.Views);
        Assert.Null(week.ChangePercent);
    }

    [Fact]
    public async Task Coming_OfOneClipAtOneMinute_IsOneRowWithTheWorstThatWasFound()
    {
        var (actor, videoId) = await NewClipAsync("coming.mp4");
        var at = _clock.GetUtcNow().AddHours(2);
        var fine = await ScheduleAsync(actor, videoId, Platform.Instagram, at);
        var bad = await ScheduleAsync(actor, videoId, Platform.Youtube, at);
        var later = await ScheduleAsync(actor, videoId, Platform.Tiktok, at.AddHours(1));
        await CheckAsync(actor, fine, 1, VerdictLevel.Fine);
        await CheckAsync(actor, bad, 0, VerdictLevel.Error, new CheckFinding(VerdictLevel.Error, "of_an_earlier_arming", []));
        await CheckAsync(actor, bad, 1, VerdictLevel.Error, new CheckFinding(VerdictLevel.Error, "reauth_needed", []));
        var (stranger, strangersVideo) = await NewClipAsync("not-mine.mp4");
        await ScheduleAsync(stranger, strangersVideo, Platform.Instagram, at);

        await using var db = await Contexts.CreateDbContextAsync(Token);
        var coming = await ComingPosts.ReadAsync(db, actor, _clock.GetUtcNow(), 6, Token);

        Assert.Equal([at, at.AddHours(1)], coming.Select(row => row.At));
        Assert.Equal([Platform.Instagram, Platform.Youtube], coming[0].Posts.Select(post => post.Platform));
        Assert.Equal(VerdictLevel.Error, coming[0].Check);
        var finding = Assert.Single(coming[0].Findings);
        Assert.Equal((bad, "reauth_needed"), (finding.PostId, finding.Finding.Code));
        Assert.Equal(later, Assert.Single(coming[1].Posts).Id);
        Assert.Null(coming[1].Check);
    }

    private async Task<(Actor Actor, Guid VideoId)> NewClipAsync(string name)
    {
        var person = await NewPersonAsync();
        return (Actor.Person(person.Id, []), (await NewVideoAsync(person.Id, name)).Id);
    }

    private async Task EarnAsync(Actor actor, Guid videoId, Platform platform, params (int Views, string At)[] looks)
    {
        await using var db = await Contexts.CreateDbContextAsync(Token);
        foreach (var (views, at) in looks)
        {
            var moment = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
            db.VideoAnalytics.Add(new VideoAnalytics
            {
                Id = Guid.CreateVersion7(),
                VideoId = videoId,
                UserId = actor.PersonId,
                Platform = platform,
                Views = views,
                FetchedAt = moment,
            });
        }

        await db.SaveChangesAsync(Token);
    }

    private async Task<Guid> ScheduleAsync(Actor actor, Guid videoId, Platform platform, DateTimeOffset at)
    {
        await using var db = (await Contexts.CreateDbContextAsync(Token)).ActAs(actor);
        var id = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO platform_posts (id, video_id, user_id, platform, scheduled_for, submitted_at, arming)
            VALUES ({id}, {videoId}, {actor.PersonId}, {Words.Of(platform)}, {at}, now(), 1)
            """, Token);
        return id;
    }

    private async Task CheckAsync(Actor actor, Guid postId, int arming, VerdictLevel outcome, params CheckFinding[] findings)
    {
        await using var db = await Contexts.CreateDbContextAsync(Token);
        db.PostChecks.Add(new PostCheck
        {
            Id = Guid.CreateVersion7(),
            PostId = postId,
            UserId = actor.PersonId,
            Arming = arming,
            Stage = CheckStage.Hour,
            Outcome = outcome,
            Findings = findings,
        });
        await db.SaveChangesAsync(Token);
    }
}
