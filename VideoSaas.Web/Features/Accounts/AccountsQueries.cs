using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>The signed-in person as their own pages show them.</summary>
/// <param name="Name">The display name, or the handle where there is none.</param>
/// <param name="CurrentUsage">Videos reserved or taken this month.</param>
public sealed record Me(
    Guid Id,
    string Email,
    string Handle,
    string Name,
    Tier Tier,
    int MonthlyQuota,
    int CurrentUsage,
    DateOnly QuotaResetDate,
    bool HasPassword,
    UserPreferences Preferences,
    bool HasTwoFactor = false,
    DateTimeOffset? DeleteAfter = null)
{
    /// <summary>Where this person's own picture is; null shows initials.</summary>
    public string? PictureAddress => Preferences.Avatar is { } key ? AccountRoutes.PictureOf(key) : null;
}

internal sealed class AccountsQueries(IDbContextFactory<AppDb> contexts)
{
    /// <summary>The zone that this person chose, whatever browser they come with; null: they chose none, or nobody is signed in.</summary>
    public async Task<string?> ZoneAsync(ClaimsPrincipal person, CancellationToken token)
    {
        if (!Guid.TryParse(person.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(token);
        return (await db.Users.AsNoTracking().Where(one => one.Id == id).Select(one => one.Metadata).FirstOrDefaultAsync(token))?.TimeZone;
    }

    /// <summary>Null when that person was deleted meanwhile.</summary>
    public async Task<Me?> FindMeAsync(Actor actor, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        var id = actor.PersonId;
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(person => person.Id == id && person.DeletedAt == null, token);
        return person is null ? null : new Me(
            person.Id,
            person.Email!,
            person.UserName!,
            person.Metadata.DisplayName ?? person.UserName!,
            person.SubscriptionTier,
            person.MonthlyQuota,
            person.CurrentUsage,
            person.QuotaResetDate,
            person.PasswordHash is not (null or AppUser.NoPassword),
            person.Metadata,
            person.TwoFactorEnabled,
            person.DeleteAfter);
    }
}
