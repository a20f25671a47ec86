using Microsoft.EntityFrameworkCore;
using Npgsql;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Compose;

/// <param name="Id">Null: a new one.</param>
/// <param name="Hashtags">As typed: see <see cref="SavedTextRules.ReadHashtags"/>.</param>
public sealed record HashtagGroupInput(Guid? Id, string Name, string Hashtags);

/// <param name="Id">Null: a new one.</param>
/// <param name="Text">Null: it stays, only the name changes.</param>
public sealed record CaptionTemplateInput(Guid? Id, string Name, string? Text);

/// <summary>Keeps, changes and takes away what a person writes again and again.</summary>
public sealed class SavedTexts(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    /// <returns>Its id. Refused: not_found, name_missing, name_too_long, name_taken, no_hashtags, too_many_hashtags_in_group, too_many_saved.</returns>
    public async Task<Outcome<Guid>> SaveGroupAsync(Actor actor, HashtagGroupInput input, CancellationToken token)
    {
        var hashtags = SavedTextRules.ReadHashtags(input.Hashtags);
        if (RefusalOfName(input.Name, HashtagGroup.LongestName) is { } unnamed)
        {
            return unnamed;
        }

        if (hashtags.Length == 0)
        {
            return new Invalid("no_hashtags");
        }

        if (hashtags.Length > HashtagGroup.MostHashtags)
        {
            return new Invalid("too_many_hashtags_in_group", hashtags.Length, HashtagGroup.MostHashtags);
        }

        await using var db = await databases.CreateDbContextAsync(token);
        var group = input.Id is { } id ? await db.HashtagGroups.FirstOrDefaultAsync(one => one.Id == id && one.UserId == actor.PersonId, token) : null;
        if (input.Id is not null && group is null)
        {
            return new NotFound();
        }

        if (group is null)
        {
            if (await db.HashtagGroups.CountAsync(one => one.UserId == actor.PersonId, token) >= HashtagGroup.MostPerPerson)
            {
                return new LimitReached("too_many_saved", HashtagGroup.MostPerPerson);
            }

            group = new HashtagGroup { Id = Guid.CreateVersion7(time.GetUtcNow()), UserId = actor.PersonId, Name = "" };
            db.HashtagGroups.Add(group);
        }

        group.Name = input.Name.Trim();
        group.Hashtags = hashtags;
        return await SaveAsync(db, group.Id, group.Name, token);
    }

    /// <returns>Its id. Refused: not_found, name_missing, name_too_long, name_taken, text_missing, caption_too_long, too_many_saved.</returns>
    public async Task<Outcome<Guid>> SaveTemplateAsync(Actor actor, CaptionTemplateInput input, CancellationToken token)
    {
        if (RefusalOfName(input.Name, CaptionTemplate.LongestName) is { } unnamed)
        {
            return unnamed;
        }

        var text = input.Text?.ReplaceLineEndings("\n").Trim();
        if (text is "" || (text is null && input.Id is null))
        {
            return new Invalid("text_missing");
        }

        if (text?.Length > CaptionTemplate.LongestText)
        {
            return new Invalid("caption_too_long", text.Length, CaptionTemplate.LongestText);
        }

        await using var db = await databases.CreateDbContextAsync(token);
        var template = input.Id is { } id
            ? await db.CaptionTemplates.FirstOrDefaultAsync(one => one.Id == id && one.UserId == actor.PersonId, token)
            : null;
        if (input.Id is not null && template is null)
        {
            return new NotFound();
        }

        if (template is null)
        {
            if (await db.CaptionTemplates.CountAsync(one => one.UserId == actor.PersonId, token) >= CaptionTemplate.MostPerPerson)
            {
                return new LimitReached("too_many_saved", CaptionTemplate.MostPerPerson);
            }

            template = new CaptionTemplate { Id = Guid.CreateVersion7(time.GetUtcNow()), UserId = actor.PersonId, Name = "", Text = "" };
            db.CaptionTemplates.Add(template);
        }

        template.Name = input.Name.Trim();
        template.Text = text ?? template.Text;
        return await SaveAsync(db, template.Id, template.Name, token);
    }

    /// <summary>Refused: not_found.</summary>
    public async Task<Outcome<Done>> DeleteGroupAsync(Actor actor, Guid id, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.HashtagGroups.Where(one => one.Id == id && one.UserId == actor.PersonId).ExecuteDeleteAsync(token) == 1
            ? Done.Value
            : new NotFound();
    }

    /// <summary>Refused: not_found.</summary>
    public async Task<Outcome<Done>> DeleteTemplateAsync(Actor actor, Guid id, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await db.CaptionTemplates.Where(one => one.Id == id && one.UserId == actor.PersonId).ExecuteDeleteAsync(token) == 1
            ? Done.Value
            : new NotFound();
    }

    private static Invalid? RefusalOfName(string name, int longest) =>
        string.IsNullOrWhiteSpace(name) ? new Invalid("name_missing")
        : name.Trim().Length > longest ? new Invalid("name_too_long", longest)
        : null;

    /// <summary>The database alone knows whether two that save at once chose one name.</summary>
    private static async Task<Outcome<Guid>> SaveAsync(AppDb db, Guid id, string name, CancellationToken token)
    {
        try
        {
            await db.SaveChangesAsync(token);
            return id;
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Conflict("name_taken", name);
        }
    }
}
