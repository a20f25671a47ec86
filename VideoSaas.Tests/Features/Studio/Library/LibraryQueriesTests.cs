using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Studio.Library;
using VideoSaas.Web.Features.Videos.Labels;

namespace VideoSaas.Tests.Features.Studio.Library;

public sealed class LibraryQueriesTests(TestDatabase database) : DatabaseTest(database)
{
    private LibraryQueries Queries => new(Contexts, new LabelQueries(Contexts), Clock);

    private static LibraryAsk All { get; } = new();

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

        await PostAsync(await ReadyAsync(person.Id, "later.mp4"), Clock.GetUtcNow().AddDays(1));
        await DeletedAsync(person.Id, "gone.mp4");

        var page = await PageAsync(actor, All);
        Assert.Equal((8, 8), (page.Counts.All, page.Matching));
        Assert.Equal(8, page.Clips.Count);
        Assert.Equal(["ready"], await TitlesAsync(actor, LibraryFilter.Ready));
        Assert.Equal(1, page.Counts.Ready);
        Assert.Equal(["moving", "waiting"], await TitlesAsync(actor, LibraryFilter.InProgress));
        Assert.Equal(2, page.Counts.InProgress);
        Assert.Equal(["later"], await TitlesAsync(actor, LibraryFilter.Scheduled));
        Assert.Equal(1, page.Counts.Scheduled);
        Assert.Equal(["gone"], await TitlesAsync(actor, LibraryFilter.Bin));
        Assert.Equal((1, 1), (page.Counts.Published, page.Counts.Bin));
        Assert.Equal(["out"], await TitlesAsync(actor, LibraryFilter.Published));
        Assert.Equal(["broken", "refused"], await TitlesAsync(actor, LibraryFilter.NeedsYou));
        Assert.Equal(2, page.Counts.NeedsYou);
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

