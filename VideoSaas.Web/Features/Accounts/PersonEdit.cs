using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>What every deed of an admin on another person has in common: the right, the reason, the row, the save.</summary>
internal static class PersonEdit
{
    /// <summary>
    /// Lets <paramref name="change"/> change the tracked person and saves, with who and why in the trail. Refused with
    /// <c>changed_meanwhile</c> when somebody else changed the person at the same time.
    /// </summary>
    public static async Task<Outcome<Done>> SaveAsync(
        IDbContextFactory<AppDb> contexts,
        Actor actor,
        Guid personId,
        string? reason,
        Func<AppDb, AppUser, Task<Refusal?>> change,
        CancellationToken token)
    {
        if (!actor.IsIn(Roles.Admin))
        {
            return new Forbidden();
        }

        if (ProfileRules.RefuseReason(reason) is { } refusal)
        {
            return refusal;
        }

        await using var db = await contexts.CreateDbContextAsync(token);
        db.ActAs(actor, reason!.Trim());
        var person = await db.Users.SingleOrDefaultAsync(person => person.Id == personId && person.DeletedAt == null, token);
        if (person is null)
        {
            return new NotFound();
        }

        if (await change(db, person) is { } refused)
        {
            return refused;
        }

        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Conflict("changed_meanwhile");
        }

        return Done.Value;
    }
}
