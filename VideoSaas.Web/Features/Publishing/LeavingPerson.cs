using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Features.Accounts.Leaving;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>
/// Whoever asks to be removed sends nothing more: what waits, is on its way or would be tried again is called off with that very
/// request. Before the person is removed the platforms are told that we need their consent no longer.
/// </summary>
internal sealed class LeavingPerson(IDbContextFactory<AppDb> databases, DisconnectAccount disconnect, IJobCanceller jobs)
    : IDomainEventHandler<PersonLeaves>, IPersonRemains
{
    public async Task HandleAsync(AppDb db, PersonLeaves happened, CancellationToken token)
    {
        string[] again = [.. PostRetryRules.RetryableCodes];
        var waiting = await db.PlatformPosts.AsNoTracking()
            .Where(post => post.UserId == happened.UserId && post.SubmittedAt != null
                && (post.UploadStatus == PostStatus.Pending || post.UploadStatus == PostStatus.Preparing
                    || post.UploadStatus == PostStatus.Uploading || post.UploadStatus == PostStatus.Checking
                    || (post.UploadStatus == PostStatus.Failed && post.RetryCount < post.MaxRetries && again.Contains(post.ErrorCode!))))
            .OrderBy(post => post.VideoId)
            .Select(post => new { post.Id, post.VideoId })
            .ToListAsync(token);
        foreach (var one in waiting)
        {
            if (await db.LockVideoAsync(one.VideoId, token)
                && await db.PlatformPosts.FirstOrDefaultAsync(post => post.Id == one.Id, token) is { } post
                && post.UploadStatus is not (PostStatus.Published or PostStatus.Cancelled))
            {
                await CallOffPosts.CallOffAsync(db, post, jobs, token);
            }
        }
    }

    public async Task LetGoAsync(Guid personId, CancellationToken token)
    {
        List<Guid> connected;
        await using (var db = await databases.CreateDbContextAsync(token))
        {
            connected = await db.PlatformAccounts.IgnoreQueryFilters()
                .Where(account => account.UserId == personId && account.DeletedAt == null).Select(account => account.Id).ToListAsync(token);
        }

        foreach (var accountId in connected)
        {
            // One that is busy with a post of which nobody knows yet whether it is out is simply forgotten with its person.
            await disconnect.ExecuteAsync(Actor.Person(personId, []), new DisconnectAccountInput(accountId), token);
        }
    }
}
