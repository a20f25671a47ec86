using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using MudBlazor;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Publishing.Compose;
using VideoSaas.Web.Host;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Publishing.Parts;

/// <summary>One clip in the composer. What is typed is kept as it is typed.</summary>
public sealed partial class Composer(
    PublishingQueries queries,
    ComposeQueries saved,
    SaveDraft saveDraft,
    SendPosts send,
    ReadAccountFacts facts,
    RepairVideo repairFile,
    ICurrentActor currentActor,
    ISnackbar toasts,
    IDialogService dialogs,
    NavigationManager navigation,
    PersonClock clock,
    TimeProvider time,
    ILogger<DraftKeeper> logger,
    IStringLocalizer<PublishingTexts> reasons,
    IStringLocalizer<ComposeTexts> Texts)
{
    private const int UndoMilliseconds = 10_000;

    private readonly List<MendedCheck> _mended = [];
    private ComposeState _state = default!;
    private DraftKeeper _keeper = default!;
    private UsedWords _used = new([], []);
    private Guid? _tab;
    private bool _busy;
    private bool _hidesPreview;
    private bool _showsSheet;

    [Parameter, EditorRequired]
    public ComposeView View { get; set; } = default!;

    /// <summary>When it is to go out, as the address says.</summary>
    [Parameter]
    public string? At { get; set; }

    /// <summary>The channel that is open at first.</summary>
    [Parameter]
    public Guid? Tab { get; set; }

    /// <summary>Null: the shared text is.</summary>
    private ComposeChannel? Open => _state.View.Channels.FirstOrDefault(channel => channel.Channel.Id == _tab);

    private ComposeChannel? Looked => Open ?? _state.View.Channels.FirstOrDefault(_state.IsChosen) ?? (_state.View.Channels is [var first, ..] ? first : null);

    protected override async Task OnInitializedAsync()
    {
        _state = new ComposeState(View, queries.Judge);
        _keeper = new DraftKeeper(
            time,
            logger,
            () => _state,
            async draft => await saveDraft.ExecuteAsync(await currentActor.GetAsync(), draft, CancellationToken.None),
            InvokeAsync,
            StateHasChanged);
        _tab = View.Channels.Any(channel => channel.Channel.Id == Tab) ? Tab : null;
        if (ComposeAddress.MomentOf(At, clock.Zone) is { } at)
        {
            // Looking at a time is no change: only what is written makes a draft of it.
            _state.Time = new PostTime.At(at);
            _state.Kept(_state.Revision);
        }

        _used = await saved.UsedWordsAsync(await currentActor.GetAsync(), CancellationToken.None);
    }

    /// <summary>Platforms are asked for what they allow once the page is there: their answer may take a moment.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        var actor = await currentActor.GetAsync();
        foreach (var channel in View.Channels.Where(one => one is { IsOpen: true, NeedsReconnect: false }))
        {
            await facts.ExecuteAsync(actor, channel.Channel.Id, CancellationToken.None);
        }

        await ReadAsync();
        StateHasChanged();
    }

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    private static string Word(bool value) => value ? "true" : "false";

    private async Task ReadAsync()
    {
        var outcome = await queries.ComposeAsync(await currentActor.GetAsync(), View.VideoId, CancellationToken.None);
        if (outcome.Succeeded)
        {
            _state.Know(outcome.Value);
        }
    }

    private void Touch() => _keeper.Touch();

    private void CloseSheet(KeyboardEventArgs args) => _showsSheet = _showsSheet && args.Key != "Escape";

    private void UseShared(ComposeChannel channel) =>
        Undoable(_state.UseShared(channel), Texts["Now_Shared", PlatformNames.Of(channel.Channel.Platform)]);

    private void Undoable(Action undo, string said)
    {
        Touch();
        toasts.Add(said, Severity.Normal, toast =>
        {
            toast.Action = Texts["Undo"];
            toast.VisibleStateDuration = UndoMilliseconds;
            toast.OnClick = _ => InvokeAsync(() =>
            {
                undo();
                Touch();
                StateHasChanged();
            });
        });
    }

    private async Task OpenTemplatesAsync()
    {
        var text = Open is { } open ? _state.TextOf(open) : _state.Shared;
        var dialog = await dialogs.ShowAsync<TemplatesDialog>(null, new DialogParameters<TemplatesDialog> { { one => one.Caption, text } }, Wide);
        if (await dialog.Result is { Canceled: false, Data: string template })
        {
            var (channel, before) = (Open, text);
            var values = new TemplateValues(View.Title, Path.GetFileNameWithoutExtension(View.OriginalFilename), clock.Local(clock.Now).ToString("d MMMM yyyy", CultureInfo.CurrentCulture));
            _state.Put(channel, SavedTextRules.Fill(template, values));
            Undoable(() => _state.Put(channel, before), Texts["Template_Used"]);
        }
    }

    private async Task OpenGroupsAsync()
    {
        var text = Open is { } open ? _state.TextOf(open) : _state.Shared;
        var dialog = await dialogs.ShowAsync<HashtagGroupsDialog>(
            null, new DialogParameters<HashtagGroupsDialog> { { one => one.Hashtags, TextRules.Read(text).Hashtags } }, Wide);
        if (await dialog.Result is { Canceled: false, Data: string hashtags })
        {
            _state.Put(Open, text.Length == 0 ? hashtags : $"{text.TrimEnd()}{(text.Contains('\n', StringComparison.Ordinal) ? '\n' : ' ')}{hashtags}");
            Touch();
        }
    }

    private static DialogOptions Wide => new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true };

    private async Task RepairAsync(ComposeCheck check)
    {
        if (check.Repair is not { } repair)
        {
            return;
        }

        if (Repairs.IsOfText(repair))
        {
            var mended = new MendedCheck(check, repair, _state.Mend(check.Channel, repair));
            _mended.Add(mended);
            Touch();
            _ = ForgetAsync(mended);
            return;
        }

        await WhileBusyAsync(async () =>
        {
            var outcome = await repairFile.ExecuteAsync(
                await currentActor.GetAsync(), new RepairVideoInput(View.VideoId, repair, Repairs.LengthOf(check.Verdict)), CancellationToken.None);
            toasts.Add(outcome.Refusal is { } refusal ? Sentences.Of(reasons, refusal, "Refusal_gave_up") : Texts["Repair_UnderWay"].Value);
        });
    }

    private async Task ForgetAsync(MendedCheck mended)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(UndoMilliseconds), time);
        _mended.Remove(mended);
        StateHasChanged();
    }

    private void Undo(MendedCheck mended)
    {
        _mended.Remove(mended);
        mended.Undo();
        Touch();
    }

    private Task KeepAsync() => WhileBusyAsync(async () =>
    {
        if (await _keeper.KeepAsync() is not null)
        {
            toasts.Add(Texts["Kept"].Value);
        }
    });

    private Task GoAsync() => WhileBusyAsync(async () =>
    {
        if (_state.Time is not { } wish)
        {
            toasts.Add(Texts["When_Choose"].Value);
            return;
        }

        var going = _state.Going.Select(channel => channel.Channel.Id).ToList();
        if (await _keeper.KeepAsync() is not { } posts)
        {
            toasts.Add(Texts[_keeper.Status == KeepStatus.Failed ? "Saved_Failed" : "Saved_Refused"].Value);
            return;
        }

        var (sent, refusals) = await send.ExecuteAsync(
            await currentActor.GetAsync(), going.Where(posts.ContainsKey).Select(account => posts[account]), wish, CancellationToken.None);
        foreach (var refusal in refusals)
        {
            toasts.Add(Sentences.Of(reasons, refusal, "Refusal_gave_up"));
        }

        if (sent.Count > 0)
        {
            navigation.NavigateTo(sent.Count == 1 ? $"/posts/{sent[0]}" : $"/videos/{View.VideoId}");
        }
    });

    private async Task WhileBusyAsync(Func<Task> work)
    {
        _busy = true;
        try
        {
            await work();
        }
        finally
        {
            _busy = false;
        }
    }
}
