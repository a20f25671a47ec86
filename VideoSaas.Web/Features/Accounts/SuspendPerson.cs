using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// Keeps a person out until reactivated. Their open pages go to the sign-in at once, other requests are refused at the next look (<see cref="AccountsOptions.RevalidateSeconds"/>),
/// and links sent to them stop working. Nobody can suspend themselves.
/// </summary>
internal sealed class SuspendPerson(IDbContextFactory<AppDb> contexts)
{
    public sealed record Input(Guid PersonId, string? Reason);

    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        if (actor.UserId == input.PersonId)
        {
            return new Conflict("self_suspension");
        }

        return await PersonEdit.SaveAsync(contexts, actor, input.PersonId, input.Reason, Change, token);

        static Task<Refusal?> Change(AppDb db, AppUser person)
        {
            if (person.Status is AccountStatus.Suspended
                || !AccountTransitions.Table.Allows(person.Status, AccountStatus.Suspended))
            {
                return Task.FromResult<Refusal?>(new Conflict("not_suspendable"));
            }

            person.Status = AccountStatus.Suspended;
            PeopleScope.RenewStamps(person);
            return Task.FromResult<Refusal?>(null);
        }
    }
}
