using Microsoft.Extensions.Localization;
using MudBlazor;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Videos.Labels;
using VideoSaas.Web.Host;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Studio.Parts.Library;

/// <summary>What a person does to labels: at once, and what is deleted can be brought back.</summary>
internal sealed class LabelDeeds(
    CreateLabel create, RenameLabel rename, DeleteLabel delete, SetLabel set, ICurrentActor currentActor, ISnackbar toasts,
    IDialogService dialogs, IStringLocalizer<LibraryTexts> texts)
{
    private const int UndoMilliseconds = 10_000;

    /// <param name="videoIds">The clips that are meant; none: labels alone are kept.</param>
    /// <param name="onChange">After each change.</param>
    public async Task OpenAsync(IReadOnlyList<Guid> videoIds, Func<Task> onChange)
    {
        var dialog = await dialogs.ShowAsync<LabelsDialog>(
            videoIds.Count switch { 0 => texts["Labels_Manage"], 1 => texts["Labels_One"], _ => texts["Labels_Many", videoIds.Count] },
            new DialogParameters<LabelsDialog> { { one => one.VideoIds, [.. videoIds] }, { one => one.OnChange, onChange } },
            new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true });
        await dialog.Result;
    }

    /// <returns>Null: it is done.</returns>
    public async Task<Refusal?> AddAsync(string name, IReadOnlyList<Guid> videoIds)
    {
        var label = await create.ExecuteAsync(await currentActor.GetAsync(), new CreateLabel.Input(name), CancellationToken.None);
        return label.Refusal ?? (videoIds.Count == 0 ? null : await SetAsync(label.Value, videoIds, isOn: true));
    }

    public async Task<Refusal?> RenameAsync(Guid labelId, string name) =>
        (await rename.ExecuteAsync(await currentActor.GetAsync(), new RenameLabel.Input(labelId, name), CancellationToken.None)).Refusal;

    public async Task<Refusal?> SetAsync(Guid labelId, IReadOnlyList<Guid> videoIds, bool isOn) =>
        (await set.ExecuteAsync(await currentActor.GetAsync(), new SetLabel.Input(labelId, videoIds, isOn), CancellationToken.None)).Refusal;

    public async Task<Refusal?> DeleteAsync(Guid labelId, Func<Task> onUndone)
    {
        var deleted = await delete.ExecuteAsync(await currentActor.GetAsync(), new DeleteLabel.Input(labelId), CancellationToken.None);
        if (deleted.Refusal is { } refusal)
        {
            return refusal;
        }

        toasts.Add(texts["Label_Deleted", deleted.Value.Name].Value, Severity.Normal, toast =>
        {
            toast.Action = texts["Undo"];
            toast.VisibleStateDuration = UndoMilliseconds;
            toast.OnClick = async _ =>
            {
                if (await AddAsync(deleted.Value.Name, deleted.Value.VideoIds) is { } refused)
                {
                    toasts.Add(Sentences.Of(texts, refused, "Refusal_other"));
                }

                await onUndone();
            };
        });
        return null;
    }
}
