using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts.Sessions;

public sealed record SessionRow(Guid Id, Device Device, string? Address, DateTimeOffset LastSeenAt, DateTimeOffset SignedInAt, bool IsThis);

internal sealed class SessionQueries(IDbContextFactory<AppDb> contexts, IOptions<AccountsOptions> options, TimeProvider time)
{
    private const int Most = 100;

    /// <param name="signIn">Of the browser that asks.</param>
    public async Task<IReadOnlyList<SessionRow>> OfAsync(Actor actor, string? signIn, CancellationToken token)
    {
        var since = time.GetUtcNow().AddDays(-options.Value.RememberDays);
        await using var db = await contexts.CreateDbContextAsync(token);
        var rows = await db.UserSessions.AsNoTracking()
            .Where(one => one.UserId == actor.PersonId && one.EndedAt == null && one.LastSeenAt >= since)
            .OrderByDescending(one => one.LastSeenAt).Take(Most)
            .ToListAsync(token);
        return
        [
            .. rows.Select(one => new SessionRow(
                    one.Id, Device.Of(one.UserAgent), one.IpAddress, one.LastSeenAt, one.CreatedAt, one.SignIn == signIn))
                .OrderByDescending(one => one.IsThis),
        ];
    }
}
