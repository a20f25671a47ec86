using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Host;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Saves how a person wants to be shown and spoken to.</summary>
internal sealed class SaveProfile(IDbContextFactory<AppDb> contexts)
{
    public const string Light = "light";
    public const string Dark = "dark";

    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, UserPreferences input, CancellationToken token)
    {
        var wanted = input with
        {
            DisplayName = string.IsNullOrWhiteSpace(input.DisplayName) ? null : input.DisplayName.Trim(),
        };
        if (ProfileRules.RefuseDisplayName(wanted.DisplayName) is { } refusal)
        {
            return refusal;
        }

        if (wanted.Language is not null && !Languages.IsKnown(wanted.Language))
        {
            return new Invalid("language_unknown");
        }

        if (wanted.TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(wanted.TimeZone, out _))
        {
            return new Invalid("time_zone_unknown");
        }

        if (wanted.Theme is not (null or Light or Dark))
        {
            return new Invalid("theme_unknown");
        }

        await using var db = await contexts.CreateDbContextAsync(token);
        db.ActAs(actor);
        var person = await db.Users.SingleOrDefaultAsync(person => person.Id == actor.PersonId, token);
        if (person is null)
        {
            return new NotFound();
        }

        // The picture and what is muted are chosen elsewhere, perhaps at this very moment.
        person.Metadata = wanted with { Avatar = person.Metadata.Avatar, Muted = person.Metadata.Muted };
        await db.SaveChangesAsync(token);
        return Done.Value;
    }
}
