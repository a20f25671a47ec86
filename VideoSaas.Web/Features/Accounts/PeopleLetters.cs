using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Mail;
using VideoSaas.Web.Host;
using VideoSaas.Web.Resources;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>The letters about an account, in the language of the person they go to.</summary>
internal sealed class PeopleLetters(
    PeopleScopes scopes,
    IMailer mailer,
    IStringLocalizer<PeopleTexts> text,
    IOptions<ServerOptions> server,
    IOptions<AccountsOptions> accounts)
{
    public Task SendConfirmationAsync(AppUser person, Uri site, CancellationToken token) =>
        SendWithLinkAsync(person, "Confirm", "/account/confirm", UserManager<AppUser>.ConfirmEmailTokenPurpose, site, token);

    public Task SendPasswordResetAsync(AppUser person, Uri site, CancellationToken token) =>
        SendWithLinkAsync(person, "Reset", "/account/reset-password", UserManager<AppUser>.ResetPasswordTokenPurpose, site, token);

    /// <summary>For somebody who signs up with an address that has an account.</summary>
    public Task SendAlreadyHereAsync(AppUser person, Uri site, CancellationToken token) =>
        SendAsync(person, "AlreadyHere", Absolute(site, "/account/forgot-password"), token);

    private async Task SendWithLinkAsync(
        AppUser person, string letter, string path, string purpose, Uri site, CancellationToken token)
    {
        await using var scope = scopes.Open();
        var secret = await scope.Users.GenerateUserTokenAsync(person, TokenOptions.DefaultProvider, purpose);
        var link = QueryHelpers.AddQueryString(Absolute(site, path), new Dictionary<string, string?>
        {
            ["id"] = person.Id.ToString(),
            ["token"] = LinkTokens.Encode(secret),
        });
        await SendAsync(person, letter, link, token);
    }

    private Task SendAsync(AppUser person, string letter, string link, CancellationToken token) =>
        mailer.SendAsync(Write(person, letter, link), token);

    private Letter Write(AppUser person, string letter, string link)
    {
        var before = CultureInfo.CurrentUICulture;
        var language = Languages.IsKnown(person.Metadata.Language) ? person.Metadata.Language! : Languages.Current;
        try
        {
            // A localizer answers in the current culture, which is that of whoever caused the letter.
            CultureInfo.CurrentUICulture = Languages.Culture(language);
            var name = person.Metadata.DisplayName ?? person.UserName!;
            var greeting = text["Letter_Greeting", name].Value;
            var body = text[$"Letter_{letter}_Body"].Value;
            var button = text[$"Letter_{letter}_Button"].Value;
            var foot = text[$"Letter_{letter}_Foot", accounts.Value.LinkHours].Value;
            var html = HtmlEncoder.Default;
            return new Letter(
                person.Email!,
                text[$"Letter_{letter}_Subject"].Value,
                $"{greeting}\n\n{body}\n\n{button}:\n{link}\n\n{foot}\n",
                $"""
                <!doctype html>
                <html lang="{language}"><head><meta charset="utf-8"></head>
                <body style="margin:0;padding:24px;background:#F6F6F3;color:#191A1D;font:15px/1.7 system-ui,sans-serif">
                <div style="max-width:480px;margin:0 auto;padding:24px;background:#FFFFFF;border:1px solid #E3E3DE;border-radius:12px">
                <p>{html.Encode(greeting)}</p>
                <p>{html.Encode(body)}</p>
                <p><a href="{html.Encode(link)}" style="display:inline-block;padding:10px 18px;background:#2450D6;color:#FFFFFF;border-radius:8px;text-decoration:none">{html.Encode(button)}</a></p>
                <p style="color:#565962;font-size:13px">{html.Encode(foot)}</p>
                </div></body></html>
                """);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private string Absolute(Uri site, string path) => new Uri(server.Value.PublicUrl ?? site, path).AbsoluteUri;
}
