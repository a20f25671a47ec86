using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Features.Videos.Parts;

namespace VideoSaas.Tests.Features.Videos.Parts;

public sealed class UploadTrayRowTests : BunitContext
{
    public UploadTrayRowTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddLocalization();
        Services.AddSingleton<UploadVerdicts>();
        Services.AddSingleton<IVideoVerdicts, CodeVerdicts>();
    }

    [Theory]
    [InlineData(TrayState.Uploading, "pause,cancel")]
    [InlineData(TrayState.Waiting, "pause,cancel")]
    [InlineData(TrayState.Paused, "resume,cancel")]
    [InlineData(TrayState.Offline, "retry,cancel")]
    [InlineData(TrayState.SignedOut, "resume,cancel")]
    [InlineData(TrayState.Elsewhere, "retry,dismiss")]
    [InlineData(TrayState.Cancelled, "undo")]
    [InlineData(TrayState.Failed, "retry,dismiss")]
    [InlineData(TrayState.Refused, "dismiss")]
    [InlineData(TrayState.Done, "dismiss")]
    [InlineData(TrayState.Ready, "dismiss")]
    [InlineData(TrayState.Rejected, "dismiss")]
    public void Row_OfThisTab_OffersWhatHelps(TrayState state, string actions) =>
        Assert.Equal(actions, Actions(new TrayRow("u1", "t1", "clip.mp4", 100, 46, state)));

    [Theory]
    [InlineData(TrayState.Unattended, "pick,discard")]
    [InlineData(TrayState.Elsewhere, "")]
    public void Row_OfTheServer_OffersWhatHelps(TrayState state, string actions) =>
        Assert.Equal(actions, Actions(new TrayRow(null, "t1", "clip.mp4", 100, 46, state)));

    [Fact]
    public void UnattendedRow_SaysHowToGoOn() => Assert.Contains(
        "Paused at 46%. Pick the same file to go on.",
        Draw(new TrayRow(null, "t1", "clip.mp4", 100, 46, TrayState.Unattended)).Markup,
        StringComparison.Ordinal);

    [Fact]
    public void RefusedRow_SaysTheServersSentence() => Assert.Contains(
        "30 of 30 videos used.",
        Draw(new TrayRow("u1", null, "clip.mp4", 100, 0, TrayState.Failed, "30 of 30 videos used.")).Markup,
        StringComparison.Ordinal);

    [Fact]
    public void RejectedRow_SaysWhyTheVideoFailed() => Assert.Contains(
        "because of not_a_video",
        Draw(new TrayRow("u1", "t1", "clip.mp4", 100, 100, TrayState.Rejected, Error: new("not_a_video"))).Markup,
        StringComparison.Ordinal);

    [Fact]
    public void UploadingRow_LeavesWhatMovesToTheScript()
    {
        var row = Draw(new TrayRow("u1", "t1", "clip.mp4", 100, 46, TrayState.Uploading));
        Assert.Empty(row.Find("[data-upload-line]").ChildNodes);
        Assert.Null(row.Find("[data-upload-bar]").GetAttribute("aria-valuenow"));
    }

    [Fact]
    public void ReadyRow_LeadsToTheVideo()
    {
        var video = Guid.CreateVersion7();
        var row = Draw(new TrayRow("u1", "t1", "clip.mp4", 100, 100, TrayState.Ready, VideoId: video));
        Assert.Equal($"/videos/{video}", row.Find("a").GetAttribute("href"));
    }

    private IRenderedComponent<UploadTrayRow> Draw(TrayRow row) => Render<UploadTrayRow>(parameters => parameters.Add(part => part.Row, row));

    private string Actions(TrayRow row) =>
        string.Join(',', Draw(row).FindAll("[data-upload-action]").Select(button => button.GetAttribute("data-upload-action")));

    private sealed class CodeVerdicts : IVideoVerdicts
    {
        public string Sentence(ProcessingErrorDetails details) => $"because of {details.Code}";
    }
}
