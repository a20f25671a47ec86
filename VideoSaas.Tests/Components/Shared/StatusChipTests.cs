using System.Globalization;
using Bunit;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Tests.Components.Shared;

public sealed class StatusChipTests : ScreenTest
{
    [Fact]
    public void Chip_AlwaysShowsIconAndWord()
    {
        var chip = Render<StatusChip>(parameters => parameters.Add(one => one.View, StatusView.Of(VideoStatus.Compressing)));
        Assert.Equal("Encoding", chip.Find(".vs-status").TextContent.Trim());
        Assert.Single(chip.FindAll("svg"));
        Assert.Contains("vs-tone-blue", chip.Find(".vs-status").ClassList);
        Assert.Contains("vs-chip", chip.Find(".vs-status").ClassList);
    }

    [Fact]
    public void Chip_Bare_HasNoPlate()
    {
        var chip = Render<StatusChip>(parameters => parameters.Add(one => one.View, StatusView.Of(VideoStatus.Ready)).Add(one => one.Bare, true));
        Assert.DoesNotContain("vs-chip", chip.Find(".vs-status").ClassList);
    }

    [Fact]
    public void Chip_WithArguments_PutsThemIntoTheWord()
    {
        var chip = Render<StatusChip>(parameters => parameters
            .Add(one => one.View, StatusView.Find("posts.partly")).Add(one => one.Arguments, [3, 4]));
        Assert.Equal("3 of 4 live", chip.Find(".vs-status").TextContent.Trim());
    }

    [Fact]
    public void Chip_InThai_SpeaksThai()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("th");
        var chip = Render<StatusChip>(parameters => parameters.Add(one => one.View, StatusView.Of(VideoStatus.Ready)));
        Assert.Equal("พร้อมใช้", chip.Find(".vs-status").TextContent.Trim());
    }
}
