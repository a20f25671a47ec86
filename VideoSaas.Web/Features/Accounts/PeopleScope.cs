using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>
/// One operation on people: its own context, and Identity's services over that same context. Identity's live in a service
/// scope, and a circuit's scope would keep their context for hours.
/// </summary>
internal sealed class PeopleScope(AsyncServiceScope scope) : IAsyncDisposable
{
    public AppDb Db { get; } = scope.ServiceProvider.GetRequiredService<AppDb>();

    public UserManager<AppUser> Users { get; } = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();

    public IPasskeyHandler<AppUser> Passkeys => scope.ServiceProvider.GetRequiredService<IPasskeyHandler<AppUser>>();

    public IPasswordHasher<AppUser> Hasher => Users.PasswordHasher;

    /// <summary>Null for an address nobody has, and for deleted people.</summary>
    public Task<AppUser?> FindByEmailAsync(string email, CancellationToken token)
    {
        var normalized = Users.NormalizeEmail(email.Trim());
        return Db.Users.SingleOrDefaultAsync(person => person.NormalizedEmail == normalized && person.DeletedAt == null, token);
    }

    public Task<AppUser?> FindAsync(Guid personId, CancellationToken token) =>
        Db.Users.SingleOrDefaultAsync(person => person.Id == personId && person.DeletedAt == null, token);

    /// <summary>Ends every sign-in of that person elsewhere, and every link sent so far.</summary>
    public static void RenewStamps(AppUser person)
    {
        person.SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        person.ConcurrencyStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    }

    public void SetPassword(AppUser person, string password)
    {
        person.PasswordHash = Hasher.HashPassword(person, password);
        RenewStamps(person);
    }

    public ValueTask DisposeAsync() => scope.DisposeAsync();
}

internal sealed class PeopleScopes(IServiceScopeFactory scopes)
{
    public PeopleScope Open() => new(scopes.CreateAsyncScope());

    /// <summary>With the actor set on its context.</summary>
    public PeopleScope Open(Actor actor, string? reason = null)
    {
        var opened = Open();
        opened.Db.ActAs(actor, reason);
        return opened;
    }
}
