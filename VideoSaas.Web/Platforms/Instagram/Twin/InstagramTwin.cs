using System.Globalization;
using System.Numerics;
using System.Text;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Graph.Twin;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>People and their accounts: two Pages without one come before the one that has it.</summary>
internal sealed class InstagramTwin(InstagramStore store, TimeProvider time) : GraphTwinPeople(store, time), IPlatformTwin
{
    private const string ShortCodeSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public Platform Platform => Platform.Instagram;

    public async Task<GrantedAccount> GrantAsync(string login, CancellationToken token)
    {
        string[] scopes = [.. InstagramOptions.NeededScopes, .. InstagramOptions.WishedScopes];
        var (page, pageToken, userToken) = await GrantAllAsync(login, scopes, token);
        var now = Time.GetUtcNow();
        return new GrantedAccount(
            page.AccountId!, page.Username, page.Name, pageToken, userToken, ExpiresAt: null, scopes,
            new InstagramAccountDetails(page.Id, page.Name, now + LongLife, now.AddDays(90)).ToJson());
    }

    public async Task<IReadOnlyList<TwinPublication>> PublishedAsync(string externalId, CancellationToken token) =>
    [
        .. (await Store.ListAsync<TwinMedia>($"{externalId}/", int.MaxValue, token))
            .Select(media => new TwinPublication(media.Id, media.Caption, media.At, media.BlobKey)),
    ];

    /// <summary>The number in the signs that the platform uses for short codes.</summary>
    public static string ShortCodeOf(string number)
    {
        var rest = BigInteger.Parse(number, CultureInfo.InvariantCulture);
        var code = new StringBuilder();
        while (rest > 0)
        {
            code.Insert(0, ShortCodeSigns[(int)(rest % 64)]);
            rest /= 64;
        }

        return code.ToString();
    }

    /// <summary>Null when it is no short code of ours.</summary>
    public static string? NumberOfShortCode(string shortCode)
    {
        var number = BigInteger.Zero;
        foreach (var sign in shortCode)
        {
            var value = ShortCodeSigns.IndexOf(sign, StringComparison.Ordinal);
            if (value < 0 || shortCode.Length > 20)
            {
                return null;
            }

            number = number * 64 + value;
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }

    protected override TwinUser New(string login) => new(NumberOf(login, "user"), login,
    [
        new TwinPage(NumberOf(login, "page-1"), $"{login} notes", null, null),
        new TwinPage(NumberOf(login, "page-2"), $"{login} archive", null, null),
        new TwinPage(NumberOf(login, "page-3"), login, NumberOf(login, "account-1"), login),
        new TwinPage(NumberOf(login, "page-4"), $"{login} studio", NumberOf(login, "account-2"), $"{login}.studio"),
    ]);

    private static string NumberOf(string login, string what) => "1784" + TwinSecrets.NumberOf(login, what);
}
