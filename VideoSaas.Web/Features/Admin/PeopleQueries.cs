using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Admin;

/// <param name="Search">Part of an address, a handle or a display name.</param>
/// <param name="Page">From 1; one beyond the last shows the last.</param>
public sealed record PeopleFilter(string? Search = null, Tier? Tier = null, AccountStatus? Status = null, int Page = 1)
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Search) && Tier is null && Status is null;
}

public sealed record PersonRow(
    Guid Id,
    string Name,
    string Email,
    string Handle,
    Tier Tier,
    AccountStatus Status,
    int CurrentUsage,
    int MonthlyQuota,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastLoginAt);

public sealed record PeopleList(IReadOnlyList<PersonRow> People, int Total, int Page, int Pages);

/// <summary>Everybody who is not deleted, newest first.</summary>
internal sealed class PeopleQueries(IDbContextFactory<AppDb> contexts)
{
    public const int PageSize = 25;

    public async Task<Outcome<PeopleList>> ListAsync(Actor actor, PeopleFilter filter, CancellationToken token)
    {
        if (!actor.IsIn(Roles.Admin))
        {
            return new Forbidden();
        }

        await using var db = await contexts.CreateDbContextAsync(token);
        var people = db.Users.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var pattern = $"%{Escaped(filter.Search.Trim())}%";
            people = db.Users
                .FromSql($"SELECT * FROM users WHERE email ILIKE {pattern} OR username ILIKE {pattern} OR metadata->>'display_name' ILIKE {pattern}")
                .AsNoTracking();
        }

        if (filter.Tier is { } tier)
        {
            people = people.Where(person => person.SubscriptionTier == tier);
        }

        if (filter.Status is { } status)
        {
            people = people.Where(person => person.Status == status);
        }

        var total = await people.CountAsync(token);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var rows = await people
            .OrderByDescending(person => person.CreatedAt).ThenBy(person => person.Id)
            .Skip((page - 1) * PageSize).Take(PageSize)
            .ToListAsync(token);
        return new PeopleList([.. rows.Select(RowOf)], total, page, pages);
    }

    internal static PersonRow RowOf(AppUser person) => new(
        person.Id,
        person.Metadata.DisplayName ?? person.UserName!,
        person.Email!,
        person.UserName!,
        person.SubscriptionTier,
        person.Status,
        person.CurrentUsage,
        person.MonthlyQuota,
        person.CreatedAt,
        person.LastLoginAt);

    /// <summary>A search for <c>50%</c> means the sign, not anything.</summary>
    private static string Escaped(string words) =>
        words.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
