using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Components.Shared;

namespace VideoSaas.Web.Features.Publishing.Pages;

/// <summary>Writes one text for the chosen channels and sends it now.</summary>
public sealed partial class ComposePage
{
    private readonly HashSet<Guid> _chosen = [];
    private ComposeView? _view;
    private string _caption = "";
    private CaptionParts _parts = TextRules.Read(null);
    private bool _busy;
    private bool _showsPreview;
    private Guid? _shown;

    [SupplyParameterFromQuery(Name = "video")]
    public Guid? VideoId { get; set; }

    private IEnumerable<ComposeChannel> Chosen => _view?.Channels.Where(channel => _chosen.Contains(channel.Channel.Id)) ?? [];

    private int Postable => Chosen.Count(CanGo);

    private int Blocked => _chosen.Count - Postable;

    /// <summary>The tightest of the chosen channels, so that the count is right for all of them.</summary>
    private int Limit => (Chosen.Any() ? Chosen : _view?.Channels ?? []).Select(channel => channel.TextLimits.CaptionUnits).DefaultIfEmpty(2200).Min();

    protected override async Task OnParametersSetAsync()
    {
        if (VideoId is not { } video || _shown == video)
        {
            return;
        }

        _shown = video;
        var outcome = await Queries.ComposeAsync(await CurrentActor.GetAsync(), video, CancellationToken.None);
        if (!outcome.Succeeded)
        {
            Navigation.NotFound();
            return;
        }

        _view = outcome.Value;
        SetCaption(_view.Caption ?? "");
        _chosen.Clear();
        if (_view.Channels.FirstOrDefault(channel => IsOpen(channel)) is { } first)
        {
            _chosen.Add(first.Channel.Id);
        }
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

    /// <summary>Of the file as it was judged, of the text as it stands now; errors first.</summary>
    private IReadOnlyList<Verdict> VerdictsFor(ComposeChannel channel)
    {
        var text = Queries.JudgeText(channel.Channel.Platform, _caption);
        string[] textCodes = ["caption_length", "caption_too_long", "hashtag_count", "too_many_hashtags", "mention_count", "too_many_mentions"];
        return [.. channel.Verdicts.Where(verdict => !textCodes.Contains(verdict.Code)).Concat(text).OrderByDescending(verdict => verdict.Level)];
    }

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

    private void Write(ChangeEventArgs args) => SetCaption(args.Value?.ToString() ?? "");

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
        var going = Chosen.Where(CanGo).ToList();
        var staying = Chosen.Except(going).ToList();
        var saved = await SaveAsync(going);
        await SaveAsync(staying);
        var actor = await CurrentActor.GetAsync();
        var sent = new List<Guid>();
        foreach (var post in saved)
        {
            var outcome = await Submit.ExecuteAsync(actor, new SubmitPostInput(post), CancellationToken.None);
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
                    actor, new SavePostInput(_view!.VideoId, channel.Channel.Id, _caption), CancellationToken.None);
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
