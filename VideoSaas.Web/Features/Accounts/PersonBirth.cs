using Microsoft.EntityFrameworkCore;
using Npgsql;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>What a new person is made of.</summary>
/// <param name="Password">Null for a person without a password.</param>
internal sealed record Newborn(
    string Email,
    string? Password,
    string? DisplayName,
    string? Language,
    bool EmailConfirmed,
    IReadOnlyList<string> Roles);

/// <summary>Adds the row, the handle and the roles; used by sign-up and by whoever may add people.</summary>
internal static class PersonBirth
{
    /// <summary>More people with one name than this sign up at the same moment nowhere.</summary>
    private const int Tries = 5;

    /// <returns>Null when the address is taken, by a deleted person too.</returns>
    public static async Task<AppUser?> BringAsync(
        PeopleScopes scopes, Func<Guid, Actor> actorOf, Newborn newborn, TimeProvider time, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var scope = scopes.Open();
            var db = scope.Db;
            var email = newborn.Email.Trim();
            var normalizedEmail = scope.Users.NormalizeEmail(email);
            if (await db.Users.IgnoreQueryFilters().AnyAsync(other => other.NormalizedEmail == normalizedEmail, token))
            {
                return null;
            }

            var now = time.GetUtcNow();
            var id = Guid.CreateVersion7(now);
            db.ActAs(actorOf(id));
            var handle = await FreeHandleAsync(scope, Handles.From(email), token);
            var person = new AppUser
            {
                Id = id,
                Email = email,
                NormalizedEmail = normalizedEmail,
                EmailConfirmed = newborn.EmailConfirmed,
                UserName = handle,
                NormalizedUserName = scope.Users.NormalizeName(handle),
                LockoutEnabled = true,
                PasswordHash = AppUser.NoPassword,
                Status = AccountStatus.Active,
                SubscriptionTier = Tier.Free,
                MonthlyQuota = await db.SubscriptionTiers.Where(tier => tier.Tier == Tier.Free)
                    .Select(tier => tier.MonthlyVideos).SingleAsync(token),
                QuotaResetDate = DateOnly.FromDateTime(now.UtcDateTime).AddMonths(1),
                Metadata = new UserPreferences { DisplayName = newborn.DisplayName, Language = newborn.Language },
                CreatedAt = now,
            };
            PeopleScope.RenewStamps(person);
            if (newborn.Password is not null)
            {
                scope.SetPassword(person, newborn.Password);
            }

            db.Users.Add(person);
            foreach (var role in await db.Roles.Where(role => newborn.Roles.Contains(role.Name!)).ToListAsync(token))
            {
                db.UserRoles.Add(new() { UserId = id, RoleId = role.Id });
            }

            try
            {
                await db.SaveChangesAsync(token);
                return person;
            }
            catch (DbUpdateException taken)
                when (attempt < Tries && taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Someone took the handle, or the address, between the look and the save: look again.
            }
        }
    }

    private static async Task<string> FreeHandleAsync(PeopleScope scope, string handle, CancellationToken token)
    {
        var stem = scope.Users.NormalizeName(handle)!;
        var taken = await scope.Db.Users.IgnoreQueryFilters()
            .Where(other => other.NormalizedUserName!.StartsWith(stem))
            .Select(other => other.NormalizedUserName!)
            .ToListAsync(token);
        var names = taken.ToHashSet(StringComparer.Ordinal);
        var number = 1;
        while (names.Contains(scope.Users.NormalizeName(Handles.Numbered(handle, number))!))
        {
            number++;
        }

        return Handles.Numbered(handle, number);
    }
}
