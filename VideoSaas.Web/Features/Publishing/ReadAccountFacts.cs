using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>Asks a platform what it says of an account, and keeps it with the account: rights, limits, what is left today.</summary>
public sealed class ReadAccountFacts(
    IDbContextFactory<AppDb> databases, AccountTokens tokens, PlatformCatalog platforms, TimeProvider time)
{
    /// <summary>What was told so recently is not asked for again.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <returns>What is known now, also when the platform could not be asked; null where it tells nothing. Refused: not_found.</returns>
    public async Task<Outcome<AccountFacts?>> ExecuteAsync(Actor actor, Guid accountId, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var account = await db.PlatformAccounts.AsNoTracking().FirstOrDefaultAsync(
            one => one.Id == accountId && one.UserId == actor.PersonId, token);
        if (account is null)
        {
            return new NotFound();
        }

        if (time.GetUtcNow() - account.FactsReadAt < Fresh)
        {
            return PostGate.FactsOf(account.Facts);
        }

        return await AskAsync(account, actor, token) is AccountFactsAnswer.Told told ? told.Facts : PostGate.FactsOf(account.Facts);
    }

    /// <summary>Null where the platform tells nothing of its accounts.</summary>
    internal async Task<AccountFactsAnswer?> AskAsync(PlatformAccount account, Actor actor, CancellationToken token)
    {
        if (await tokens.ReadyAsync(account.Id, actor, token) is not { } credentials)
        {
            return new AccountFactsAnswer.Refused(
                new PlatformError(PlatformErrorClass.Reauth, "reauth_needed", "The account must be connected again."));
        }

        if (platforms.AccountReaderOf(account.Platform) is not { } reader)
        {
            return null;
        }

        var answer = await reader.AskAsync(credentials, token);
        if (answer is AccountFactsAnswer.Told told)
        {
            var json = JsonSerializer.Serialize(told.Facts);
            var now = time.GetUtcNow();
            await using var db = await databases.CreateDbContextAsync(token);
            await db.PlatformAccounts.Where(one => one.Id == account.Id).ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Facts, json).SetProperty(one => one.FactsReadAt, now), token);
        }

        return answer;
    }
}
