using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using VideoSaas.Tests.Components;
using VideoSaas.Web.Features.Processing.Bin;
using VideoSaas.Web.Features.Studio.Library;
using VideoSaas.Web.Features.Studio.Parts.Library;

namespace VideoSaas.Tests.Features.Studio.Parts;

/// <summary>What the bin says: how long, what goes, what stays.</summary>
public sealed class BinPartsTests : ScreenTest
{
    public BinPartsTests() => Services.Configure<BinOptions>(options => options.Days = 30);

    [Theory]
    [InlineData(0, "Gone for good in 30 days")]
    [InlineData(20.5, "Gone for good in 10 days")]
    [InlineData(29.5, "Gone for good in 1 day")]
    [InlineData(30, "Gone for good within the hour")]
    [InlineData(40, "Gone for good within the hour")]
    public void Item_SaysHowLongItCanStillBeTakenOut(double daysAgo, string said) =>
        Assert.Equal(said, Render<BinLeft>(with => with.Add(one => one.DeletedAt, Time.GetUtcNow().AddDays(-daysAgo))).Find("span").TextContent);

    [Fact]
    public void Note_SaysTheDays_AndOffersToEmptyWhatIsNotEmpty()
    {
        var asked = 0;
        var note = Render<BinNote>(with => with.Add(one => one.Count, 2).Add(one => one.OnEmpty, () => asked++));
        Assert.Contains("for 30 days", note.Find("p").TextContent, StringComparison.Ordinal);
        note.Find("button").Click();
        Assert.Equal(1, asked);
        Assert.Empty(Render<BinNote>(with => with.Add(one => one.Count, 0)).FindAll("button"));
    }

    [Fact]
    public void Chosen_InTheBin_AreRestoredOrDeletedForGood_AndNothingElse()
    {
        var asked = 0;
        var bar = Render<SelectionBar>(with => with.Add(one => one.Count, 2).Add(one => one.InBin, true).Add(one => one.OnDeleteForGood, () => asked++));
        Assert.DoesNotContain("Schedule", bar.Markup, StringComparison.Ordinal);
        bar.FindAll("button").Single(button => button.TextContent == "Delete for good").Click();
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Question_NamesWhatGoesAndWhatStays_AndDeletesOnlyWhenTold()
    {
        var deleted = 0;
        var (provider, shown) = await AskAsync(new BinContent(3, 5_000_000, 1), () => deleted++);
        var words = provider.Find(".vs-bin-ask").TextContent;
        Assert.Contains("3 videos go with all their files, versions, captions and drafts: 5 MB", words, StringComparison.Ordinal);
        Assert.Contains("1 of them is published. Its posts stay", words, StringComparison.Ordinal);
        Assert.Contains("This cannot be undone.", words, StringComparison.Ordinal);
        provider.FindAll("button").Single(button => button.TextContent.Trim() == "Keep").Click();
        Assert.True((await shown.Result)!.Canceled);
        Assert.Equal(0, deleted);

        (provider, shown) = await AskAsync(new BinContent(1, 1000, 0), () => deleted++);
        Assert.DoesNotContain("published", provider.Find(".vs-bin-ask").TextContent, StringComparison.Ordinal);
        provider.FindAll("button").Single(button => button.TextContent.Trim() == "Delete for good").Click();
        Assert.False((await shown.Result)!.Canceled);
        Assert.Equal(1, deleted);
    }

    private async Task<(IRenderedComponent<MudDialogProvider> Provider, IDialogReference Shown)> AskAsync(BinContent content, Action delete)
    {
        var provider = Render<MudDialogProvider>();
        var shown = await provider.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<BinDialog>(
            "Delete?",
            new DialogParameters<BinDialog>
            {
                { one => one.Content, content },
                { one => one.OnDelete, () => { delete(); return Task.CompletedTask; } },
            }));
        provider.WaitForElement(".vs-bin-ask");
        return (provider, shown);
    }
}
