using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Accounts.Leaving;

/// <summary>The person stays after all. Posts that were called off stay so: their times may have passed. A repeat changes nothing.</summary>
internal sealed class KeepAccount(PeopleScopes scopes)
{
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        if (await scope.FindAsync(actor.PersonId, token) is not { } person)
        {
            return new NotFound();
        }

        person.DeleteAfter = null;
        await scope.Db.SaveChangesAsync(token);
        await OpenPages.LookAgainAsync(scope.Db, person.Id, token);
        return Done.Value;
    }
}
