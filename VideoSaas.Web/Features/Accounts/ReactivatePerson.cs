using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Lets a suspended or closed person in again: to the trial if it still runs, else active.</summary>
internal sealed class ReactivatePerson(IDbContextFactory<AppDb> contexts, TimeProvider time)
{
    public sealed record Input(Guid PersonId, string? Reason);

    public Task<Outcome<Done>> ExecuteAsync(Actor actor, Input input, CancellationToken token) =>
        PersonEdit.SaveAsync(contexts, actor, input.PersonId, input.Reason, Change, token);

    private Task<Refusal?> Change(AppDb db, AppUser person)
    {
        if (AccountTransitions.MaySignIn(person.Status))
        {
            return Task.FromResult<Refusal?>(new Conflict("not_suspended"));
        }

        var back = person.Status is AccountStatus.Suspended && person.TrialEndsAt > time.GetUtcNow()
            ? AccountStatus.Trial
            : AccountStatus.Active;
        AccountTransitions.Table.Demand(person.Status, back);
        person.Status = back;
        PeopleScope.RenewStamps(person);
        return Task.FromResult<Refusal?>(null);
    }
}
