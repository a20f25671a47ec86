using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Web.Features.Publishing.Parts;

/// <param name="Card">As it stands now.</param>
public sealed record CalendarMove(CalendarCard Card, DateTimeOffset At);

public sealed partial class CalendarBoard
{
    private ElementReference _root;
    private IJSObjectReference? _script;
    private DotNetObjectReference<CalendarBoard>? _self;
    private CalendarLift? _lift;

    /// <summary>The card that is held: once another month is aimed at, it is no longer among those shown.</summary>
    private CalendarCard? _held;
    private string? _said;

    private CalendarScene Lifted => Scene with { Lift = _lift };

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        try
        {
            _script = await Js.InvokeAsync<IJSObjectReference>("import", "/js/calendar.js");
            await _script.InvokeVoidAsync("watch", _root, _self);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser left before the page was whole.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("leave", _root);
                await _script.DisposeAsync();
            }
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its listeners with it.
        }

        _self?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Something was let fall onto a day or an hour.</summary>
    /// <param name="what"><c>card:ID</c> or <c>video:ID</c>.</param>
    /// <param name="where"><c>2026-11-19</c>, with <c>T15</c> for an hour.</param>
    [JSInvokable]
    public Task DropAsync(string what, string where)
    {
        if (!DateOnly.TryParseExact(where[..Math.Min(10, where.Length)], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Task.CompletedTask;
        }

        var hour = where.Length == 13 && int.TryParse(where[11..], CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        if (FindCard(what) is { } card)
        {
            var own = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(card.At, Scene.Zone).DateTime);
            return PutAsync(card, day, hour is { } at ? new TimeOnly(at, own.Minute) : own);
        }

        return FindVideo(what) is { } video ? ComposeAsync(video, day, hour is { } full ? new TimeOnly(full, 0) : UsualTimeOf(day)) : Task.CompletedTask;
    }

    /// <summary>A day that is over was aimed at.</summary>
    [JSInvokable]
    public void Past() => Say(Texts["Past"], isToast: true);

    /// <param name="key">As the browser calls it; letters by the key's place, so that they are found under every layout.</param>
    /// <param name="focused">What the focus stands on, as in <see cref="DropAsync"/>; null: something else.</param>
    [JSInvokable]
    public async Task KeyAsync(string key, bool isAlt, string? focused)
    {
        switch (key)
        {
            case "m" or "s" when _lift is null && focused is not null:
                Lift(focused, isVideo: key == "s");
                break;
            case "Escape" when _lift is { } held:
                _lift = null;
                Say(Texts["Said_Back", held.Title]);
                await FocusAsync(held.Id);
                break;
            case "Enter" when _lift is { } held:
                _lift = null;
                await LetFallAsync(held);
                break;
            case var _ when _lift?.Moved(Scene.Shown, key, isAlt) is { } moved:
                await AimAsync(moved);
                break;
        }

        StateHasChanged();
    }

    private void Lift(string focused, bool isVideo)
    {
        if (!isVideo && FindCard(focused) is { } card)
        {
            if (!CalendarScene.CanMove(card))
            {
                TellFixed(card);
                return;
            }

            var local = TimeZoneInfo.ConvertTime(card.At, Scene.Zone).DateTime;
            _held = card;
            _lift = new CalendarLift(focused, card.Title, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        }
        else if (FindVideo(focused) is { } video)
        {
            _held = null;
            var first = Scene.View.Days.FirstOrDefault(day => day.Day >= Scene.Today && day.FreeSlots.Count > 0)?.Day ?? Scene.Today;
            _lift = new CalendarLift(focused, video.Title, first, UsualTimeOf(first));
        }

        if (_lift is { } lift)
        {
            Say(Texts["Said_Lifted", lift.Title, lift.Words]);
        }
    }

    private async Task AimAsync(CalendarLift lift)
    {
        _lift = lift;
        Say(Scene.MomentOf(lift.Day, lift.Time) <= Scene.Now ? Texts["Said_Past", lift.Words] : lift.Words);
        if (Scene.View.Days.All(day => day.Day != lift.Day))
        {
            Navigation.NavigateTo(Scene.AddressOf(Scene.Look, lift.Day));
        }
        else if (_script is not null)
        {
            await _script.InvokeVoidAsync("show", _root);
        }
    }

    private async Task LetFallAsync(CalendarLift lift)
    {
        if (FindVideo(lift.Id) is { } video)
        {
            await ComposeAsync(video, lift.Day, lift.Time);
        }
        else if ((_held ?? FindCard(lift.Id)) is { } card)
        {
            await PutAsync(card, lift.Day, lift.Time);
            await FocusAsync(lift.Id);
        }
    }

    private async Task PutAsync(CalendarCard card, DateOnly day, TimeOnly time)
    {
        if (!CalendarScene.CanMove(card))
        {
            TellFixed(card);
            return;
        }

        var at = Scene.MomentOf(day, time);
        if (at <= Scene.Now)
        {
            Say(Texts["Past"], isToast: true);
            return;
        }

        if (at == card.At)
        {
            Say(Texts["Said_Back", card.Title]);
            return;
        }

        Say(Texts["Moved", card.Title, new CalendarLift("", "", day, time).Words]);
        await OnMove.InvokeAsync(new CalendarMove(card, at));
    }

    private Task ComposeAsync(PostableVideo video, DateOnly day, TimeOnly time)
    {
        if (Scene.MomentOf(day, time) <= Scene.Now)
        {
            Say(Texts["Past"], isToast: true);
            return Task.CompletedTask;
        }

        Navigation.NavigateTo(CalendarScene.ComposeAddress(day, time, video.Id));
        return Task.CompletedTask;
    }

    /// <summary>What went out stays where it went out; the same clip may still go elsewhere.</summary>
    private void TellFixed(CalendarCard card)
    {
        var where = string.Join(", ", card.Posts.Select(post => PlatformNames.Of(post.Platform)));
        var words = Texts[card.Posts.Any(post => post.IsUnconfirmed) ? "Fixed_Unconfirmed" : "Fixed", card.Title, where].Value;
        _said = words;
        Toasts.Add(words, Severity.Normal, toast =>
        {
            toast.Action = Texts["Fixed_Other"];
            toast.VisibleStateDuration = 10_000;
            toast.OnClick = _ =>
            {
                Navigation.NavigateTo($"/posts/new?video={card.VideoId}");
                return Task.CompletedTask;
            };
        });
    }

    private void Say(string words, bool isToast = false)
    {
        _said = words;
        if (isToast)
        {
            Toasts.Add(words);
        }
    }

    private TimeOnly UsualTimeOf(DateOnly day) =>
        Scene.UsualTimeOf(Scene.View.Days.FirstOrDefault(one => one.Day == day) ?? new CalendarDay(day, [], 0, []));

    private async Task FocusAsync(string id)
    {
        if (_script is not null)
        {
            await _script.InvokeVoidAsync("focus", _root, id);
        }
    }

    private CalendarCard? FindCard(string what) =>
        what.StartsWith("card:", StringComparison.Ordinal) && Guid.TryParse(what[5..], out var id) ? Scene.View.Find(id) : null;

    private PostableVideo? FindVideo(string what) =>
        what.StartsWith("video:", StringComparison.Ordinal) && Guid.TryParse(what[6..], out var id)
            ? Scene.View.Unscheduled.FirstOrDefault(video => video.Id == id)
            : null;
}
