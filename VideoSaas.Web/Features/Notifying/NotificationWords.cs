using System.Globalization;
using Microsoft.Extensions.Localization;
using MudBlazor;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Features.Processing;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>How one piece of news reads: what, about which thing, why, and the one way to mend it.</summary>
/// <param name="Why">Null when the title says it all.</param>
/// <param name="Link">Path within the app.</param>
internal sealed record NotificationText(string Title, string? Subject, string? Why, string Action, string Link);

/// <summary>News in the language of whoever reads: the bell, the list and the letters say the same.</summary>
internal sealed class NotificationWords(
    IStringLocalizer<NotifyingTexts> texts,
    IStringLocalizer<PublishingTexts> posts,
    IStringLocalizer<PostTexts> states,
    IStringLocalizer<ProcessingTexts> videos)
{
    public NotificationText Of(NotificationKind kind, Guid resourceId, NotificationFacts facts)
    {
        var platform = PlatformOf(facts);
        return new NotificationText(
            Title(kind, facts, platform),
            kind is NotificationKind.QuotaLow ? null : facts.Subject,
            Why(kind, facts, platform),
            Action(kind, platform),
            LinkOf(kind, resourceId, facts));
    }

    public static StatusTone ToneOf(NotificationKind kind) => kind switch
    {
        NotificationKind.PostFailed or NotificationKind.VideoFailed => StatusTone.Red,
        NotificationKind.WeeklyDigest => StatusTone.Grey,
        _ => StatusTone.Amber,
    };

    public static string IconOf(NotificationKind kind) => kind switch
    {
        NotificationKind.PostFailed or NotificationKind.VideoFailed => Icons.Material.Filled.Error,
        NotificationKind.PostUnconfirmed => Icons.Material.Filled.Help,
        NotificationKind.ChannelReconnect => Icons.Material.Filled.LinkOff,
        NotificationKind.PostWarning => Icons.Material.Filled.Warning,
        NotificationKind.QuotaLow => Icons.Material.Filled.DataUsage,
        _ => Icons.Material.Filled.Mail,
    };

    public static Platform? PlatformOf(NotificationFacts facts) =>
        Words.TryParse<Platform>(facts.Platform, out var platform) ? platform : null;

    private string Title(NotificationKind kind, NotificationFacts facts, Platform? platform) => kind switch
    {
        NotificationKind.PostWarning when facts.Code?.StartsWith("held_", StringComparison.Ordinal) == true => texts["Title_held", Name(platform)],
        NotificationKind.QuotaLow => texts[facts.Code == TellOfQuota.UsedUp ? "Title_quota_used_up" : "Title_quota_low", Argument(facts, 0), Argument(facts, 1)],
        _ => texts[$"Title_{Words.Of(kind)}", Name(platform)],
    };

    private string? Why(NotificationKind kind, NotificationFacts facts, Platform? platform)
    {
        object[] arguments = [.. facts.Arguments ?? []];
        return kind switch
        {
            NotificationKind.PostFailed => Sentences.OfCode(posts, facts.Code, arguments, "Refusal_gave_up"),
            NotificationKind.PostUnconfirmed => states["Post_Unconfirmed_Why", Name(platform)],
            NotificationKind.PostWarning => Warning(facts, platform, arguments),
            NotificationKind.ChannelReconnect => Reconnect(facts, platform),
            NotificationKind.QuotaLow => DateOnly.TryParse(Argument(facts, 2), CultureInfo.InvariantCulture, out var resets)
                ? texts["Why_quota", resets.ToString("d MMMM", CultureInfo.CurrentCulture)].Value
                : null,
            NotificationKind.VideoFailed => videos.Of(new ProcessingErrorDetails(facts.Code ?? "", facts.Arguments)),
            _ => null,
        };
    }

    private string Warning(NotificationFacts facts, Platform? platform, object[] arguments) =>
        facts.Code is { } code && code.StartsWith("held_", StringComparison.Ordinal)
            ? Sentences.Find(states, $"Held_{code["held_".Length..]}", [Name(platform)]) ?? texts["Why_warning"]
            : Sentences.Find(posts, $"Verdict_{facts.Code}", arguments)
                ?? Sentences.Find(posts, $"Refusal_{facts.Code}", arguments)
                ?? texts["Why_warning"];

    private string Reconnect(NotificationFacts facts, Platform? platform) => Argument(facts, 0) switch
    {
        "0" or "" => texts["Why_reconnect_none", Name(platform)],
        "1" => texts["Why_reconnect_one", Name(platform)],
        var waiting => texts["Why_reconnect", Name(platform), waiting],
    };

    private string Action(NotificationKind kind, Platform? platform) => texts[$"Action_{Words.Of(kind)}", Name(platform)];

    private static string LinkOf(NotificationKind kind, Guid resourceId, NotificationFacts facts) => kind switch
    {
        NotificationKind.PostFailed or NotificationKind.PostUnconfirmed or NotificationKind.PostWarning => $"/posts/{resourceId}",
        NotificationKind.ChannelReconnect => "/channels",
        NotificationKind.VideoFailed => $"/videos/{resourceId}",
        NotificationKind.QuotaLow => "/settings#plan",
        _ => "/",
    };

    private static string Name(Platform? platform) => platform is { } known ? PlatformNames.Of(known) : "";

    private static string Argument(NotificationFacts facts, int at) => facts.Arguments?.ElementAtOrDefault(at) ?? "";
}
