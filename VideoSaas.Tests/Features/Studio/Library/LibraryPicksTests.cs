using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Engine.Live;
using VideoSaas.Web.Features.Studio;
using VideoSaas.Web.Features.Studio.Library;

namespace VideoSaas.Tests.Features.Studio.Library;

/// <summary>What is asked, chosen and noted, without any database.</summary>
public sealed class LibraryPicksTests
{
    private static readonly Guid One = Guid.CreateVersion7();

    private static readonly Guid Two = Guid.CreateVersion7();

    private static readonly Guid Post = Guid.CreateVersion7();

    [Fact]
    public void Range_GoesFromTheLastOnePressed_EitherWay()
    {
        var picks = new LibraryPicks();
        Assert.Null(picks.RangeTo(3));
        picks.Toggle(One, 5);
        Assert.Equal((2, 4), picks.RangeTo(2));
        Assert.Equal((5, 5), picks.RangeTo(9));
        picks.Toggle(One, 5);
        Assert.Equal(0, picks.Count);
        picks.Clear();
        Assert.Null(picks.RangeTo(1));
    }

    [Fact]
    public void Add_KeepsTheOrder_AndNoMoreThanCanBeChosen()
    {
        var picks = new LibraryPicks();
        picks.Add([Two, One, Two]);
        Assert.Equal([Two, One], picks.Ids);
        picks.Add(Enumerable.Range(0, 1000).Select(_ => Guid.CreateVersion7()));
        Assert.Equal(LibraryQueries.MostChosen, picks.Count);
    }

    [Fact]
    public void Ask_WrittenAsAnAddress_IsReadAsTheSame()
    {
        var label = Guid.CreateVersion7();
        var ask = new LibraryAsk(
            LibraryFilter.NeedsYou, "แมว #cat & co", Platform.Twitter, label, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), LibrarySort.LastPosted);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri("http://x" + ask.ToAddress()).Query);
        Assert.Equal(ask, LibraryAsk.Parse(query["show"], query["q"], query["platform"], query["label"], query["from"], query["until"], query["sort"]));
        Assert.Equal("/library", new LibraryAsk().ToAddress());
        Assert.Equal(new LibraryAsk(), LibraryAsk.Parse("nothing", null, "myspace", "x", "yesterday", "", "best"));
    }

    [Fact]
    public void Changes_OfShownCards_TouchThoseAlone()
    {
        Assert.Equal([One], Touched(new LiveSignal("video", One)));
        Assert.Equal([Two], Touched(new LiveSignal("post", Post)));
        Assert.Equal([One], Touched(new LiveSignal("job", Guid.CreateVersion7())));
    }

    [Fact]
    public void Changes_ThatMayAlterTheList_AskForAllOfIt()
    {
        Assert.Null(Touched());
        Assert.Null(Touched(new LiveSignal("video", Guid.CreateVersion7())));
        Assert.Null(Touched(new LiveSignal("post", Guid.CreateVersion7())));
        Assert.Null(Touched(new LiveSignal("job", One), new LiveSignal(LiveSignal.Gap, Guid.Empty)));
        Assert.Null(Touched(new LibraryAsk(LibraryFilter.Ready), new LiveSignal("video", One)));
        Assert.False(new LibraryChanges().Note(new LiveSignal("account", One)));
    }

    private static IReadOnlyCollection<Guid>? Touched(params LiveSignal[] signals) => Touched(new LibraryAsk(), signals);

    private static IReadOnlyCollection<Guid>? Touched(LibraryAsk ask, params LiveSignal[] signals)
    {
        var changes = new LibraryChanges();
        foreach (var signal in signals)
        {
            Assert.True(changes.Note(signal));
        }

        return changes.Touched(new LibraryView(
            ask,
            new LibraryCounts(2, 0, 0, 0, 0, 0, 0),
            2,
            [
                new Clip(One, "One", null, null, 1, VideoStatus.Compressing, null, [], 5, []),
                new Clip(Two, "Two", null, null, 1, VideoStatus.Ready, null, [], null,
                    [new ClipPost(Post, Platform.Tiktok, PostStatus.Pending, true, false, null, null)]),
            ],
            []));
    }
}
