using Microsoft.Extensions.Localization;
using MudBlazor;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Host;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Studio;

/// <summary>Into the bin and out of it, as every screen does it: at once, with a word about it and a way back.</summary>
internal sealed class VideoBin(
    DeleteVideo delete, RestoreVideo restore, ICurrentActor currentActor, ISnackbar toasts, IStringLocalizer<StudioTexts> texts)
{
    private const int UndoMilliseconds = 10_000;

    /// <returns>False when it was refused, which the person was told.</returns>
    public async Task<bool> PutAsync(Guid videoId, string title)
    {
        var outcome = await delete.ExecuteAsync(await currentActor.GetAsync(), new DeleteVideo.Input(videoId), CancellationToken.None);
        if (outcome.Refusal is { } refusal)
        {
            Say(refusal);
            return false;
        }

        toasts.Add(texts["Card_Deleted", title].Value, Severity.Normal, toast =>
        {
            toast.Action = texts["Card_Undo"];
            toast.VisibleStateDuration = UndoMilliseconds;
            toast.OnClick = _ => TakeOutAsync(videoId);
        });
        return true;
    }

    public async Task TakeOutAsync(Guid videoId)
    {
        var outcome = await restore.ExecuteAsync(await currentActor.GetAsync(), new RestoreVideo.Input(videoId), CancellationToken.None);
        if (outcome.Refusal is { } refusal)
        {
            Say(refusal);
        }
    }

    private void Say(Refusal refusal) => toasts.Add(Sentences.Of(texts, refusal, "Refusal_action"));
}
