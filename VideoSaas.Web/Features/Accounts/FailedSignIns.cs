using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Counts wrong passwords and codes; after several in a row the account rests.</summary>
internal sealed class FailedSignIns(IOptions<AccountsOptions> options)
{
    public int RestMinutes => options.Value.LockoutMinutes;

    /// <summary>
    /// In one statement: parallel guesses each count. It is sent for <see cref="Guid.Empty"/> (nobody, or an account that rests
    /// already) too, so that the time does not tell whether somebody is there.
    /// </summary>
    public Task CountAsync(AppDb db, Guid personId, DateTimeOffset now, CancellationToken token)
    {
        var limit = options.Value.MaxFailedSignIns;
        DateTimeOffset? until = now.AddMinutes(options.Value.LockoutMinutes);
        return db.Users.Where(person => person.Id == personId).ExecuteUpdateAsync(
            change => change
                .SetProperty(person => person.LockoutEnd, person => person.AccessFailedCount + 1 >= limit ? until : person.LockoutEnd)
                .SetProperty(person => person.AccessFailedCount, person => person.AccessFailedCount + 1 >= limit ? 0 : person.AccessFailedCount + 1),
            token);
    }
}
