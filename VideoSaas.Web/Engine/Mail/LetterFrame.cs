using System.Text.Encodings.Web;

namespace VideoSaas.Web.Engine.Mail;

/// <summary>The look of every letter. Styles stand on the elements, because mail programs drop everything else.</summary>
internal static class LetterFrame
{
    /// <param name="body">HTML whose texts are encoded already.</param>
    public static string Page(string language, string body) =>
        $"""
        <!doctype html>
        <html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
        <body style="margin:0;padding:24px;background:#F6F6F3;color:#191A1D;font:15px/1.7 system-ui,sans-serif">
        <div style="max-width:520px;margin:0 auto;padding:24px;background:#FFFFFF;border:1px solid #E3E3DE;border-radius:12px">
        {body}
        </div></body></html>
        """;

    public static string Paragraph(string text) => $"<p>{Encode(text)}</p>";

    public static string Quiet(string text) => $"""<p style="color:#565962;font-size:13px">{Encode(text)}</p>""";

    public static string Heading(string text) => $"""<h2 style="margin:24px 0 4px;font-size:15px;line-height:24px">{Encode(text)}</h2>""";

    public static string Button(string text, string link) =>
        $"""<p><a href="{Encode(link)}" style="display:inline-block;padding:10px 18px;background:#2450D6;color:#FFFFFF;border-radius:8px;text-decoration:none">{Encode(text)}</a></p>""";

    public static string QuietLink(string before, string text, string link) =>
        $"""<p style="color:#565962;font-size:13px">{Encode(before)} <a href="{Encode(link)}" style="color:#2450D6">{Encode(text)}</a></p>""";

    /// <summary>A line with a rule above it: what is meant, and under it why.</summary>
    public static string Item(string title, string? link, IEnumerable<string> lines)
    {
        var head = link is null ? Encode(title) : $"""<a href="{Encode(link)}" style="color:#191A1D">{Encode(title)}</a>""";
        var rest = string.Concat(lines.Select(line => $"""<br><span style="color:#565962;font-size:13px">{Encode(line)}</span>"""));
        return $"""<p style="margin:0;padding:10px 0;border-top:1px solid #EDEDE9"><strong style="font-weight:600">{head}</strong>{rest}</p>""";
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
