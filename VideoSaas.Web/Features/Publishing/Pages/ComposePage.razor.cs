using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Web.Features.Publishing.Pages;

/// <summary>Writes one text for the chosen channels and sends it: now, at a time, or in the next free slot of each.</summary>
public sealed partial class ComposePage
{
    private readonly HashSet<Guid> _chosen = [];
    private ComposeView? _view;
    private string _caption = "";
    private CaptionParts _parts = TextRules.Read(null);
    private bool _busy;
    private bool _showsPreview;
    private Guid? _shown;
    private Guid? _asked;
    private string _title = "";
    private When _when = When.Now;
    private string _at = "";
    private readonly Dictionary<Guid, string> _ownCaptions = [];
    private readonly Dictionary<Guid, PostSettings> _settings = [];
    private readonly Dictionary<Guid, DateTimeOffset?> _nextSlots = [];

    private enum When
    {
        Now,
        AtATime,
        NextSlot,
    }

    [SupplyParameterFromQuery(Name = "video")]
    public Guid? VideoId { get; set; }

    private IEnumerable<ComposeChannel> Chosen => _view?.Channels.Where(channel => _chosen.Contains(channel.Channel.Id)) ?? [];

    private int Postable => Chosen.Count(CanGo);

    private int Blocked => _chosen.Count - Postable;

    /// <summary>The tightest of the chosen channels, so that the count is right for all of them.</summary>
    private int Limit => (Chosen.Any() ? Chosen : _view?.Channels ?? []).Select(channel => channel.TextLimits.CaptionUnits).DefaultIfEmpty(2200).Min();

    /// <summary>Of the chosen channels whose posts have a title, the shortest that all take; null where none has one.</summary>
    private int? TitleLimit => Chosen.Select(channel => channel.TextLimits.TitleUnits).Where(units => units is not null).Min();

