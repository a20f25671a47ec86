using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>What is typed and chosen in the composer, for all channels together and for each: it lives as long as the page.</summary>
public sealed class ComposeDraft(PublishingQueries queries)
{
    private readonly Dictionary<Guid, string> _ownCaptions = [];
    private readonly Dictionary<Guid, PostSettings> _settings = [];

    /// <summary>A text that is written anew is everybody's again.</summary>
    public string Caption
    {
        get;
        set
        {
            field = value;
            _ownCaptions.Clear();
            Parts = TextRules.Read(value.ReplaceLineEndings("\n").Trim());
        }
    } = "";

    public CaptionParts Parts { get; private set; } = TextRules.Read(null);

    public string Title { get; set; } = "";

    /// <summary>The channel's draft as it is stored, unless something was chosen here already.</summary>
    public void Know(ComposeChannel channel) => _settings.TryAdd(channel.Channel.Id, channel.Settings);

    public PostSettings SettingsOf(ComposeChannel channel) => _settings[channel.Channel.Id];

    public void Choose(ComposeChannel channel, PostSettings settings) => _settings[channel.Channel.Id] = settings;

    /// <summary>Null: it has the common text.</summary>
    public string? OwnCaptionOf(ComposeChannel channel) => _ownCaptions.GetValueOrDefault(channel.Channel.Id);

    public void DropOwnCaption(ComposeChannel channel) => _ownCaptions.Remove(channel.Channel.Id);

    public string CaptionOf(ComposeChannel channel) => OwnCaptionOf(channel) ?? Caption;

    public string? TitleOf(ComposeChannel channel) =>
        channel.TextLimits.TitleUnits is null || string.IsNullOrWhiteSpace(Title) ? null : Title.Trim();

    /// <summary>Of file, text and choices as they stand now; errors first.</summary>
    public IReadOnlyList<Verdict> VerdictsOf(ComposeChannel channel) =>
        queries.Judge(channel, TitleOf(channel), CaptionOf(channel).ReplaceLineEndings("\n").Trim(), SettingsOf(channel));

    public SavePostInput ToSave(Guid videoId, ComposeChannel channel) => new(videoId, channel.Channel.Id, CaptionOf(channel))
    {
        Title = TitleOf(channel),
        Settings = SettingsOf(channel),
    };

    /// <summary>Mends the text of one channel.</summary>
    /// <param name="repair">One of those that <see cref="Repairs.IsOfText"/>.</param>
    public void Mend(ComposeChannel channel, Repair repair)
    {
        var text = CaptionOf(channel).ReplaceLineEndings("\n").Trim();
        switch (repair)
        {
            case Repair.ShortenText:
                _ownCaptions[channel.Channel.Id] = Repairs.Shorten(text, channel.TextLimits);
                break;
            case Repair.DropHashtags:
                _ownCaptions[channel.Channel.Id] = Repairs.DropHashtags(text, channel.TextLimits.Hashtags ?? int.MaxValue);
                break;
            case Repair.ShortenTitle:
                Title = Repairs.ShortenTitle(Title.Trim(), channel.TextLimits.TitleUnits ?? int.MaxValue);
                break;
        }
    }
}
