using Bunit;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Tests.Components.Shared;

public sealed class LiveProgressTests : ScreenTest
{
    private ProgressView Encoding => new(
        StatusView.Of(VideoStatus.Compressing),
        "Encoding",
        [
            new ProgressStage("Received", StageState.Done, "392 MB"),
            new ProgressStage("Encoding", StageState.Now, "2,171 of 3,501 frames", .62),
            new ProgressStage("Ready", StageState.Next),
        ],
        Percent: 62,
        SecondsLeft: 52,
        StartedAt: Time.GetUtcNow().AddSeconds(-20),
        LastProgressAt: Time.GetUtcNow(),
        Facts: ["0.7× real time"]);

    [Fact]
    public void Full_WhileEncoding_ShowsPercentTimeAndStages()
    {
        var progress = Draw(Encoding);
        Assert.Equal("62%", progress.Find(".vs-h1").TextContent);
        Assert.Equal("About 55 s left · 0.7× real time", progress.Find(".vs-progress-facts").TextContent);
        Assert.Equal(["100%", "62%", "0"], progress.FindAll(".vs-segment b").Select(bar => bar.GetAttribute("style")!.Replace("width:", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Full_ToScreenReaders_IsAProgressbarThatSpeaks()
    {
        var bar = Draw(Encoding).Find("[role=progressbar]");
        Assert.Equal("62", bar.GetAttribute("aria-valuenow"));
        Assert.Equal("Encoding, 62 percent, about 55 s left", bar.GetAttribute("aria-valuetext"));
    }

    [Fact]
    public void Full_OfUnknownLength_InventsNoPercent()
    {
        var progress = Draw(Encoding with { Percent = null, SecondsLeft = null, Usually = "usually under 2 min" });
        Assert.Empty(progress.FindAll(".vs-h1"));
        Assert.Null(progress.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
        Assert.StartsWith("Usually under 2 min", progress.Find(".vs-progress-facts").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Full_InItsFirstSeconds_ShowsNoTime() =>
        Assert.Equal("0.7× real time", Draw(Encoding with { StartedAt = Time.GetUtcNow().AddSeconds(-1) }).Find(".vs-progress-facts").TextContent);

    [Fact]
    public void Full_SilentForHalfAMinute_SaysSlowerThanUsual()
    {
        var progress = Draw(Encoding);
        Time.Advance(TimeSpan.FromSeconds(36));
        progress.WaitForAssertion(() => Assert.StartsWith("Slower than usual", progress.Find(".vs-progress-facts").TextContent, StringComparison.Ordinal));
        Assert.Contains("vs-tone-amber", progress.Find(".vs-progress").ClassList);
    }

    [Fact]
    public void Full_Failed_PutsTheReasonInPlaceOfTheTime()
    {
        var progress = Draw(Encoding with { Status = StatusView.Of(VideoStatus.Failed), Percent = null, Reason = "The file ends before the video does." });
        Assert.Equal("The file ends before the video does.", progress.Find(".vs-progress-facts").TextContent);
        Assert.Equal("assertive", progress.Find("[aria-live]").GetAttribute("aria-live"));
    }

    [Fact]
    public void Full_TimeLeft_NeverJumpsUpByMoreThanAStep()
    {
        var progress = Draw(Encoding with { SecondsLeft = 20 });
        progress.Render(parameters => parameters.Add(one => one.View, Encoding with { SecondsLeft = 500 }));
        Assert.StartsWith("About 25 s left", progress.Find(".vs-progress-facts").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Full_SpokenWords_ComeAtMostOnceInTenSeconds()
    {
        var progress = Draw(Encoding);
        var first = progress.Find("[aria-live]").TextContent;
        progress.Render(parameters => parameters.Add(one => one.View, Encoding with { Percent = 80 }));
        Assert.Equal(first, progress.Find("[aria-live]").TextContent);

        Time.Advance(TimeSpan.FromSeconds(10));
        progress.Render(parameters => parameters.Add(one => one.View, Encoding with { Percent = 81, LastProgressAt = Time.GetUtcNow() }));
        Assert.Contains("81 percent", progress.Find("[aria-live]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Micro_IsOneBar()
    {
        var progress = Draw(Encoding, ProgressSize.Micro);
        Assert.Equal("width:62%", progress.Find(".vs-micro i").GetAttribute("style"));
    }

    private IRenderedComponent<LiveProgress> Draw(ProgressView view, ProgressSize size = ProgressSize.Full) =>
        Render<LiveProgress>(parameters => parameters.Add(one => one.View, view).Add(one => one.Size, size));
}
