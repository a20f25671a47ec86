using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Features.Publishing.Compose;

/// <summary>What a platform says to a post while it is being written; errors first.</summary>
public delegate IReadOnlyList<Verdict> JudgePost(ComposeChannel channel, string? title, string? caption, PostSettings settings);

/// <summary>
/// What is typed and chosen for one clip, for all channels together and for each: the composer draws it and keeps it. Knows no
/// screen and no database.
/// </summary>
public sealed class ComposeState
{
    private readonly JudgePost _judge;
    private readonly HashSet<Guid> _chosen = [];
    private readonly Dictionary<Guid, string> _own = [];
    private readonly Dictionary<Guid, string> _titles = [];
    private readonly Dictionary<Guid, PostSettings> _settings = [];
    private readonly Dictionary<Guid, IReadOnlyList<Verdict>> _verdicts = [];
    private int _savedRevision;

    public ComposeState(ComposeView view, JudgePost judge)
    {
        _judge = judge;
        View = view;
        Shared = view.Caption ?? "";
        foreach (var channel in view.Channels)
        {
            Read(channel);
        }

        ChooseFirst();
        Time = TimeOf(view);
        _savedRevision = Revision;
    }

    public ComposeView View { get; private set; }

    /// <summary>Counts what the person changed.</summary>
    public int Revision { get; private set; }

    public bool IsDirty => Revision != _savedRevision;

    /// <summary>The last change was a keystroke, and more of them are to be expected.</summary>
    public bool WasTyped { get; private set; }

    /// <summary>Counts texts that were changed by a click rather than typed: what is on the screen must be drawn anew.</summary>
    public int Stamp { get; private set; }

    /// <summary>Of every channel that has no text of its own.</summary>
    public string Shared { get; private set; }

    /// <summary>Null while a time is wanted and none is chosen.</summary>
    public PostTime? Time
    {
        get;
        set
        {
            Touch(!Equals(field, value));
            field = value;
        }
    }

    public IReadOnlyList<ComposeChannel> Chosen => [.. View.Channels.Where(IsChosen)];

    /// <summary>The chosen ones that nothing stands against.</summary>
    public IReadOnlyList<ComposeChannel> Going => [.. View.Channels.Where(channel => IsChosen(channel) && CanGo(channel))];

    public int SharedBy => Chosen.Count(channel => OwnTextOf(channel) is null);

    /// <summary>The channel of those sharing the text that has the least room left for it, each by its own count.</summary>
    public ComposeChannel? Tightest =>
        (Chosen.Any(channel => OwnTextOf(channel) is null) ? Chosen.Where(channel => OwnTextOf(channel) is null) : View.Channels)
        .MinBy(channel => channel.TextLimits.CaptionUnits - channel.TextLimits.UnitsOf(Trimmed(Shared)));

    public bool IsChosen(ComposeChannel channel) => _chosen.Contains(channel.Channel.Id);

    /// <summary>Null: it has the shared text.</summary>
    public string? OwnTextOf(ComposeChannel channel) => _own.GetValueOrDefault(channel.Channel.Id);

    public string TextOf(ComposeChannel channel) => OwnTextOf(channel) ?? Shared;

    public string TitleOf(ComposeChannel channel) => _titles.GetValueOrDefault(channel.Channel.Id) ?? "";

    public PostSettings SettingsOf(ComposeChannel channel) => _settings.GetValueOrDefault(channel.Channel.Id) ?? PostSettings.None;

    public int UnitsOf(ComposeChannel channel) => channel.TextLimits.UnitsOf(Trimmed(TextOf(channel)));

    /// <summary>Of file, text and choices as they stand now; errors first.</summary>
    public IReadOnlyList<Verdict> VerdictsOf(ComposeChannel channel)
    {
        if (!_verdicts.TryGetValue(channel.Channel.Id, out var verdicts))
        {
            verdicts = _judge(channel, TitleToSend(channel), Trimmed(TextOf(channel)), SettingsOf(channel));
            _verdicts[channel.Channel.Id] = verdicts;
        }

        return verdicts;
    }

    public bool CanGo(ComposeChannel channel) =>
        channel is { IsOpen: true, NeedsReconnect: false } && VerdictsOf(channel).All(verdict => verdict.Level != VerdictLevel.Error);

    /// <summary>The rows as they are now; what was typed stays.</summary>
    public void Know(ComposeView view)
    {
        View = view;
        _verdicts.Clear();
        foreach (var channel in view.Channels)
        {
            _settings.TryAdd(channel.Channel.Id, channel.Settings with { IsLeftOut = null, WantsNextSlot = null });
            if (!channel.IsOpen)
            {
                _chosen.Remove(channel.Channel.Id);
            }
        }
    }

    /// <summary>A clip has one post a platform: another account of it gives way.</summary>
    public void Choose(ComposeChannel channel, bool on)
    {
        if (!channel.IsOpen || IsChosen(channel) == on)
        {
            return;
        }

        if (on)
        {
            _chosen.ExceptWith(View.Channels.Where(one => one.Channel.Platform == channel.Channel.Platform).Select(one => one.Channel.Id));
            _chosen.Add(channel.Channel.Id);
        }
        else
        {
            _chosen.Remove(channel.Channel.Id);
        }

        Touch();
    }

