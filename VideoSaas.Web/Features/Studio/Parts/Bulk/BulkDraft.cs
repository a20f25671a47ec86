using System.Globalization;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Bulk;

namespace VideoSaas.Web.Features.Studio.Parts.Bulk;

public enum BulkTiming
{
    Slots,
    Days,
    Drafts,
}

/// <summary>What is chosen and written on the bulk page, and the posts that follow from it.</summary>
public sealed class BulkDraft
{
    public List<Clip> Clips { get; } = [];

    /// <summary>Keys of the chosen channels.</summary>
    public HashSet<Guid> Channels { get; } = [];

    public string Text { get; set; } = "";

    public string Title { get; set; } = "{title}";

    public BulkTiming Timing { get; set; } = BulkTiming.Slots;

    public DateOnly From { get; set; }

    public HashSet<int> Weekdays { get; } = [1, 2, 3, 4, 5, 6, 7];

    public List<TimeOnly> Times { get; } = [new(18, 30)];

    /// <summary>What each channel asks beside the text, the same for all clips.</summary>
    public Dictionary<Guid, PostSettings> Settings { get; } = [];

    /// <summary>Of a file that was read; null: the text above is meant.</summary>
    public IReadOnlyList<BulkRow>? FileRows { get; set; }

    public PostSettings SettingsOf(Guid channelId) => Settings.GetValueOrDefault(channelId, PostSettings.None);

    /// <param name="channels">Every connected one.</param>
    public IReadOnlyList<BulkRow> Rows(IReadOnlyList<ChannelView> channels, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (FileRows is { } read)
        {
            return [.. read.Select(row => row with { Settings = SettingsOf(row.AccountId) })];
        }

        var moments = Timing == BulkTiming.Days ? new DaySpread(From, Weekdays, Times).Moments(zone, now).Take(Clips.Count).ToList() : [];
        var rows = new List<BulkRow>();
        foreach (var (number, clip) in Clips.Index())
        {
            DateTimeOffset? at = number < moments.Count ? moments[number] : null;
            var values = new CaptionValues(
                clip.Title,
                Path.GetFileNameWithoutExtension(clip.Filename),
                number + 1,
                TimeZoneInfo.ConvertTime(at ?? now, zone).ToString("d MMM yyyy", CultureInfo.CurrentCulture));
            rows.AddRange(channels.Where(channel => Channels.Contains(channel.Id)).Select(channel => new BulkRow(
                clip.Id,
                channel.Id,
                CaptionFill.Fill(Text, values),
                HasTitle(channel.Platform) ? CaptionFill.Fill(Title, values) : null,
                SettingsOf(channel.Id),
                at,
                Timing == BulkTiming.Slots)));
        }

        return rows;
    }

    public static bool HasTitle(Platform platform) => platform is Platform.Youtube or Platform.Facebook;
}
