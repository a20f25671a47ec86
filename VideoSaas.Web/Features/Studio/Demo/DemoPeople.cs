using System.Security.Cryptography;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Features.Accounts;

namespace VideoSaas.Web.Features.Studio.Demo;

/// <summary>One person a role, with passwords that <c>demo.json</c> alone knows.</summary>
internal sealed class DemoPeople(PeopleScopes scopes, AddPerson addPerson)
{
    public static readonly IReadOnlyList<(string Role, string Email, string Name)> Cast =
    [
        (Roles.Creator, "creator@demo.videosaas.local", "Ploy Srisuk"),
        (Roles.Admin, "admin@demo.videosaas.local", "Nok K."),
        (Roles.Staff, "staff@demo.videosaas.local", "Somchai T."),
    ];

    /// <summary>
    /// Makes who is missing. Whoever is there keeps the password that <paramref name="known"/> holds; where it does not hold
    /// (the file was lost, the database is another), a new one is set.
    /// </summary>
    /// <returns>How to sign in, by role.</returns>
    public async Task<IReadOnlyDictionary<string, DemoPerson>> MakeAsync(Actor actor, DemoFile? known, CancellationToken token)
    {
        var people = new Dictionary<string, DemoPerson>();
        foreach (var (role, email, name) in Cast)
        {
            var password = known?.People.GetValueOrDefault(role)?.Password ?? NewPassword();
            var added = await addPerson.ExecuteAsync(actor, new AddPerson.Input(email, password, name, [role]), token);
            if (added.Refusal is { Code: not "email_taken" } refusal)
            {
                throw new InvalidOperationException($"The demo's {role} was refused: {refusal.Code}.");
            }

            if (!added.Succeeded)
            {
                await KeepPasswordAsync(actor, email, password, token);
            }

            people[role] = new DemoPerson(email, password);
        }

        return people;
    }

    public async Task<Guid?> FindAsync(string email, CancellationToken token)
    {
        await using var scope = scopes.Open();
        return (await scope.FindByEmailAsync(email, token))?.Id;
    }

    private async Task KeepPasswordAsync(Actor actor, string email, string password, CancellationToken token)
    {
        await using var scope = scopes.Open(actor);
        if (await scope.FindByEmailAsync(email, token) is { } person && !await scope.Users.CheckPasswordAsync(person, password))
        {
            scope.SetPassword(person, password);
            await scope.Db.SaveChangesAsync(token);
        }
    }

    /// <summary>Four words that can be said and typed, some 50 random bits.</summary>
    private static string NewPassword()
    {
        const string consonants = "bdfghjklmnprstvwz";
        const string vowels = "aeiou";
        return string.Join('-', Enumerable.Range(0, 4).Select(_ => string.Concat(
            Pick(consonants), Pick(vowels), Pick(consonants), Pick(vowels))));

        static char Pick(string letters) => letters[RandomNumberGenerator.GetInt32(letters.Length)];
    }
}
