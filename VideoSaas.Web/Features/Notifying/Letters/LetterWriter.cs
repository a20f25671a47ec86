using System.Globalization;
using Microsoft.Extensions.Localization;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Mail;
using VideoSaas.Web.Host;
using VideoSaas.Web.Resources;
using Mail = VideoSaas.Web.Engine.Mail.Letter;

namespace VideoSaas.Web.Features.Notifying.Letters;

/// <summary>Writes the mail of one or several pieces of news of one kind, in the person's language and zone.</summary>
internal sealed class LetterWriter(
    IStringLocalizer<NotifyingTexts> texts, NotificationWords words, SiteAddress site, OptOutLinks optOut, DigestWriter digests)
{
    /// <summary>More than this of one kind are counted and not listed.</summary>
    private const int MostListed = 10;

    public Mail OfNews(AppUser person, NotificationKind kind, IReadOnlyList<Notification> news, Guid id) => Speaking(person, language =>
    {
        var read = news.Select(one => (At: one.CreatedAt, Text: words.Of(kind, one.ResourceId, one.Facts))).ToList();
        var first = read[0].Text;
        var isOne = read.Count == 1;
        var subject = isOne
            ? first.Subject is { Length: > 0 } about ? $"{first.Title}: {about}" : first.Title
            : texts[$"Many_{Words.Of(kind)}", read.Count];
        var action = isOne ? first.Action : texts["Letter_OpenAll"];
        var link = site.Of(isOne ? first.Link : "/notifications").AbsoluteUri;
        var lead = isOne ? first.Title : texts[$"Many_{Words.Of(kind)}", read.Count];
        var items = read.Take(MostListed).Select(one => (
            Title: one.Text.Subject is { Length: > 0 } thing ? thing : one.Text.Title,
            Link: site.Of(one.Text.Link).AbsoluteUri,
            Lines: Lines(person, one.At, one.Text))).ToList();
        var more = read.Count > MostListed ? texts["Letter_More", read.Count - MostListed].Value : null;
        var text = string.Join(
            "\n\n",
            [
                Greeting(person), lead,
                .. items.Select(item => string.Join('\n', [item.Title, .. item.Lines])),
                .. more is null ? (string[])[] : [more],
                $"{action}:\n{link}",
            ]);
        var html = LetterFrame.Paragraph(Greeting(person)) + LetterFrame.Paragraph(lead)
            + string.Concat(items.Select(item => LetterFrame.Item(item.Title, item.Link, item.Lines)))
            + (more is null ? "" : LetterFrame.Quiet(more))
            + LetterFrame.Button(action, link);
        return Finish(person, kind, id, language, subject, text, html);
    });

    /// <summary>Null when nothing happened in that week.</summary>
    public Mail? OfWeek(AppUser person, DigestView week, Guid id) => week.IsEmpty ? null : Speaking(person, language =>
    {
        var (subject, text, html) = digests.Write(person, week);
        return Finish(
            person, NotificationKind.WeeklyDigest, id, language, subject,
            $"{Greeting(person)}\n\n{text}", LetterFrame.Paragraph(Greeting(person)) + html);
    });

    /// <summary>An hour that a letter names says whose it is.</summary>
    public static string MomentOf(AppUser person, DateTimeOffset at)
    {
        var zone = ZoneOf(person);
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var city = zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');
        return $"{local.ToString("ddd d MMM HH:mm", CultureInfo.CurrentCulture)} ({city})";
    }

    public static TimeZoneInfo ZoneOf(AppUser person) =>
        person.Metadata.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    private string Greeting(AppUser person) => texts["Letter_Greeting", person.Metadata.DisplayName ?? person.UserName ?? ""];

    private IReadOnlyList<string> Lines(AppUser person, DateTimeOffset at, NotificationText text) =>
    [
        .. text.Why is { Length: > 0 } why ? (string[])[why] : [],
        MomentOf(person, at),
    ];

    private Mail Finish(AppUser person, NotificationKind kind, Guid id, string language, string subject, string text, string html)
    {
        var token = optOut.TokenOf(person.Id, kind);
        var page = site.Of(OptOutLinks.PageOf(token)).AbsoluteUri;
        var why = texts[$"Foot_{Words.Of(kind)}"].Value;
        var stop = texts["Letter_Stop"].Value;
        return new Mail(
            person.Email!,
            subject,
            $"{text}\n\n--\n{why}\n{stop}: {page}\n",
            LetterFrame.Page(language, html + LetterFrame.QuietLink(why, stop, page)),
            id,
            site.Of(OptOutLinks.OneClickOf(token)));
    }

    /// <summary>A localizer answers in the current culture, which in the background is nobody's.</summary>
    private static Mail Speaking(AppUser person, Func<string, Mail> write)
    {
        var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        var language = Languages.IsKnown(person.Metadata.Language) ? person.Metadata.Language! : Languages.English;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Languages.Culture(language);
            return write(language);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }
}
