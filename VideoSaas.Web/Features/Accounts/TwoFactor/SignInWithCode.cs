using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Accounts.TwoFactor;

/// <summary>The second step of a sign-in: a code of the person's app, or a recovery code. Wrong ones count like wrong passwords.</summary>
internal sealed class SignInWithCode(
    PeopleScopes scopes, PendingSignIns pending, FailedSignIns failures, EnterPerson enter, TimeProvider time)
{
    public sealed record Input(string? Pending, string? Code);

    /// <returns><c>pending_over</c> (begin again), <c>code_wrong</c>, or why the person may not come in.</returns>
    public async Task<Outcome<SignedIn>> ExecuteAsync(Actor visitor, Input input, CancellationToken token)
    {
        if (pending.Read(input.Pending) is not var (personId, stamp))
        {
            return new Invalid("pending_over");
        }

        await using var scope = scopes.Open(visitor with { UserId = personId, ActorId = personId.ToString() });
        var now = time.GetUtcNow();
        var person = await scope.FindAsync(personId, token);
        if (person is null || person.SecurityStamp != stamp || person.LockoutEnd > now)
        {
            return new Invalid("pending_over");
        }

        if (!await SecondFactor.IsRightAsync(scope, person, input.Code))
        {
            await failures.CountAsync(scope.Db, person.Id, now, token);
            return new Invalid("code_wrong");
        }

        return await enter.ExecuteAsync(scope, person, visitor, token);
    }
}
