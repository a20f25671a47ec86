using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>One right at a platform.</summary>
/// <param name="Name">The platform's own word for it.</param>
/// <param name="IsNeeded">Without it nothing can be published.</param>
public sealed record ScopeView(string Name, bool IsNeeded, bool IsGranted);

/// <summary>A channel with everything that its person may want to know of it.</summary>
/// <param name="CheckedAt">When the platform last said what the account may do; null where it was not asked yet or tells nothing.</param>
/// <param name="CanBeChecked">The platform tells something of its accounts.</param>
/// <param name="Scheduled">Posts that go out at their time.</param>
/// <param name="NextAt">The first of them.</param>
/// <param name="EndsAtPlatform">Disconnecting it ends our access at the platform: no other channel hangs on the same consent.</param>
public sealed record ChannelSheet(
    ChannelView Channel,
    IReadOnlyList<ScopeView> Scopes,
    DateTimeOffset? CheckedAt,
    bool CanBeChecked,
    int Scheduled,
    int Paused,
    int Missed,
    DateTimeOffset? NextAt,
    bool EndsAtPlatform)
{
    /// <summary>Empty where the platform never said what was granted: what is unknown is not missing.</summary>
    public IReadOnlyList<ScopeView> Gap => Scopes.Any(scope => scope.IsGranted) ? [.. Scopes.Where(scope => !scope.IsGranted)] : [];
}

/// <summary>One platform that can be connected here, with the person's channels on it.</summary>
public sealed record PlatformSheet(Platform Platform, string ConnectAddress, IReadOnlyList<ChannelSheet> Channels);

/// <summary>The channels' page.</summary>
public sealed class ChannelsQueries(IDbContextFactory<AppDb> databases, PublishingQueries publishing, PlatformCatalog platforms)
{
    public async Task<IReadOnlyList<PlatformSheet>> PageAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var channels = await publishing.AccountsAsync(db, actor.PersonId, token);
        var rights = await db.PlatformAccounts.AsNoTracking()
            .Where(account => account.UserId == actor.PersonId && account.DeletedAt == null)
            .Select(account => new { account.Id, account.Scopes, account.FactsReadAt })
            .ToDictionaryAsync(account => account.Id, token);
        var waiting = (await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == actor.PersonId && post.UploadStatus == PostStatus.Pending && post.SubmittedAt != null
                && post.ConnectedAccountId != null)
            .GroupBy(post => new { AccountId = post.ConnectedAccountId!.Value, post.HoldCode })
            .Select(group => new { group.Key.AccountId, group.Key.HoldCode, Count = group.Count(), First = group.Min(post => post.ScheduledFor) })
            .ToListAsync(token)).ToLookup(group => group.AccountId);
        return
        [
            .. platforms.All.OrderBy(one => one.Platform).Select(platform => new PlatformSheet(
                platform.Platform,
                $"/connect/{Words.Of(platform.Platform)}",
                [
                    .. channels.Where(channel => channel.Platform == platform.Platform).Select(channel =>
                    {
                        var posts = waiting[channel.Id].ToList();
                        var right = rights[channel.Id];
                        return new ChannelSheet(
                            channel,
                            [
                                .. platform.NeededScopes.Select(scope => new ScopeView(scope, true, right.Scopes.Contains(scope))),
                                .. platform.WishedScopes.Select(scope => new ScopeView(scope, false, right.Scopes.Contains(scope))),
                            ],
                            right.FactsReadAt,
                            platforms.AccountReaderOf(platform.Platform) is not null,
                            posts.Where(group => group.HoldCode is null).Sum(group => group.Count),
                            posts.Where(group => group.HoldCode == HoldCode.Paused).Sum(group => group.Count),
                            posts.Where(group => group.HoldCode == HoldCode.Missed).Sum(group => group.Count),
                            posts.Where(group => group.HoldCode is null).Min(group => group.First),
                            !channels.Any(other => other.Id != channel.Id
                                && platforms.ConsentFamilyOf(platform.Platform).Contains(other.Platform)));
                    }),
                ])),
        ];
    }
}
