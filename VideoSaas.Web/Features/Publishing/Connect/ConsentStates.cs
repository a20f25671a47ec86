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

namespace VideoSaas.Web.Features.Publishing.Connect;

/// <param name="State">For the platform to bring back.</param>
/// <param name="Verifier">PKCE's secret; 43 unreserved signs.</param>
/// <param name="AccountId">The channel that is to be connected again, and no other; null: whatever the person consents to.</param>
public sealed record Consent(string State, string Verifier, Guid? AccountId = null);

/// <summary>
/// The word that binds a consent to the person who asked for it: 256 random bits, good once and for a short time. Kept, as
/// a hash, among the person's own tokens, and so gone with the person.
/// </summary>
public sealed class ConsentStates(
    IDbContextFactory<AppDb> databases, IDataProtectionProvider protection, IOptions<PublishingOptions> options, TimeProvider time)
{
    private const string Purpose = "VideoSaas.Consent";

    public async Task<Consent> BeginAsync(Guid personId, Platform platform, Guid? accountId, CancellationToken token)
    {
        var consent = new Consent(Random(), Random(), accountId);
        var kept = JsonSerializer.Serialize(new Kept(consent.Verifier, time.GetUtcNow(), accountId));
        await using var db = await databases.CreateDbContextAsync(token);
        db.UserTokens.Add(new IdentityUserToken<Guid>
        {
            UserId = personId,
            LoginProvider = ProviderOf(platform),
            Name = HashOf(consent.State),
            Value = protection.CreateProtector(Purpose).Protect(kept),
        });
        await db.SaveChangesAsync(token);
        return consent;
    }

    /// <summary>The consent that the state belongs to, used up by this; null when it is not this person's, old or used.</summary>
    public async Task<Consent?> EndAsync(Guid personId, Platform platform, string state, CancellationToken token)
    {
        var provider = ProviderOf(platform);
        var name = HashOf(state);
        await using var db = await databases.CreateDbContextAsync(token);
        var value = await db.UserTokens
            .Where(one => one.UserId == personId && one.LoginProvider == provider && one.Name == name)
            .Select(one => one.Value)
            .FirstOrDefaultAsync(token);

        // Whoever deletes the row has it; a second answer with the same state finds none.
        if (value is null || await db.UserTokens
            .Where(one => one.UserId == personId && one.LoginProvider == provider && one.Name == name)
            .ExecuteDeleteAsync(token) != 1)
        {
            return null;
        }

        var kept = JsonSerializer.Deserialize<Kept>(protection.CreateProtector(Purpose).Unprotect(value))!;
        return (time.GetUtcNow() - kept.At).TotalSeconds <= options.Value.ConnectStateSeconds
            ? new Consent(state, kept.Verifier, kept.AccountId)
            : null;
    }

    private static string ProviderOf(Platform platform) => $"connect/{Words.Of(platform)}";

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string HashOf(string state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));

    private sealed record Kept(string Verifier, DateTimeOffset At, Guid? AccountId);
}