    protected override async Task OnParametersSetAsync()
    {
        if (VideoId is not { } video || _shown == video)
        {
            return;
        }

        _shown = video;
        if (!await ReadAsync())
        {
            return;
        }

        SetCaption(_view!.Caption ?? "");
        _title = _view.Channels.Select(channel => channel.Title).FirstOrDefault(title => title is not null) ?? "";
        _chosen.Clear();
        if (_view.Channels.FirstOrDefault(channel => IsOpen(channel)) is { } first)
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
        foreach (var channel in _view.Channels.Where(one => IsOpen(one) && !NeedsReconnect(one)))
        {
            await Facts.ExecuteAsync(actor, channel.Channel.Id, CancellationToken.None);
            _nextSlots[channel.Channel.Id] = await Queue.NextFreeAsync(actor, channel.Channel.Id, CancellationToken.None);
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

        _view = outcome.Value;
        foreach (var channel in _view.Channels)
        {
            _settings.TryAdd(channel.Channel.Id, channel.Settings);
        }

        return true;
    }

    /// <summary>Nothing of this clip is out or on its way there.</summary>
    private static bool IsOpen(ComposeChannel channel) => channel.Post switch
    {
        null or { Status: PostStatus.Failed or PostStatus.Cancelled } => true,
        { Status: PostStatus.Pending, IsSubmitted: false } => true,
        _ => false,
    };

    private static string NameOf(ComposeChannel channel) =>
        channel.Channel.Username is { } name ? $"{PlatformNames.Of(channel.Channel.Platform)} @{name}" : PlatformNames.Of(channel.Channel.Platform);

    private static bool NeedsReconnect(ComposeChannel channel) =>
        channel.Channel.Health is AccountHealth.NeedsReauth or AccountHealth.Revoked;

    private bool CanGo(ComposeChannel channel) =>
        IsOpen(channel) && !NeedsReconnect(channel) && VerdictsFor(channel).All(verdict => verdict.Level != VerdictLevel.Error);

    /// <summary>Of file, text and choices as they stand now; errors first.</summary>
    private IReadOnlyList<Verdict> VerdictsFor(ComposeChannel channel) =>
        Queries.Judge(channel, TitleFor(channel), CaptionFor(channel), _settings[channel.Channel.Id]);

    /// <summary>The common text, or this channel's own since it was repaired.</summary>
    private string CaptionFor(ComposeChannel channel) => _ownCaptions.GetValueOrDefault(channel.Channel.Id, _caption);

    private string? TitleFor(ComposeChannel channel) =>
        channel.TextLimits.TitleUnits is null || string.IsNullOrWhiteSpace(_title) ? null : _title.Trim();

    private RenderFragment VerdictOf(ComposeChannel channel) => builder =>
    {
        var verdicts = VerdictsFor(channel);
        var errors = verdicts.Count(verdict => verdict.Level == VerdictLevel.Error);
        var warnings = verdicts.Count(verdict => verdict.Level == VerdictLevel.Warning);
        var (key, word) = channel switch
        {
            { Post.Status: PostStatus.Published } => ("post.published", Texts["Compose_Already"].Value),
            _ when !IsOpen(channel) => ("post.uploading", Texts["Compose_UnderWay"].Value),
            _ when NeedsReconnect(channel) => ("channel.needs_reauth", Texts["Compose_Reconnect"].Value),
            _ when errors > 0 => ("post.failed", Texts["Compose_Problems", errors].Value),
            _ when warnings > 0 => ("posts.partly", Texts["Compose_Warnings", warnings].Value),
            _ => ("post.published", Texts["Compose_AllFine"].Value),
        };
        builder.OpenComponent<StatusChip>(0);
        builder.AddComponentParameter(1, nameof(StatusChip.View), StatusView.Find(key));
        builder.AddComponentParameter(2, nameof(StatusChip.Word), word);
        builder.AddComponentParameter(3, nameof(StatusChip.Bare), true);
        builder.CloseComponent();
    };

    private void Choose(ComposeChannel channel, bool on)
    {
        if (on)
        {
            _chosen.Add(channel.Channel.Id);
        }
        else
        {
            _chosen.Remove(channel.Channel.Id);
        }
    }

    private void ClosePreview(KeyboardEventArgs args) => _showsPreview = _showsPreview && args.Key != "Escape";

    /// <summary>A text that is written anew is everybody's again.</summary>
    private void Write(ChangeEventArgs args)
    {
        _ownCaptions.Clear();
        SetCaption(args.Value?.ToString() ?? "");
    }

    private async Task RepairAsync(ComposeChannel channel, Repair repair, Verdict verdict)
    {
        switch (repair)
        {
            case Repair.ShortenText:
                _ownCaptions[channel.Channel.Id] = Repairs.Shorten(CaptionFor(channel).ReplaceLineEndings("\n").Trim(), channel.TextLimits);
                break;
            case Repair.DropHashtags:
                _ownCaptions[channel.Channel.Id] = Repairs.DropHashtags(CaptionFor(channel), channel.TextLimits.Hashtags ?? int.MaxValue);
                break;
            case Repair.ShortenTitle:
                _title = Repairs.ShortenTitle(_title.Trim(), channel.TextLimits.TitleUnits ?? int.MaxValue);
                break;
            default:
                await RepairFileAsync(repair, verdict);
                break;
        }
    }

    private async Task RepairFileAsync(Repair repair, Verdict verdict)
    {
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

    /// <summary>Null while a time is wanted and none is chosen.</summary>
    private PostTime? WishedTime() => _when switch
    {
        When.Now => new PostTime.Now(),
        When.NextSlot => new PostTime.NextSlot(),
        _ when DateTime.TryParseExact(_at, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) =>
            new PostTime.At(WallClock.MomentOf(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), Clock.Zone)),
        _ => null,
    };

    private void ChooseTime() => _at = _at.Length > 0
        ? _at
        : Clock.Local(Clock.Now.AddHours(1)).ToString("yyyy-MM-dd'T'HH:00", CultureInfo.InvariantCulture);

    private string GoLabel => (_chosen.Count, _when, Postable) switch
    {
        (0, _, _) => Texts["Compose_ChooseOne"],
        (_, When.Now, > 1) => Texts["Compose_PostMany", Postable],
        (_, When.Now, _) => Texts["Compose_PostNow"],
        (_, _, > 1) => Texts["Compose_ScheduleMany", Postable],
        _ => Texts["Compose_Schedule"],
    };

    private void SetCaption(string caption)
    {
        _caption = caption;
        _parts = TextRules.Read(caption.ReplaceLineEndings("\n").Trim());
    }

    private async Task KeepAsync()
    {
        if (await SaveAsync([.. Chosen]) is { Count: > 0 })
        {
            Toasts.Add(Texts["Compose_Kept"].Value);
        }
    }

    private async Task PostAsync()
    {
        if (WishedTime() is not { } when)
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
            var outcome = await Submit.ExecuteAsync(actor, new SubmitPostInput(post, when), CancellationToken.None);
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
                var outcome = await Save.ExecuteAsync(
                    actor,
                    new SavePostInput(_view!.VideoId, channel.Channel.Id, CaptionFor(channel))
                    {
                        Title = TitleFor(channel),
                        Settings = _settings[channel.Channel.Id],
                    },
                    CancellationToken.None);
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
