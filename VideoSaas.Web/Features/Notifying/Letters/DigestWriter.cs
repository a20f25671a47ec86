using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Mail;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Notifying.Letters;

/// <summary>The body of the weekly letter: what went out and what it earned, what failed, what is next.</summary>
internal sealed class DigestWriter(IStringLocalizer<NotifyingTexts> texts, SiteAddress site)
{
    public (string Subject, string Text, string Html) Write(AppUser person, DigestView week)
    {
        var lastDay = week.FirstDay.AddDays(6);
        var span = $"{Day(week.FirstDay)} – {Day(lastDay)}";
        var views = week.Out.Any(post => post.Views is not null) ? week.Out.Sum(post => (long)(post.Views ?? 0)) : (long?)null;
        var lead = views is { } known
            ? texts["Digest_Lead_Views", span, week.Published, known.ToString("N0", CultureInfo.CurrentCulture)].Value
            : texts["Digest_Lead", span, week.Published].Value;
        var text = new StringBuilder(lead);
        var html = new StringBuilder(LetterFrame.Paragraph(lead));
        Add(text, html, person, texts["Digest_Out", week.Published], week.Out, post =>
            post.Views is { } seen ? texts["Digest_Views", seen.ToString("N0", CultureInfo.CurrentCulture)].Value : null);
        Add(text, html, person, texts["Digest_Failed", week.Failed], week.Broken, _ => null);
        Add(text, html, person, texts["Digest_Next", week.Next], week.Coming, _ => null);
        var home = site.Of("/").AbsoluteUri;
        text.Append(CultureInfo.InvariantCulture, $"\n\n{texts["Digest_Open"]}:\n{home}");
        html.Append(LetterFrame.Button(texts["Digest_Open"], home));
        return (texts["Digest_Subject", span], text.ToString(), html.ToString());
    }

    private void Add(
        StringBuilder text, StringBuilder html, AppUser person, string heading, IReadOnlyList<DigestPost> posts, Func<DigestPost, string?> fact)
    {
        if (posts.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n\n{heading}");
        html.Append(LetterFrame.Heading(heading));
        foreach (var post in posts)
        {
            string[] lines = [string.Join(" · ", ((string?[])[PlatformNames.Of(post.Platform), LetterWriter.MomentOf(person, post.At), fact(post)]).OfType<string>())];
            text.Append(CultureInfo.InvariantCulture, $"\n- {post.Subject}\n  {lines[0]}");
            html.Append(LetterFrame.Item(post.Subject, site.Of($"/posts/{post.Id}").AbsoluteUri, lines));
        }
    }

    private static string Day(DateOnly day) => day.ToString("d MMM", CultureInfo.CurrentCulture);
}
