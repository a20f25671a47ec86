using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Connect;

/// <summary>An account that a consent offers, without anything that is secret.</summary>
/// <param name="IsConnected">It is one of the person's channels already; choosing it renews the permission.</param>
public sealed record OfferedAccount(string ExternalId, string? Username, string? DisplayName, bool IsConnected);

/// <param name="Accounts">At least two.</param>
public sealed record AccountOffer(Platform Platform, IReadOnlyList<OfferedAccount> Accounts);

/// <summary>Connects those accounts of a consent that the person picked, and forgets the rest.</summary>
public sealed class ChooseAccounts(ConsentChoices choices, ConnectAccounts connect, IDbContextFactory<AppDb> databases)
{
    /// <param name="ExternalIds">The platform's ids; none is a way to say no.</param>
    public sealed record Input(string Key, IReadOnlyCollection<string> ExternalIds);

    /// <summary>Null when the offer is not this person's, too old or used.</summary>
    public async Task<AccountOffer?> LookAsync(Actor actor, string key, CancellationToken token)
    {
        if (await choices.FindAsync(actor.PersonId, key, token) is not { } choice)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(token);
        var known = await db.PlatformAccounts.AsNoTracking()
            .Where(one => one.UserId == actor.PersonId && one.Platform == choice.Platform)
            .Select(one => one.ExternalId)
            .ToListAsync(token);
        return new AccountOffer(
            choice.Platform,
            [.. choice.Accounts.Select(one => new OfferedAccount(one.ExternalId, one.Username, one.DisplayName, known.Contains(one.ExternalId)))]);
    }

    /// <returns>How many were connected. Refused: <c>consent_choice_gone</c>, so also for a repeat.</returns>
    public async Task<Outcome<int>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        if (await choices.TakeAsync(actor.PersonId, input.Key, token) is not { } choice)
        {
            return new Conflict("consent_choice_gone");
        }

        var wanted = choice.Accounts.Where(one => input.ExternalIds.Contains(one.ExternalId)).ToList();
        return (await connect.ExecuteAsync(actor, choice.Platform, wanted, token)).Count;
    }
}
