using Microsoft.Extensions.Localization;
using MudBlazor;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Processing.Bin;
using VideoSaas.Web.Features.Studio.Library;
using VideoSaas.Web.Features.Studio.Parts.Library;
using VideoSaas.Web.Features.Videos;
using VideoSaas.Web.Host;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Studio;

/// <summary>
/// Into the bin and out of it, as every screen does it: at once, with a word about it and a way back. Only what goes for good is
/// asked about first.
/// </summary>
internal sealed class VideoBin(
    DeleteVideo delete, RestoreVideo restore, DeleteForGood forGood, BinQueries bin, ICurrentActor currentActor, ISnackbar toasts,
    IDialogService dialogs, IStringLocalizer<StudioTexts> texts, IStringLocalizer<LibraryTexts> words)
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

        Offer(texts["Card_Deleted", title], () => TakeOutAsync(videoId));
        return true;
    }

    /// <summary>Each for itself: one that is refused keeps none of the others back.</summary>
    public async Task PutManyAsync(IReadOnlyList<Guid> videoIds)
    {
        var actor = await currentActor.GetAsync();
        var put = new List<Guid>();
        foreach (var id in videoIds)
        {
            if ((await delete.ExecuteAsync(actor, new DeleteVideo.Input(id), CancellationToken.None)).Succeeded)
            {
                put.Add(id);
            }
        }

        Offer(words[put.Count == 1 ? "Bin_Put_One" : "Bin_Put_Many", put.Count], put.Count == 0 ? null : async () =>
        {
            foreach (var id in put)
            {
                await TakeOutAsync(id);
            }
        });
    }

    public async Task TakeOutManyAsync(IReadOnlyList<Guid> videoIds)
    {
        var actor = await currentActor.GetAsync();
        var taken = new List<Guid>();
        foreach (var id in videoIds)
        {
            if ((await restore.ExecuteAsync(actor, new RestoreVideo.Input(id), CancellationToken.None)).Succeeded)
            {
                taken.Add(id);
            }
        }

        Offer(words[taken.Count == 1 ? "Bin_Out_One" : "Bin_Out_Many", taken.Count], taken.Count == 0 ? null : async () =>
        {
            foreach (var id in taken)
            {
                await delete.ExecuteAsync(await currentActor.GetAsync(), new DeleteVideo.Input(id), CancellationToken.None);
            }
        });
    }

    public async Task DeleteForGoodAsync(IReadOnlyList<Guid> videoIds)
    {
        var actor = await currentActor.GetAsync();
        await AskAsync(await bin.ContentAsync(actor, videoIds, CancellationToken.None), async () =>
        {
            var outcome = await forGood.ExecuteAsync(actor, new DeleteForGood.Input(videoIds), CancellationToken.None);
            if (outcome.Refusal is { } refusal)
            {
                Say(refusal);
                return;
            }

            Tell(outcome.Value);
        });
    }

    public async Task EmptyAsync()
    {
        var actor = await currentActor.GetAsync();
        await AskAsync(
            await bin.ContentAsync(actor, null, CancellationToken.None),
            async () => Tell(await forGood.EmptyAsync(actor, CancellationToken.None)));
    }

    public async Task TakeOutAsync(Guid videoId)
    {
        var outcome = await restore.ExecuteAsync(await currentActor.GetAsync(), new RestoreVideo.Input(videoId), CancellationToken.None);
        if (outcome.Refusal is { } refusal)
        {
            Say(refusal);
        }
    }

    private async Task AskAsync(BinContent content, Func<Task> go)
    {
        var shown = await dialogs.ShowAsync<BinDialog>(
            words[content.Videos == 1 ? "Bin_Ask_One" : "Bin_Ask", content.Videos],
            new DialogParameters<BinDialog> { { one => one.Content, content }, { one => one.OnDelete, go } });
        await shown.Result;
    }

    private void Tell(BinEmptied emptied)
    {
        var sentences = new List<string>();
        if (emptied.Gone > 0)
        {
            sentences.Add(words[emptied.Gone == 1 ? "Bin_Gone_One" : "Bin_Gone", emptied.Gone]);
        }

        if (emptied.Busy > 0)
        {
            sentences.Add(words[emptied.Busy == 1 ? "Bin_Stays_One" : "Bin_Stays", emptied.Busy]);
        }

        Offer(string.Join(" · ", sentences), null);
    }

    private void Offer(string sentence, Func<Task>? undo) => toasts.Add(sentence, Severity.Normal, toast =>
    {
        if (undo is not null)
        {
            toast.Action = texts["Card_Undo"];
            toast.VisibleStateDuration = UndoMilliseconds;
            toast.OnClick = _ => undo();
        }
    });

    private void Say(Refusal refusal) => toasts.Add(Sentences.Of(texts, refusal, "Refusal_action"));
}
