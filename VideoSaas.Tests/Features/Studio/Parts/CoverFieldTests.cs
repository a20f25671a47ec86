using System.Globalization;
using Bunit;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Components;
using VideoSaas.Web.Features.Studio;
using VideoSaas.Web.Features.Studio.Parts;

namespace VideoSaas.Tests.Features.Studio.Parts;

public sealed class CoverFieldTests : ScreenTest
{
    private static readonly EditView View = new(
        Guid.CreateVersion7(), "Clip", ["/media/source"], "/media/thumbnail", 1080, 1920, null, 10_000, 1d / 30, VideoEdits.None, false,
        [new("/media/cover-1", 1000), new("/media/cover-2", 3000)]);

    private readonly EditFields _form = new(VideoEdits.None, 10_000);

    [Fact]
    public void App_ThatIsChosen_DrawsWhatItCovers_AndSaysSo()
    {
        var field = Field();
        Assert.Empty(field.FindAll(".vs-zone"));

        field.Find("[data-over=tiktok]").Change(true);

        var zone = FeedLook.SafeZoneOf(Platform.Tiktok)!;
        var style = field.Find(".vs-cover-screen .vs-zone").GetAttribute("style")!;
        Assert.Contains($"--bottom:{(zone.Bottom * 100).ToString("0.0", CultureInfo.InvariantCulture)}%", style, StringComparison.Ordinal);
        Assert.Contains(field.FindAll("[role=status]"), line => line.TextContent.Contains("what TikTok covers", StringComparison.Ordinal));

        field.Find("[name=cover-over]").Change(true);
        Assert.Empty(field.FindAll(".vs-zone"));
    }

    [Fact]
    public void Apps_ThatCoverNothing_AreNotOffered_AndXIsSaidToTakeNoCover()
    {
        var field = Field();

        Assert.Equal(
            ["facebook", "instagram", "tiktok", "youtube"], field.FindAll("[data-over]").Select(one => one.GetAttribute("data-over")).Order());
        Assert.Contains("X takes no cover.", field.Find("section").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_ThatIsChosen_IsShown_AndAnExactMomentIsTakenFromTheSource()
    {
        var field = Field();
        Assert.Equal("/media/thumbnail", field.Find(".vs-cover-picture img").GetAttribute("src"));

        field.FindAll(".vs-cover")[1].Click();
        Assert.Equal((3000, "/media/cover-2"), (_form.CoverAtMs, field.Find(".vs-cover-picture img").GetAttribute("src")));

        field.Find("#edit-cover-at").Change("4.25");
        Assert.Equal((4250, "/media/source#t=4.25"), (_form.CoverAtMs, field.Find(".vs-cover-picture source").GetAttribute("src")));
    }

    [Fact]
    public void Frame_ThatIsCutAway_IsSaidToBe()
    {
        _form.StartSeconds = 2;
        _form.CoverAtMs = 1000;
        Assert.Contains("outside the part you keep", Field().Find(".vs-tone-amber").TextContent, StringComparison.Ordinal);

        _form.CoverAtMs = 2000;
        Assert.Empty(Field().FindAll(".vs-tone-amber"));
    }

    private IRenderedComponent<CoverField> Field() => Render<CoverField>(set => set.Add(one => one.View, View).Add(one => one.Form, _form));
}
