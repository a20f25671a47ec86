using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing.Compose;

/// <param name="AccountId">Our key of the connected account.</param>
/// <param name="IsChosen">The post is to go there. What was written for one that is not chosen is kept all the same.</param>
/// <param name="OwnCaption">Null: the shared one.</param>
/// <param name="Title">For platforms whose posts have one.</param>
public sealed record DraftOfChannel(Guid AccountId, bool IsChosen, string? OwnCaption, string? Title, PostSettings Settings);

/// <param name="Caption">Shared by all channels without one of their own; becomes the clip's own words.</param>
/// <param name="Time">When it is wanted out; null when that is open.</param>
public sealed record SaveDraftInput(Guid VideoId, string Caption, IReadOnlyList<DraftOfChannel> Channels, PostTime? Time);

/// <summary>
/// Keeps everything that stands in the composer, in one transaction: the shared words with the clip, one draft a chosen channel.
/// Safe to repeat; a draft is kept whatever its faults. Posts that are out or on their way are left alone.
/// </summary>
public sealed class SaveDraft(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    /// <summary>More than any platform takes: keeps a paste of a whole book out of the table.</summary>
    private const int LongestText = 100_000;

    /// <returns>The posts of the chosen channels, by account. Refused: not_found, caption_too_long.</returns>
    public async Task<Outcome<IReadOnlyDictionary<Guid, Guid>>> ExecuteAsync(Actor actor, SaveDraftInput input, CancellationToken token)
    {
        var longest = input.Channels.Select(one => Math.Max(one.OwnCaption?.Length ?? 0, one.Title?.Length ?? 0)).Append(input.Caption.Length).Max();
        if (longest > LongestText)
        {
            return new Invalid("caption_too_long", longest, LongestText);
        }

        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (!await db.LockVideoAsync(input.VideoId, token)
            || await db.Videos.FirstOrDefaultAsync(one => one.Id == input.VideoId && one.UserId == actor.PersonId, token) is not { } video)
        {
            return new NotFound();
        }

        Write(video, input.Caption);
        var accounts = await db.PlatformAccounts.AsNoTracking()
            .Where(account => account.UserId == actor.PersonId)
            .ToDictionaryAsync(account => account.Id, token);
        var posts = await db.PlatformPosts.Where(post => post.VideoId == input.VideoId).ToListAsync(token);
        var kept = new Dictionary<Guid, Guid>();

        // The chosen account of a platform has its one post; another account of it must not take that away again.
        foreach (var draft in input.Channels.Where(one => accounts.ContainsKey(one.AccountId))
            .GroupBy(one => accounts[one.AccountId].Platform).Select(PreferredOf(posts)))
        {
            var account = accounts[draft.AccountId];
            if (Keep(db, input, draft, account, posts.Find(post => post.Platform == account.Platform)) is { } post && draft.IsChosen)
            {
                kept[account.Id] = post.Id;
            }
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return kept;
    }

    private static Func<IGrouping<Platform, DraftOfChannel>, DraftOfChannel> PreferredOf(List<PlatformPost> posts) => drafts =>
        drafts.FirstOrDefault(one => one.IsChosen)
        ?? drafts.FirstOrDefault(one => posts.Any(post => post.ConnectedAccountId == one.AccountId))
        ?? drafts.FirstOrDefault(HasContent)
        ?? drafts.First();

    private static bool HasContent(DraftOfChannel draft) =>
        draft.OwnCaption is not null || draft.Title is not null || draft.Settings != PostSettings.None;

    private static void Write(Video video, string caption)
    {
        var words = caption.Length == 0 ? null : caption;
        if (video.Caption != words)
        {
            var parts = TextRules.Read(words);
            video.Write(words, parts.Hashtags, parts.Mentions);
        }
    }

    private PlatformPost? Keep(AppDb db, SaveDraftInput input, DraftOfChannel draft, PlatformAccount account, PlatformPost? post)
    {
        var isDraft = post is null or { UploadStatus: PostStatus.Pending, SubmittedAt: null };
        if (!isDraft && !(draft.IsChosen && post!.UploadStatus is PostStatus.Failed or PostStatus.Cancelled))
        {
            return null;
        }

        if (!draft.IsChosen && !HasContent(draft))
        {
            // Nothing was written that could be lost, and nothing was ever sent.
            if (post is { Arming: 0 })
            {
                db.PlatformPosts.Remove(post);
                return null;
            }

            if (post is null)
            {
                return null;
            }
        }

        if (post is null)
        {
            var now = time.GetUtcNow();
            post = PlatformPost.Draft(Guid.CreateVersion7(now), input.VideoId, account.UserId, account.Platform, account.Id, account.ExternalId, now);
            db.PlatformPosts.Add(post);
        }
        else
        {
            post.SendTo(account.Id, account.ExternalId);
        }

        var caption = draft.OwnCaption ?? input.Caption;
        var parts = TextRules.Read(caption);
        post.Write(caption.Length == 0 && draft.OwnCaption is null ? null : caption, parts.Hashtags, parts.Mentions);
        post.Choose(draft.Title, draft.Settings with
        {
            IsLeftOut = draft.IsChosen ? null : true,
            WantsNextSlot = draft.IsChosen && input.Time is PostTime.NextSlot ? true : null,
        });
        if (post.SubmittedAt is null)
        {
            post.WishFor(draft.IsChosen && input.Time is PostTime.At { Moment: var at } ? at.ToUniversalTime() : null);
        }

        return post;
    }
}
