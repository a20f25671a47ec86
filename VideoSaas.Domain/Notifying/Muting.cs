using VideoSaas.Domain.Results;

namespace VideoSaas.Domain.Notifying;

/// <summary>Where a person is told of something.</summary>
public enum NewsWay
{
    App,
    Mail,
}

/// <summary>What a person does not want to be told, as words such as <c>mail:weekly_digest</c>.</summary>
public static class Muting
{
    /// <summary>Worst first. The digest is a letter and nothing else.</summary>
    public static readonly IReadOnlyList<NotificationKind> WorstFirst =
    [
        NotificationKind.PostUnconfirmed,
        NotificationKind.PostFailed,
        NotificationKind.ChannelReconnect,
        NotificationKind.PostWarning,
        NotificationKind.VideoFailed,
        NotificationKind.QuotaLow,
    ];

    public static bool IsMuted(IReadOnlyList<string>? muted, NewsWay way, NotificationKind kind) =>
        muted?.Contains(WordOf(way, kind)) == true;

    /// <summary>The list after the choice; null when nothing is muted any more.</summary>
    public static IReadOnlyList<string>? With(IReadOnlyList<string>? muted, NewsWay way, NotificationKind kind, bool isWanted)
    {
        var word = WordOf(way, kind);
        IEnumerable<string> others = (muted ?? []).Where(one => one != word);
        string[] chosen = [.. isWanted ? others : others.Append(word)];
        return chosen.Length == 0 ? null : chosen;
    }

    private static string WordOf(NewsWay way, NotificationKind kind) => $"{Words.Of(way)}:{Words.Of(kind)}";
}
