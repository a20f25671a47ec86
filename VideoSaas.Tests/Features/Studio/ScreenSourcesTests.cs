using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Accounts;
using VideoSaas.Web.Features.Analytics;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Studio;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Features.Studio;

/// <summary>What the page of one video and the home page are drawn from.</summary>
public sealed class ScreenSourcesTests(TestDatabase database) : DatabaseTest(database)
{
    private PublishingQueries Publishing => new(Contexts, Services.GetRequiredService<PlatformCatalog>(), Services.GetRequiredService<PostGate>());

    private HomeQueries Home => new(Contexts, Publishing, new EarnedQueries(Contexts, Clock), new AccountsQueries(Contexts), Clock);

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton(new PlatformCatalog([], [], []));
        services.AddSingleton<PostGate>();
    }

    [Fact]
    public async Task VideoPage_OfAStranger_IsNotThere()
    {
        var owner = await NewPersonAsync();
        var video = await NewVideoAsync(owner.Id);
        var stranger = await NewPersonAsync();
        var queries = new VideoPageQueries(Contexts, Publishing, new EarnedQueries(Contexts, Clock));
        Assert.Null(await queries.FindAsync(Actor.Person(stranger.Id, []), video.Id, Token));
        Assert.NotNull(await queries.FindAsync(Actor.Person(owner.Id, []), video.Id, Token));
    }

    [Fact]
    public async Task VideoPage_InTheBin_IsFoundAndSaysSo()
    {
        var owner = await NewPersonAsync();
        var video = await NewVideoAsync(owner.Id, "holiday.mov");
        await using (var db = Open())
        {
            (await db.Videos.FindAsync([video.Id], Token))!.Delete(Clock.GetUtcNow());
            await db.SaveChangesAsync(Token);
        }

        var page = await new VideoPageQueries(Contexts, Publishing, new EarnedQueries(Contexts, Clock)).FindAsync(Actor.Person(owner.Id, []), video.Id, Token);
        Assert.True(page!.IsDeleted);
        Assert.False(page.IsPublishable);
        Assert.Equal("holiday", page.Title);
        Assert.Equal(["video.deleted", "video.created"], page.Trail.Select(line => line.Action));
    }

    [Fact]
    public async Task Home_OfANewcomer_HasNothingAndTicksNothing()
    {
        var person = await NewPersonAsync();
        var home = await Home.PageAsync(Actor.Person(person.Id, []), TimeZoneInfo.Utc, Token);
        Assert.False(home.HasVideo || home.HasChannel || home.HasPublished);
        Assert.Empty(home.Processing);
    }

    [Fact]
    public async Task Home_ShowsWhatFailedAndWhatIsUnderWay_OfThatPersonOnly()
    {
        var person = await NewPersonAsync();
        var other = await NewPersonAsync();
        await NewVideoAsync(other.Id, "not-mine.mp4");
        await NewVideoAsync(person.Id, "waiting.mp4");
        var broken = await NewVideoAsync(person.Id, "broken.mp4");
        await using (var db = Open())
        {
            (await db.Videos.FindAsync([broken.Id], Token))!.Fail(new ProcessingErrorDetails("too_long", ["2:00", "1:00"]), "Too long.", Clock.GetUtcNow());
            await db.SaveChangesAsync(Token);
        }

        var home = await Home.PageAsync(Actor.Person(person.Id, []), TimeZoneInfo.Utc, Token);
        Assert.Equal(["waiting"], home.Processing.Select(one => one.Clip.Title));
        var failed = Assert.Single(home.FailedVideos);
        Assert.Equal(("broken", "too_long"), (failed.Title, failed.ErrorCode));
        Assert.Equal(["2:00", "1:00"], failed.ErrorArguments);
        Assert.True(home.HasVideo);
    }
}
