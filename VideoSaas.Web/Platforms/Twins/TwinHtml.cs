using System.Globalization;
using System.Net;
using System.Text;

namespace VideoSaas.Web.Platforms.Twins;

/// <summary>The frame of the twin's pages: plain HTML, no script, in the app's colours and plainly a sandbox.</summary>
internal static class TwinHtml
{
    private const string Style =
        """
        :root{--bg:#F6F6F3;--surface:#fff;--text:#191A1D;--soft:#565962;--line:#E3E3DE;--edge:#8A8D94;--primary:#2450D6;--on:#fff;--amber:#FCF0DC;--amber-text:#8A4B00}
        @media(prefers-color-scheme:dark){:root{--bg:#0F1012;--surface:#17181B;--text:#ECEDEF;--soft:#A6A9B2;--line:#2A2C31;--edge:#6F727B;--primary:#8FA8FF;--on:#0B1330;--amber:#2E2210;--amber-text:#F0B354}}
        *{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:14px/22px 'Geist Variable','Noto Sans Thai Looped Variable',system-ui,sans-serif;color-scheme:light dark}
        .band{background:var(--amber);color:var(--amber-text);padding:8px 16px;font-size:13px;text-align:center}
        main{max-width:960px;margin:24px auto;padding:0 16px}.card{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:16px 18px}
        .narrow{max-width:440px;margin:32px auto}h1{font-size:20px;line-height:30px;margin:0 0 8px;font-weight:600}h2{font-size:13px;line-height:20px;margin:16px 0 4px;font-weight:600}
        p{margin:0 0 12px;color:var(--soft)}label{display:flex;gap:8px;align-items:center;min-height:32px}input[type=text],select{width:100%;height:36px;border:1px solid var(--edge);border-radius:8px;background:var(--surface);color:var(--text);padding:0 10px;font:inherit}
        input[type=checkbox]{width:18px;height:18px;accent-color:var(--primary)}.row{display:flex;gap:8px;flex-direction:row-reverse;margin-top:16px}
        button{height:36px;padding:0 16px;border-radius:8px;border:1px solid var(--edge);background:transparent;color:var(--text);font:inherit;font-weight:500;cursor:pointer}
        button.main{background:var(--primary);border-color:var(--primary);color:var(--on)}:focus-visible{outline:2px solid var(--primary);outline-offset:2px}
        .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(176px,1fr));gap:16px;margin-top:16px}.grid a{color:inherit;text-decoration:none}
        video{display:block;width:100%;aspect-ratio:9/16;object-fit:contain;background:#000;border-radius:10px}.reel{max-width:480px}.reel video{width:min(100%,calc(70vh*9/16));margin:0 auto}
        .caption{white-space:pre-wrap;line-height:1.7;overflow-wrap:anywhere;color:var(--text);margin:8px 0 0}.meta{font-size:12px;line-height:18px;color:var(--soft)}a{color:var(--primary)}
        """;

    /// <param name="platform">As people call it.</param>
    public static IResult Page(string platform, string title, string body, int status = 200) => Results.Text(
        $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <title>{Text(title)} · Sandbox</title><link rel="icon" type="image/svg+xml" href="/favicon.svg"><link rel="stylesheet" href="/lib/fonts/fonts.css"><style>{Style}</style></head>
        <body><div class="band" role="note">Sandbox: this only plays {Text(platform)}. Nothing here leaves this machine.</div>{body}</body></html>
        """,
        "text/html", Encoding.UTF8, status);

    /// <summary>The attribute of a film whose cover was chosen; nothing where it was not.</summary>
    public static string Poster(string address, bool isChosen) => isChosen ? $" poster=\"{address}\"" : "";

    /// <summary>Said of a film whose cover is a moment of itself.</summary>
    public static string CoverOf(long? atMs) =>
        atMs is { } at ? string.Create(CultureInfo.InvariantCulture, $" · cover at {at / 1000d:0.###} s") : "";

    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
