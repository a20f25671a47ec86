using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Studio;

namespace VideoSaas.Tests.Features.Studio;

public sealed class LibraryQueriesTests(TestDatabase database) : DatabaseTest(database)
{
    private LibraryQueries Queries => new(Contexts);

    [Fact]
    public async Task Page_OfEachFilter_HoldsWhatItsCountSays()
    {
        var person = await NewPersonAsync();
        var actor = Actor.Person(person.Id, []);
        await NewVideoAsync(person.Id, "waiting.mp4");
        await ReadyAsync(person.Id, "ready.mp4");
        await FailedAsync(person.Id, "broken.mp4", "truncated");
        await FailedAsync(person.Id, "stopped.mp4", ProcessingErrorDetails.Cancelled);
        await PostAsync(await ReadyAsync(person.Id, "out.mp4"), PostStatus.Preparing, PostStatus.Uploading, PostStatus.Checking, PostStatus.Published);
        await PostAsync(await ReadyAsync(person.Id, "moving.mp4"), PostStatus.Preparing);
        await PostAsync(await ReadyAsync(person.Id, "refused.mp4"), PostStatus.Failed);

        var page = await Queries.PageAsync(actor, LibraryFilter.All, null, 50, Token);
        Assert.Equal(7, page.Total);
        Assert.Equal(7, page.Clips.Count);
        Assert.Equal(["ready"], await TitlesAsync(actor, LibraryFilter.Ready));
        Assert.Equal(1, page.Ready);
        Assert.Equal(["moving", "waiting"], await TitlesAsync(actor, LibraryFilter.InProgress));
        Assert.Equal(2, page.InProgress);
        Assert.Equal(["out"], await TitlesAsync(actor, LibraryFilter.Published));
        Assert.Equal(["broken", "refused"], await TitlesAsync(actor, LibraryFilter.NeedsYou));
        Assert.Equal(2, page.NeedsYou);
    }

    [Theory]
    [InlineData("แมว", "cat")]
    [InlineData("#แมว", "cat")]
    [InlineData("CAT rainy", "cat")]
    [InlineData("100%", "percent")]
    [InlineData("a_b", "percent")]
    [InlineData("nothing like it")]
    public async Task Page_Searched_FindsThaiHashtagsAndTakesSignsAsTheyAre(string search, params string[] found)
    {
        var person = await NewPersonAsync();
        await CaptionedAsync(person.Id, "cat.mp4", "Rainy day, น้องแมว", ["แมว"]);
        await CaptionedAsync(person.Id, "percent.mp4", "100% a_b", []);
        await CaptionedAsync(person.Id, "other.mp4", "1000 axb", []);

        var page = await Queries.PageAsync(Actor.Person(person.Id, []), LibraryFilter.All, search, 50, Token);
        Assert.Equal(found, page.Clips.Select(clip => found.Length == 0 ? clip.Title : found.Single(one => Names[one] == clip.Title)));
    }

    [Fact]
    public async Task Page_OfAStranger_IsEmpty()
    {
        var owner = await NewPersonAsync();
        await ReadyAsync(owner.Id, "mine.mp4");
        var stranger = await NewPersonAsync();
        var page = await Queries.PageAsync(Actor.Person(stranger.Id, []), LibraryFilter.All, "mine", 50, Token);
        Assert.Equal(0, page.Total);
        Assert.Empty(page.Clips);
    }

    [Fact]
    public async Task Page_OfMoreThanFit_SaysHowManyMatch()
    {
        var person = await NewPersonAsync();
        for (var i = 0; i < 3; i++)
        {
            await NewVideoAsync(person.Id, $"clip{i}.mp4");
        }

        var page = await Queries.PageAsync(Actor.Person(person.Id, []), LibraryFilter.All, "clip", 2, Token);
        Assert.Equal((3, 2), (page.Matching, page.Clips.Count));
    }

    private static readonly Dictionary<string, string> Names = new() { ["cat"] = "Rainy day, น้องแมว", ["percent"] = "100% a_b" };

    private async Task<IReadOnlyList<string>> TitlesAsync(Actor actor, LibraryFilter filter) =>
        [.. (await Queries.PageAsync(actor, filter, null, 50, Token)).Clips.Select(clip => clip.Title).Order(StringComparer.Ordinal)];

    private async Task<Video> ReadyAsync(Guid person, string filename)
    {
        var video = await NewVideoAsync(person, filename);
        await ChangeAsync(video, VideoStatus.Processing, VideoStatus.Uploading, VideoStatus.Ready);
        return video;
    }

    private async Task ChangeAsync(Video video, params VideoStatus[] steps)
    {
        foreach (var step in steps)
        {
            await using var db = Open();
            var tracked = (await db.Videos.FindAsync([video.Id], Token))!;
            tracked.MoveTo(step, Clock.GetUtcNow());
            await db.SaveChangesAsync(Token);
        }
    }

    private async Task FailedAsync(Guid person, string filename, string code)
    {
        var video = await NewVideoAsync(person, filename);
        await using var db = Open();
        (await db.Videos.FindAsync([video.Id], Token))!.Fail(new ProcessingErrorDetails(code), "It failed.", Clock.GetUtcNow());
        await db.SaveChangesAsync(Token);
    }

    private async Task CaptionedAsync(Guid person, string filename, string caption, string[] hashtags)
    {
        var video = await NewVideoAsync(person, filename);
        await using var db = Open();
        (await db.Videos.FindAsync([video.Id], Token))!.Write(caption, hashtags, []);
        await db.SaveChangesAsync(Token);
    }

    private async Task PostAsync(Video video, params PostStatus[] steps)
    {
        var account = Guid.CreateVersion7();
        await using var db = Open();
        db.PlatformAccounts.Add(new PlatformAccount
        {
            Id = account, UserId = video.UserId, Platform = Platform.Instagram, ExternalId = account.ToString("N"), AccessTokenProtected = "x",
        });
        var post = PlatformPost.Draft(Guid.CreateVersion7(), video.Id, video.UserId, Platform.Instagram, account, "1", Clock.GetUtcNow());
        post.Arm(Clock.GetUtcNow(), Clock.GetUtcNow());
        db.PlatformPosts.Add(post);
        await db.SaveChangesAsync(Token);
        foreach (var step in steps)
        {
            post.MoveTo(step);
            await db.SaveChangesAsync(Token);
        }
    }
}
