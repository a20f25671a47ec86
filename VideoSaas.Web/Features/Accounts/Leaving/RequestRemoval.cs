using Microsoft.Extensions.Options;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Accounts.Leaving;

/// <summary>
/// A person asks to be removed. Nothing goes out in their name from this moment; everything else stays for the days of grace, in
/// which they can still sign in and call it off. Asked again, the day stays what it is.
/// </summary>
internal sealed class RequestRemoval(
    PeopleScopes scopes, PersonProof proof, PeopleLetters letters, IOptions<AccountsOptions> options, TimeProvider time)
{
    /// <param name="Secret">The password, or a code of the second factor.</param>
    public sealed record Input(string? Secret, Uri Site);

    /// <returns>From when on it is done; or <c>secret_wrong</c>, <c>secret_missing</c>.</returns>
    public async Task<Outcome<DateTimeOffset>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        if (await scope.FindAsync(actor.PersonId, token) is not { } person)
        {
            return new NotFound();
        }

        if (await proof.RefuseAsync(scope, person, input.Secret, token) is { } refusal)
        {
            return refusal;
        }

        if (person.DeleteAfter is { } known)
        {
            return known;
        }

        await using (var transaction = await scope.Db.Database.BeginTransactionAsync(token))
        {
            person.DeleteAfter = time.GetUtcNow().AddDays(options.Value.RemovalGraceDays);
            scope.Db.Raise(new PersonLeaves(person.Id));
            await scope.Db.SaveChangesAsync(token);
            await OpenPages.LookAgainAsync(scope.Db, person.Id, token);
            await transaction.CommitAsync(token);
        }

        await letters.SendRemovalAskedAsync(person, input.Site, token);
        return person.DeleteAfter.Value;
    }
}
