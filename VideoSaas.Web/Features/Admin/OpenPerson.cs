using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Auditing;

namespace VideoSaas.Web.Features.Admin;

/// <summary>Shows an admin one person, and writes down that it did: <c>user.viewed</c>, once a minute and admin at most.</summary>
internal sealed class OpenPerson(IDbContextFactory<AppDb> contexts, TimeProvider time)
{
    public const string Viewed = "user.viewed";

    private const int LatestChanges = 20;

    /// <summary>A page is drawn twice when it opens, and again after each deed: that is one visit.</summary>
    private static readonly TimeSpan OneVisit = TimeSpan.FromMinutes(1);

    public async Task<Outcome<PersonSheet>> ExecuteAsync(Actor actor, Guid personId, CancellationToken token)
    {
        if (!actor.IsIn(Roles.Admin))
        {
            return new Forbidden();
        }

        await using var db = await contexts.CreateDbContextAsync(token);
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(person => person.Id == personId, token);
        if (person is null)
        {
            return new NotFound();
        }

        await NoteVisitAsync(db, actor, personId, token);
        var tier = await db.SubscriptionTiers.AsNoTracking().SingleAsync(tier => tier.Tier == person.SubscriptionTier, token);
        return new PersonSheet(
            PeopleQueries.RowOf(person),
            person.EmailConfirmed,
            await db.UserRoles.Where(has => has.UserId == personId)
                .Join(db.Roles, has => has.RoleId, role => role.Id, (_, role) => role.Name!).Order().ToListAsync(token),
            person.QuotaResetDate,
            person.TrialEndsAt,
            person.Metadata,
            await db.VideoAssets.Where(asset => asset.UserId == personId).SumAsync(asset => asset.SizeBytes, token),
            tier.StorageBytes,
            await db.ProcessingJobs.CountAsync(job => job.UserId == personId && job.Status == JobStatus.Running, token),
            tier.ParallelJobs,
            await db.Videos.CountAsync(video => video.UserId == personId, token),
            await db.PlatformPosts.CountAsync(post => post.UserId == personId, token),
            await db.PlatformPosts.CountAsync(post => post.UserId == personId && post.UploadStatus == PostStatus.Published, token),
            await db.PlatformAccounts.Where(account => account.UserId == personId)
                .OrderBy(account => account.CreatedAt)
                .Select(account => new ChannelRow(
                    account.Id, account.Platform, account.Username ?? account.DisplayName ?? account.ExternalId,
                    account.Health, account.TokenExpiresAt, account.CreatedAt))
                .ToListAsync(token),
            await ChangesAsync(db, personId, token));
    }

    private async Task NoteVisitAsync(AppDb db, Actor actor, Guid personId, CancellationToken token)
    {
        var now = time.GetUtcNow();
        var since = now - OneVisit;
        var isKnown = await db.AuditEntries.AnyAsync(
            entry => entry.ResourceType == "user" && entry.ResourceId == personId && entry.Action == Viewed
                && entry.ActorId == actor.ActorId && entry.CreatedAt > since,
            token);
        if (!isKnown)
        {
            db.ActAs(actor).Note(actor, Viewed, personId, now);
            await db.SaveChangesAsync(token);
        }
    }

    /// <summary>What was done to the person, and what the person did to anything of theirs.</summary>
    private static async Task<IReadOnlyList<ChangeRow>> ChangesAsync(AppDb db, Guid personId, CancellationToken token)
    {
        var entries = await db.AuditEntries.AsNoTracking()
            .Where(entry => (entry.ResourceType == "user" && entry.ResourceId == personId) || entry.UserId == personId)
            .OrderByDescending(entry => entry.CreatedAt).ThenByDescending(entry => entry.Id)
            .Take(LatestChanges)
            .ToListAsync(token);
        var actors = entries.Where(entry => entry.ActorType == ActorType.User)
            .Select(entry => Guid.TryParse(entry.ActorId, out var id) ? id : Guid.Empty).Distinct().ToList();
        var names = await db.Users.IgnoreQueryFilters().AsNoTracking().Where(user => actors.Contains(user.Id)).ToDictionaryAsync(
            user => user.Id.ToString(), user => user.Metadata.DisplayName ?? user.UserName!, token);
        return [.. entries.Select(entry => new ChangeRow(
            entry.CreatedAt,
            entry.ActorType ?? ActorType.System,
            entry.ActorType == ActorType.User ? names.GetValueOrDefault(entry.ActorId ?? "") : entry.ActorId,
            entry.Action,
            ReasonOf(entry.Metadata),
            // A birth's values are not a change to look at.
            entry.OldValues is null ? [] : FieldsOf(entry.Changes)))];
    }

    private static string? ReasonOf(string? metadata)
    {
        if (metadata is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(metadata);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("reason", out var reason)
            ? reason.GetString()
            : null;
    }

    private static IReadOnlyList<FieldChange> FieldsOf(string? changes)
    {
        if (changes is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(changes);
        return json.RootElement.ValueKind != JsonValueKind.Object ? [] :
        [
            .. json.RootElement.EnumerateObject()
                .Where(field => field.Value.ValueKind == JsonValueKind.Array && field.Value.GetArrayLength() == 2)
                .Select(field => new FieldChange(field.Name, TextOf(field.Value[0]), TextOf(field.Value[1]))),
        ];
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