        var page = await PageAsync(Actor.Person(person.Id, []), All with { Search = search });
        Assert.Equal(found, page.Clips.Select(clip => found.Length == 0 ? clip.Title : found.Single(one => Names[one] == clip.Title)));
    }

    [Fact]
    public async Task Page_OfAStranger_IsEmpty()
    {
        var owner = await NewPersonAsync();
        await ReadyAsync(owner.Id, "mine.mp4");
        var stranger = await NewPersonAsync();
        var page = await PageAsync(Actor.Person(stranger.Id, []), All with { Search = "mine" });
        Assert.Equal(0, page.Counts.All);
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

        var page = await PageAsync(Actor.Person(person.Id, []), All with { Search = "clip" }, 2);
        Assert.Equal((3, 2), (page.Matching, page.Clips.Count));
    }

    [Fact]
    public async Task Page_InEachOrder_HasTheNextPartWhereTheFirstEnds()
    {
        var person = await NewPersonAsync();
        var actor = Actor.Person(person.Id, []);
        foreach (var name in new[] { "แก.mp4", "ข.mp4", "b.mp4", "A.mp4" })
        {
            await ReadyAsync(person.Id, name);
        }

        await PostAsync(await ReadyAsync(person.Id, "out.mp4"), PostStatus.Preparing, PostStatus.Uploading, PostStatus.Checking, PostStatus.Published);
        foreach (var (sort, first) in new[]
        {
            (LibrarySort.Name, new[] { "A", "b", "out", "แก", "ข" }), (LibrarySort.Oldest, ["แก", "ข", "b", "A", "out"]),
            (LibrarySort.Newest, ["out", "A", "b", "ข", "แก"]), (LibrarySort.LastPosted, ["out", "A", "b", "ข", "แก"]),
        })
        {
            var ask = All with { Sort = sort };
            var page = await PageAsync(actor, ask, 2);
            var rest = await Queries.ClipsAsync(actor, ask, TimeZoneInfo.Utc, 2, 50, Token);
            Assert.Equal(first, page.Clips.Concat(rest).Select(clip => clip.Title));
            Assert.Equal(rest.Take(2).Select(clip => clip.Id), await Queries.IdsAsync(actor, ask, TimeZoneInfo.Utc, 2, 2, Token));
        }
    }

    [Fact]
    public async Task Page_NarrowedByPlatformLabelAndDays_HoldsOnlyThose()
    {
        var person = await NewPersonAsync();
        var actor = Actor.Person(person.Id, []);
        var posted = await ReadyAsync(person.Id, "posted.mp4");
        await PostAsync(posted, PostStatus.Preparing);
        var labelled = await ReadyAsync(person.Id, "labelled.mp4");
        var label = (await new CreateLabel(Contexts, Clock).ExecuteAsync(actor, new("Series"), Token)).Value;
        await new SetLabel(Contexts).ExecuteAsync(actor, new(label, [labelled.Id], true), Token);
        var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

        Assert.Equal(["posted"], await TitlesAsync(actor, All with { Platform = Platform.Instagram }));
        Assert.Empty(await TitlesAsync(actor, All with { Platform = Platform.Tiktok }));
        Assert.Equal(["labelled"], await TitlesAsync(actor, All with { LabelId = label }));
        Assert.Equal(2, (await TitlesAsync(actor, All with { From = today, Until = today })).Count);
        Assert.Empty(await TitlesAsync(actor, All with { From = today.AddDays(1) }));
        Assert.Empty(await TitlesAsync(actor, All with { Until = today.AddDays(-1) }));

        // A label that is gone narrows nothing.
        Assert.Equal(2, (await TitlesAsync(actor, All with { LabelId = Guid.CreateVersion7() })).Count);
        Assert.Equal(["Series"], (await PageAsync(actor, All with { Search = "labelled" })).Clips[0].Labels);
    }

    [Fact]
    public async Task Fresh_OfSomeCards_LeavesTheOthers_AndSaysWhenOneIsGone()
    {
        var person = await NewPersonAsync();
        var actor = Actor.Person(person.Id, []);
        var first = await NewVideoAsync(person.Id, "one.mp4");
        var second = await NewVideoAsync(person.Id, "two.mp4");
        var shown = await PageAsync(actor, All);
        await ChangeAsync(first, VideoStatus.Processing);

        var fresh = await Queries.WithFreshAsync(actor, shown, [first.Id], Token);
        Assert.Equal([VideoStatus.Pending, VideoStatus.Processing], fresh!.Clips.Select(clip => clip.Status));
        Assert.Same(shown.Clips[0], fresh.Clips[0]);
        Assert.Equal(second.Id, fresh.Clips[0].Id);

        await DeleteAsync(first.Id);
        Assert.Null(await Queries.WithFreshAsync(actor, shown, [first.Id], Token));
    }

    private static readonly Dictionary<string, string> Names = new() { ["cat"] = "Rainy day, น้องแมว", ["percent"] = "100% a_b" };

    private Task<LibraryView> PageAsync(Actor actor, LibraryAsk ask, int most = 50) =>
        Queries.PageAsync(actor, ask, TimeZoneInfo.Utc, most, Token);

    private async Task<IReadOnlyList<string>> TitlesAsync(Actor actor, LibraryAsk ask) =>
        [.. (await PageAsync(actor, ask)).Clips.Select(clip => clip.Title)];

    private async Task DeletedAsync(Guid person, string filename) => await DeleteAsync((await NewVideoAsync(person, filename)).Id);

    private async Task DeleteAsync(Guid id)
    {
        await using var db = Open();
        (await db.Videos.FindAsync([id], Token))!.Delete(Clock.GetUtcNow());
        await db.SaveChangesAsync(Token);
    }

    private async Task<IReadOnlyList<string>> TitlesAsync(Actor actor, LibraryFilter filter) =>
        [.. (await PageAsync(actor, All with { Filter = filter })).Clips.Select(clip => clip.Title).Order(StringComparer.Ordinal)];

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

    private Task PostAsync(Video video, params PostStatus[] steps) => PostAsync(video, Clock.GetUtcNow(), steps);

    private async Task PostAsync(Video video, DateTimeOffset at, params PostStatus[] steps)
    {
        var account = Guid.CreateVersion7();
        await using var db = Open();
        db.PlatformAccounts.Add(new PlatformAccount
        {
            Id = account, UserId = video.UserId, Platform = Platform.Instagram, ExternalId = account.ToString("N"), AccessTokenProtected = "x",
        });
        var post = PlatformPost.Draft(Guid.CreateVersion7(), video.Id, video.UserId, Platform.Instagram, account, "1", Clock.GetUtcNow());
        post.Arm(at, Clock.GetUtcNow());
        db.PlatformPosts.Add(post);
        await db.SaveChangesAsync(Token);
        foreach (var step in steps)
        {
            if (step == PostStatus.Published)
            {
                post.Publish("1", Clock.GetUtcNow());
            }
            else
            {
                post.MoveTo(step);
            }

            await db.SaveChangesAsync(Token);
        }
    }
}
