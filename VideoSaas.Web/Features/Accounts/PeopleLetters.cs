using System.Globalization;
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

    /// <summary>For a person who asked to be removed: until when, and how to stay.</summary>
    public Task SendRemovalAskedAsync(AppUser person, Uri site, CancellationToken token) =>
        SendAsync(person, "Removal", Absolute(site, "/settings/data"), token);

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
            var body = text[$"Letter_{letter}_Body", DayOf(person, language)].Value;
            var button = text[$"Letter_{letter}_Button"].Value;
            var foot = text[$"Letter_{letter}_Foot", accounts.Value.LinkHours, DayOf(person, language)].Value;
            return new Letter(
                person.Email!,
                text[$"Letter_{letter}_Subject"].Value,
                $"{greeting}\n\n{body}\n\n{button}:\n{link}\n\n{foot}\n",
                LetterFrame.Page(
                    language,
                    LetterFrame.Paragraph(greeting) + LetterFrame.Paragraph(body) + LetterFrame.Button(button, link) + LetterFrame.Quiet(foot)));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>From when on the person is removed, in their own zone.</summary>
    private static string DayOf(AppUser person, string language)
    {
        if (person.DeleteAfter is not { } at)
        {
            return "";
        }

        var zone = person.Metadata.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var known) ? known : TimeZoneInfo.Utc;
        return TimeZoneInfo.ConvertTime(at, zone).ToString("d MMMM", Languages.Culture(language));
    }

    private string Absolute(Uri site, string path) => new Uri(server.Value.PublicUrl ?? site, path).AbsoluteUri;
}
