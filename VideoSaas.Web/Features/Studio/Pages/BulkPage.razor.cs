using Microsoft.AspNetCore.Components;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Bulk;
using VideoSaas.Web.Features.Studio.Parts.Bulk;

namespace VideoSaas.Web.Features.Studio.Pages;

/// <summary>Many clips on many channels at once: chosen, written, looked at, and then all of it done or nothing.</summary>
public sealed partial class BulkPage
{
    private readonly BulkDraft _draft = new();
    private IReadOnlyList<ChannelView>? _channels;
    private BulkPlan? _plan;
    private Refusal? _refused;
    private BulkDone? _done;
    private int _scheduled;
    private int _undone;
    private bool _isUndone;
    private int _planned;
    private bool _busy;

    /// <summary>Ids of the chosen clips, with commas between.</summary>
    [SupplyParameterFromQuery(Name = "videos")]
    public string? Videos { get; set; }

    private IEnumerable<ChannelView> Chosen => _channels is null ? [] : _channels.Where(channel => _draft.FileRows is { } rows
        ? rows.Any(row => row.AccountId == channel.Id)
        : _draft.Channels.Contains(channel.Id));

    private int Going => _plan?.Rows.Count(row => !row.Row.IsDraft) ?? 0;

    private string Standing => (_refused, _plan) switch
    {
        ({ } refused, _) => Texts[$"Refusal_{refused.Code}", refused.Arguments],
        (_, { Rows.Count: 0 } or null) => Texts[_draft.Clips.Count == 0 ? "Standing_NoClip" : "Standing_NoChannel"],
        (_, { Refused: > 0 and var refused }) => Texts["Standing_Refused", refused],
        _ => Texts["Standing_Fine"],
    };

    private string GoLabel => _plan is not { Rows.Count: > 0 and var count } ? Texts["Go_Nothing"]
        : Said(Going > 0 ? "Go_Schedule" : "Go_Drafts", count);

    private string Said(string key, int count) => count == 1 ? Texts[$"One_{key}"] : Texts[key, count];

    protected override async Task OnInitializedAsync()
    {
        var actor = await CurrentActor.GetAsync();
        var ids = BulkApi.IdsIn(Videos);
        var clips = ids.Count == 0 ? [] : await Queries.OfAsync(actor, [.. ids.Take(BulkLimits.Videos)], CancellationToken.None);
        if (ids.Count > 0 && clips.Count == 0)
        {
            Navigation.NotFound();
            return;
        }

        _draft.Clips.AddRange(clips);
        _draft.From = WallClock.DayOf(Clock.Now, Clock.Zone);
        _channels = [.. (await Publishing.ChannelsAsync(actor, CancellationToken.None)).SelectMany(platform => platform.Accounts)];
        if (_channels is [var only])
        {
            _draft.Channels.Add(only.Id);
        }

        await PlanAsync();
    }

    private async Task PlanAsync()
    {
        var turn = ++_planned;
        var rows = _draft.Rows(_channels!, Clock.Zone, Clock.Now);
        var outcome = await Planning.ExecuteAsync(await CurrentActor.GetAsync(), rows, CancellationToken.None);
        if (turn != _planned)
        {
            // Something else was chosen meanwhile: that one's answer counts, whichever comes last.
            return;
        }

        _refused = outcome.Refusal;
        _plan = outcome.Succeeded ? outcome.Value : null;
        StateHasChanged();
    }

    private Task ChooseAsync(ChannelView channel, bool isOn)
    {
        _ = isOn ? _draft.Channels.Add(channel.Id) : _draft.Channels.Remove(channel.Id);
        return PlanAsync();
    }

    private Task TitleAsync(ChangeEventArgs args)
    {
        _draft.Title = args.Value?.ToString() ?? "";
        return PlanAsync();
    }

    private async Task ApplyAsync()
    {
        if (_busy || _plan is null)
        {
            return;
        }

        _busy = true;
        try
        {
            var outcome = await Applying.ExecuteAsync(
                await CurrentActor.GetAsync(), [.. _plan.Rows.Select(planned => planned.Row)], CancellationToken.None);
            if (outcome.Refusal is { } refusal)
            {
                _refused = refusal;
            }
            else if (outcome.Value.Refused is { } refused)
            {
                // What changed meanwhile is shown where it stands; a slot that somebody took is looked for anew.
                _plan = refused;
            }
            else
            {
                _scheduled = Going;
                _done = outcome.Value;
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task UndoAsync()
    {
        _busy = true;
        try
        {
            _undone = await Undoing.ExecuteAsync(await CurrentActor.GetAsync(), _done!.PostIds, CancellationToken.None);
            _isUndone = true;
        }
        finally
        {
            _busy = false;
        }
    }
}
