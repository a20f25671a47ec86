using Bunit;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Processing;
using VideoSaas.Tests.Components;
using VideoSaas.Tests.Domain.Media;
using VideoSaas.Web.Features.Studio.Parts;

namespace VideoSaas.Tests.Features.Studio.Parts;

public sealed class PlanCardTests : ScreenTest
{
    private static readonly Guid Video = Guid.CreateVersion7();

    [Fact]
    public void Decision_IsToldWithItsReason_AndACutIsOneClickAway()
    {
        var plan = Planner.Plan(
            SourceFacts.Compliant with { DurationMs = 200_000, Layout = new Mp4Layout(false, EditLists.None) }, VideoEdits.None, PlatformMediaRules.Platforms);
        var card = Render<PlanCard>(set => set.Add(one => one.Decisions, plan.Decisions).Add(one => one.VideoId, Video).Add(one => one.CanEdit, true));

        var youtube = card.Find("[data-platform=youtube]");
        Assert.Equal(("keep", true), (youtube.GetAttribute("data-work"), youtube.TextContent.Contains("Your file as it is", StringComparison.Ordinal)));
        var twitter = card.Find("[data-platform=twitter]");
        Assert.Contains("200 s is longer than 140 s", twitter.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/videos/{Video}/edit?end=140", twitter.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void EditFields_LeftAsTheyAre_AskForNothing_AndGiveBackWhatWasAsked()
    {
        Assert.Equal(VideoEdits.None, new EditFields(VideoEdits.None, 10_000).ToEdits());
        var asked = new VideoEdits(
            new FrameEdit(FrameShape.Portrait, FrameFill.Colour, 0.25, 0.75, "12ab34"), new TrimEdit(500, 9000),
            new WatermarkEdit(null, new StoredPiece("pieces/x", "00"), Corner.TopLeft, 0.3, 0.5), SoundEdit.Loudness,
            new CaptionsEdit(new StoredPiece("pieces/y", "11")), 1234);
        Assert.Equal(asked, new EditFields(asked, 10_000).ToEdits());
    }
}
