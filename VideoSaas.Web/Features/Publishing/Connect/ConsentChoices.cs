using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Connect;

/// <summary>What a consent gave until the person has said which of it is wanted.</summary>
public sealed record ConsentChoice(Platform Platform, IReadOnlyList<GrantedAccount> Accounts);

/// <summary>
/// Keeps the accounts of a consent between its end and the person's choice, for as long as a consent may take: encrypted, among
/// the person's own tokens, found by a random key that says nothing to anybody else. A browser sees names and ids alone.
/// </summary>
public sealed class ConsentChoices(
    IDbContextFactory<AppDb> databases, IDataProtectionProvider protection, IOptions<PublishingOptions> options, TimeProvider time)
{
    private const string Purpose = "VideoSaas.ConsentChoice";

    private const string Provider = "connect/choice";

    /// <summary>One choice a person: an earlier one that was left open is forgotten.</summary>
    /// <returns>Its key, for the address of the page.</returns>
    public async Task<string> KeepAsync(Guid personId, ConsentChoice choice, CancellationToken token)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var kept = new Kept(Words.Of(choice.Platform), choice.Accounts, time.GetUtcNow());
        await using var db = await databases.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db.UserTokens.Where(one => one.UserId == personId && one.LoginProvider == Provider).ExecuteDeleteAsync(token);
        db.UserTokens.Add(new IdentityUserToken<Guid>
        {
            UserId = personId,
            LoginProvider = Provider,
            Name = HashOf(key),
            Value = protection.CreateProtector(Purpose).Protect(JsonSerializer.Serialize(kept)),
        });
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return key;
    }

    /// <summary>Null when it is not this person's, too old or used.</summary>
    public async Task<ConsentChoice?> FindAsync(Guid personId, string key, CancellationToken token)
    {
        var name = HashOf(key);
        await using var db = await databases.CreateDbContextAsync(token);
        var value = await db.UserTokens
            .Where(one => one.UserId == personId && one.LoginProvider == Provider && one.Name == name)
            .Select(one => one.Value)
            .FirstOrDefaultAsync(token);
        if (value is null)
        {
            return null;
        }

        var kept = JsonSerializer.Deserialize<Kept>(protection.CreateProtector(Purpose).Unprotect(value))!;
        return (time.GetUtcNow() - kept.At).TotalSeconds <= options.Value.ConnectStateSeconds
            ? new ConsentChoice(Words.Parse<Platform>(kept.Platform), kept.Accounts)
            : null;
    }

    /// <summary>As <see cref="FindAsync"/>, and used up by this: of two at once one gets it.</summary>
    public async Task<ConsentChoice?> TakeAsync(Guid personId, string key, CancellationToken token)
    {
        var found = await FindAsync(personId, key, token);
        var name = HashOf(key);
        await using var db = await databases.CreateDbContextAsync(token);
        var gone = await db.UserTokens
            .Where(one => one.UserId == personId && one.LoginProvider == Provider && one.Name == name)
            .ExecuteDeleteAsync(token);
        return gone == 1 ? found : null;
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private sealed record Kept(string Platform, IReadOnlyList<GrantedAccount> Accounts, DateTimeOffset At);
}