    /// <param name="channel">Null: the shared text. Else the channel has a text of its own from now on.</param>
    public void Write(ComposeChannel? channel, string text)
    {
        if (channel is null)
        {
            Touch(Shared != text, typed: true);
            Shared = text;
        }
        else
        {
            Touch(TextOf(channel) != text, typed: true);
            _own[channel.Channel.Id] = text;
        }
    }

    /// <summary>As <see cref="Write"/>, by a click.</summary>
    public void Put(ComposeChannel? channel, string text)
    {
        Write(channel, text);
        WasTyped = false;
        Stamp++;
    }

    public void Name(ComposeChannel channel, string title)
    {
        Touch(TitleOf(channel) != title, typed: true);
        _titles[channel.Channel.Id] = title;
    }

    public void Set(ComposeChannel channel, PostSettings settings)
    {
        Touch(SettingsOf(channel) != settings);
        _settings[channel.Channel.Id] = settings;
    }

    /// <summary>The channel takes the shared text again.</summary>
    /// <returns>Brings its own text back.</returns>
    public Action UseShared(ComposeChannel channel)
    {
        var own = OwnTextOf(channel);
        _own.Remove(channel.Channel.Id);
        Touch();
        Stamp++;
        return () =>
        {
            if (own is not null)
            {
                Put(channel, own);
            }
        };
    }

    /// <summary>Mends text or title of one channel.</summary>
    /// <param name="repair">One of those that <see cref="Repairs.IsOfText"/>.</param>
    /// <returns>Makes it as it was before.</returns>
    public Action Mend(ComposeChannel channel, Repair repair)
    {
        var (own, title) = (OwnTextOf(channel), TitleOf(channel));
        var text = Trimmed(TextOf(channel));
        switch (repair)
        {
            case Repair.ShortenText:
                Put(channel, Repairs.Shorten(text, channel.TextLimits));
                break;
            case Repair.DropHashtags:
                Put(channel, Repairs.DropHashtags(text, channel.TextLimits.Hashtags ?? int.MaxValue));
                break;
            case Repair.ShortenTitle:
                Name(channel, Repairs.ShortenTitle(title.Trim(), channel.TextLimits.TitleUnits ?? int.MaxValue));
                Stamp++;
                break;
        }

        return () =>
        {
            Name(channel, title);
            if (own is null)
            {
                UseShared(channel);
            }
            else
            {
                Put(channel, own);
            }
        };
    }

    /// <summary>What is to be kept, and which revision it is.</summary>
    public SaveDraftInput ToSave() => new(
        View.VideoId,
        Trimmed(Shared),
        [
            .. View.Channels.Where(channel => channel.IsOpen).Select(channel => new DraftOfChannel(
                channel.Channel.Id,
                IsChosen(channel),
                OwnTextOf(channel) is { } own ? Trimmed(own) : null,
                TitleToSend(channel),
                SettingsOf(channel))),
        ],
        Time);

    /// <summary>What <see cref="ToSave"/> gave at that revision is kept.</summary>
    public void Kept(int revision) => _savedRevision = revision;

    private static string Trimmed(string text) => text.ReplaceLineEndings("\n").Trim();

    private static PostTime? TimeOf(ComposeView view)
    {
        var drafts = view.Channels.Where(channel => channel is { HasDraft: true, Settings.IsLeftOut: null }).ToList();
        if (drafts.Any(draft => draft.Settings.WantsNextSlot == true))
        {
            return new PostTime.NextSlot();
        }

        return drafts.Select(draft => draft.Post!.ScheduledFor).FirstOrDefault(at => at is not null) is { } wished
            ? new PostTime.At(wished)
            : new PostTime.Now();
    }

    private string? TitleToSend(ComposeChannel channel) =>
        channel.TextLimits.TitleUnits is null || string.IsNullOrWhiteSpace(TitleOf(channel)) ? null : TitleOf(channel).Trim();

    private void Read(ComposeChannel channel)
    {
        var id = channel.Channel.Id;
        _settings[id] = channel.Settings with { IsLeftOut = null, WantsNextSlot = null };
        if (channel is not { IsOpen: true, IsOwn: true, Post: { } post })
        {
            return;
        }

        _titles[id] = channel.Title ?? "";
        if (post.Caption is { } caption && caption != Trimmed(Shared))
        {
            _own[id] = caption;
        }

        if (channel is { HasDraft: true, Settings.IsLeftOut: null })
        {
            _chosen.Add(id);
        }
    }

    /// <summary>Where nothing was written yet the clip goes everywhere; a channel that failed or was called off waits to be asked.</summary>
    private void ChooseFirst()
    {
        if (View.Channels.Any(channel => channel.HasDraft))
        {
            return;
        }

        var open = View.Channels.Where(channel => channel is { IsOpen: true, NeedsReconnect: false }).ToList();
        var untouched = open.Where(channel => channel.Post is null).ToList();
        foreach (var channel in (untouched.Count > 0 ? untouched : open).DistinctBy(channel => channel.Channel.Platform))
        {
            _chosen.Add(channel.Channel.Id);
        }
    }

    private void Touch(bool changed = true, bool typed = false)
    {
        if (changed)
        {
            WasTyped = typed;
            Revision++;
            _verdicts.Clear();
        }
    }
}
