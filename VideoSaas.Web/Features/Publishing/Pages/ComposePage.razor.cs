using Microsoft.AspNetCore.Components.Web;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Web.Features.Publishing.Pages;

/// <summary>Writes one text for the chosen channels and sends it: now, at a time, or in the next free slot of each.</summary>
public sealed partial class ComposePage
{
    private readonly HashSet<Guid> _chosen = [];
    private ComposeView? _view;
    private ComposeDraft _draft = default!;
    private PostTime? _time = new PostTime.Now();
    private bool _busy;
    private bool _showsPreview;
    private Guid? _shown;
    private Guid? _asked;

    [Microsoft.AspNetCore.Components.SupplyParameterFromQuery(Name = "video")]
    public Guid? VideoId { get; set; }

    private IReadOnlyList<ComposeChannel> Chosen => _view is null ? [] : [.. _view.Channels.Where(channel => _chosen.Contains(channel.Channel.Id))];

    private int Postable => Chosen.Count(CanGo);

    private int Blocked => _chosen.Count - Postable;

    /// <summary>The channel that has the least room left for the text, each by its own count.</summary>
    private ComposeChannel Tightest => (Chosen.Count > 0 ? Chosen : _view!.Channels)
        .MinBy(channel => channel.TextLimits.CaptionUnits - channel.TextLimits.UnitsOf(_draft.Caption.Trim()))!;

    /// <summary>Of the chosen channels whose posts have a title, the shortest that all take; null where none has one.</summary>
    private int? TitleLimit => Chosen.Select(channel => channel.TextLimits.TitleUnits).Where(units => units is not null).Min();

    private string GoLabel => (_chosen.Count, _time is PostTime.Now, Postable) switch
    {
        (0, _, _) => Texts["Compose_ChooseOne"],
        (_, true, > 1) => Texts["Compose_PostMany", Postable],
        (_, true, _) => Texts["Compose_PostNow"],
        (_, _, > 1) => Texts["Compose_ScheduleMany", Postable],
        _ => Texts["Compose_Schedule"],
    };

    protected override async Task OnParametersSetAsync()
    {
        if (VideoId is not { } video || _shown == video)
        {
            return;
        }

        _shown = video;
        _draft = new ComposeDraft(Queries);
        if (!await ReadAsync())
        {
            return;
        }

        _draft.Caption = _view!.Caption ?? "";
        _draft.Title = _view.Channels.Select(channel => channel.Title).FirstOrDefault(title => title is not null) ?? "";
        _chosen.Clear();
        if (_view.Channels.FirstOrDefault(channel => channel.IsOpen) is { } first)
        {
            _chosen.Add(first.Channel.Id);
        }
    }

    /// <summary>Platforms are asked for what they allow once the page is there: their answer may take a moment.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_view is null || _asked == _view.VideoId)
        {
            return;
        }

        _asked = _view.VideoId;
        var actor = await CurrentActor.GetAsync();
        foreach (var channel in _view.Channels.Where(one => one is { IsOpen: true, NeedsReconnect: false }))
        {
            await Facts.ExecuteAsync(actor, channel.Channel.Id, CancellationToken.None);
        }

        await ReadAsync();
        StateHasChanged();
    }

    /// <summary>The rows as they are now; what was typed stays. False when there is no such video.</summary>
    private async Task<bool> ReadAsync()
    {
        var outcome = await Queries.ComposeAsync(await CurrentActor.GetAsync(), _shown!.Value, CancellationToken.None);
        if (!outcome.Succeeded)
        {
            Navigation.NotFound();
            return false;
        }

        foreach (var channel in outcome.Value.Channels)
        {
            _draft.Know(channel);
        }

        _view = outcome.Value;
        return true;
    }

    private bool CanGo(ComposeChannel channel) =>
        channel is { IsOpen: true, NeedsReconnect: false } && _draft.VerdictsOf(channel).All(verdict => verdict.Level != VerdictLevel.Error);

    private void Choose(ComposeChannel channel, bool on) =>
        _ = on ? _chosen.Add(channel.Channel.Id) : _chosen.Remove(channel.Channel.Id);

    private void ClosePreview(KeyboardEventArgs args) => _showsPreview = _showsPreview && args.Key != "Escape";

    private async Task RepairAsync(ComposeChannel channel, Repair repair, Verdict verdict)
    {
        if (Repairs.IsOfText(repair))
        {
            _draft.Mend(channel, repair);
            return;
        }

        _busy = true;
        try
        {
            var outcome = await RepairFile.ExecuteAsync(
                await CurrentActor.GetAsync(),
                new RepairVideoInput(_view!.VideoId, repair, Repairs.LengthOf(verdict)),
                CancellationToken.None);
            Toasts.Add(outcome.Refusal is { } refusal ? Sentences.Of(Reasons, refusal, "Refusal_gave_up") : Texts["Repair_UnderWay"].Value);
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task KeepAsync()
    {
        if (await SaveAsync(Chosen) is { Count: > 0 })
        {
            Toasts.Add(Texts["Compose_Kept"].Value);
        }
    }

    private async Task PostAsync()
    {
        if (_time is not { } time)
        {
            Toasts.Add(Texts["When_Choose"].Value);
            return;
        }

        var going = Chosen.Where(CanGo).ToList();
        var staying = Chosen.Except(going).ToList();
        var saved = await SaveAsync(going);
        await SaveAsync(staying);
        var actor = await CurrentActor.GetAsync();
        var sent = new List<Guid>();
        foreach (var post in saved)
        {
            var outcome = await Submit.ExecuteAsync(actor, new SubmitPostInput(post, time), CancellationToken.None);
            if (outcome.Refusal is { } refusal)
            {
                Toasts.Add(Sentences.Of(Reasons, refusal, "Refusal_gave_up"));
            }
            else
            {
                sent.Add(post);
            }
        }

        if (sent.Count > 0)
        {
            Navigation.NavigateTo(sent.Count == 1 ? $"/posts/{sent[0]}" : $"/videos/{VideoId}");
        }
    }

    private async Task<IReadOnlyList<Guid>> SaveAsync(IReadOnlyList<ComposeChannel> channels)
    {
        _busy = true;
        try
        {
            var saved = new List<Guid>();
            var actor = await CurrentActor.GetAsync();
            foreach (var channel in channels)
            {
                var outcome = await Save.ExecuteAsync(actor, _draft.ToSave(_view!.VideoId, channel), CancellationToken.None);
                if (outcome.Refusal is { } refusal)
                {
                    Toasts.Add(Sentences.Of(Reasons, refusal, "Refusal_gave_up"));
                }
                else
                {
                    saved.Add(outcome.Value);
                }
            }

            return saved;
        }
        finally
        {
            _busy = false;
        }
    }
}
