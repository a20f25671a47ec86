using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MudBlazor;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Engine.Live;
using VideoSaas.Web.Features.Studio.Library;
using VideoSaas.Web.Features.Studio.Parts.Library;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Studio.Pages;

/// <summary>All of a person's clips. What is asked stands in the address alone; what is chosen lives as long as the page.</summary>
public sealed partial class LibraryPage
{
    /// <summary>Divides by most numbers of cards in a row, so that the first part ends in a whole one.</summary>
    private const int FirstPart = 60;

    private readonly LibraryChanges _changes = new();
    private readonly LibraryPicks _picks = new();
    private LibraryAsk _ask = new();
    private LibraryDeeds _deeds = default!;
    private bool _readsAll;

    [Inject]
    private LibraryQueries Queries { get; set; } = default!;

    [Inject]
    private VideoBin Bin { get; set; } = default!;

    [Inject]
    private LibraryTaste Taste { get; set; } = default!;

    [Inject]
    private PersonClock Clock { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private LabelDeeds Labels { get; set; } = default!;

    [Inject]
    private ISnackbar Toasts { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private IStringLocalizer<StudioTexts> Texts { get; set; } = default!;

    [Inject]
    private IStringLocalizer<LibraryTexts> Words { get; set; } = default!;

    /// <summary>Carried from the page to its circuit.</summary>
    [PersistentState]
    public LibraryView? View { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "platform")]
    public string? Platform { get; set; }

    [SupplyParameterFromQuery(Name = "label")]
    public string? Label { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "until")]
    public string? Until { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    protected override bool IsRestored => View?.Ask == _ask;

    protected override void OnInitialized() => _deeds = new LibraryDeeds(
        EventCallback.Factory.Create<ChosenClip>(this, ChooseAsync),
        EventCallback.Factory.Create<Clip>(this, clip => LabelAsync([clip.Id])),
        EventCallback.Factory.Create<Clip>(this, DeleteAsync),
        EventCallback.Factory.Create<Clip>(this, RestoreAsync),
        EventCallback.Factory.Create<Clip>(this, clip => BinAsync(() => Bin.DeleteForGoodAsync([clip.Id]))));

    protected override Task OnParametersSetAsync()
    {
        var asked = LibraryAsk.Parse(Show, Search, Platform, Label, From, Until, Sort);
        if (asked != _ask)
        {
            if (asked.Filter != _ask.Filter)
            {
                _picks.Clear();
            }

            _ask = asked;
            _readsAll = true;
            ReadAnew();
        }

        return base.OnParametersSetAsync();
    }

    protected override bool Concerns(LiveSignal signal) => _changes.Note(signal);

    protected override async Task ReadAsync(Actor actor, CancellationToken token)
    {
        var touched = _changes.Touched(View?.Ask == _ask ? View : null);
        if (touched is not null && !_readsAll)
        {
            if (touched.Count == 0)
            {
                return;
            }

            if (await Queries.WithFreshAsync(actor, View!, touched, token) is { } fresh)
            {
                View = fresh;
                return;
            }
        }

        _readsAll = false;
        var asked = _ask;
        var view = await Queries.PageAsync(actor, asked, Clock.Zone, FirstPart, token);
        if (asked == _ask)
        {
            // A label that is gone stays in the address until something else is asked.
            View = view with { Ask = asked };
        }
    }

    private Task ReadAllAsync()
    {
        _readsAll = true;
        return RefreshAsync();
    }

    private void Go(LibraryAsk ask, bool replace = false) => Navigation.NavigateTo(ask.ToAddress(), replace: replace);

    private async Task LookAsync(string look)
    {
        Taste.Look = look;
        await Js.InvokeVoidAsync("videoSaas.keepLibraryLook", Ended, look);
    }

    private void Choose()
    {
        if (_picks.IsChoosing)
        {
            _picks.Clear();
        }
        else
        {
            _picks.IsChoosing = true;
        }
    }

    private async Task ChooseAsync(ChosenClip chosen)
    {
        if (chosen.IsRange && _picks.RangeTo(chosen.Place) is var (first, count))
        {
            _picks.Add(await Queries.IdsAsync(await CurrentActor.GetAsync(), _ask, Clock.Zone, first, Math.Min(count, LibraryQueries.MostChosen), Ended));
        }
        else
        {
            _picks.Toggle(chosen.Id, chosen.Place);
        }
    }

    private async Task ChooseAllAsync()
    {
        _picks.Add(await Queries.IdsAsync(await CurrentActor.GetAsync(), _ask, Clock.Zone, 0, LibraryQueries.MostChosen, Ended));
        if (View?.Matching > LibraryQueries.MostChosen)
        {
            Toasts.Add(Words["Picks_Most", LibraryQueries.MostChosen].Value);
        }
    }

    private void Schedule() => Navigation.NavigateTo($"/bulk?videos={string.Join(',', _picks.Ids.Select(id => id.ToString("N")))}");

    private async Task LabelAsync(IReadOnlyList<Guid> ids)
    {
        await Labels.OpenAsync(ids, ReadAllAsync);
        StateHasChanged();
    }

    private Task DeleteAsync(Clip clip) => BinAsync(() => Bin.PutAsync(clip.Id, clip.Title));

    private Task RestoreAsync(Clip clip) => BinAsync(() => Bin.TakeOutManyAsync([clip.Id]));

    private Task DeleteChosenAsync() => BinAsync(() => Bin.PutManyAsync([.. _picks.Ids]));

    private Task RestoreChosenAsync() => BinAsync(() => Bin.TakeOutManyAsync([.. _picks.Ids]));

    private Task DeleteChosenForGoodAsync() => BinAsync(() => Bin.DeleteForGoodAsync([.. _picks.Ids]));

    private Task EmptyBinAsync() => BinAsync(Bin.EmptyAsync);

    private async Task BinAsync(Func<Task> deed)
    {
        await deed();
        _picks.Clear();
        await ReadAllAsync();
    }
}
