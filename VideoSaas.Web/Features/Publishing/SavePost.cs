using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="AccountId">Our key of the connected account.</param>
public sealed record SavePostInput(Guid VideoId, Guid AccountId, string? Caption)
{
    /// <summary>For platforms whose posts have one.</summary>
    public string? Title { get; init; }

    /// <summary>Null: those of the draft stay, and a new one has none.</summary>
    public PostSettings? Settings { get; init; }
}

/// <summary>
/// Keeps a draft. A video has one post a platform: saving again rewrites it, and so does saving over one that failed or was
/// cancelled. A draft is kept whatever its faults.
/// </summary>
public sealed class SavePost(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    /// <summary>More than any platform takes: keeps a paste of a whole book out of the table.</summary>
    private const int LongestCaption = 100_000;

    /// <returns>The post's id. Refused: not_found, account_not_found, caption_too_long, post_under_way, already_published.</returns>
    public async Task<Outcome<Guid>> ExecuteAsync(Actor actor, SavePostInput input, CancellationToken token)
    {
        var caption = string.IsNullOrWhiteSpace(input.Caption) ? null : input.Caption.ReplaceLineEndings("\n").Trim();
        if (caption?.Length > LongestCaption)
        {
            return new Invalid("caption_too_long", caption.Length, LongestCaption);
        }

        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var person = actor.PersonId;
        if (!await db.Videos.AnyAsync(video => video.Id == input.VideoId && video.UserId == person, token)
            || !await db.LockVideoAsync(input.VideoId, token))
        {
            return new NotFound();
        }

        var account = await db.PlatformAccounts.FirstOrDefaultAsync(
            one => one.Id == input.AccountId && one.UserId == person && one.DeletedAt == null, token);
        if (account is null)
        {
            return new NotFound("account_not_found");
        }

        var post = await db.PlatformPosts.FirstOrDefaultAsync(
            one => one.VideoId == input.VideoId && one.Platform == account.Platform, token);
        if (post is null)
        {
            var now = time.GetUtcNow();
            post = PlatformPost.Draft(
                Guid.CreateVersion7(now), input.VideoId, person, account.Platform, account.Id, account.ExternalId, now);
            db.PlatformPosts.Add(post);
        }
        else if (post.UploadStatus == PostStatus.Published)
        {
            return new Conflict("already_published");
        }
        else if (post.UploadStatus is PostStatus.Preparing or PostStatus.Uploading or PostStatus.Checking
            || (post.UploadStatus == PostStatus.Pending && post.SubmittedAt is not null))
        {
            return new Conflict("post_under_way");
        }
        else
        {
            post.SendTo(account.Id, account.ExternalId);
        }

        var parts = TextRules.Read(caption);
        post.Write(caption, parts.Hashtags, parts.Mentions);
        if (input.Settings is { } settings)
        {
            post.Choose(string.IsNullOrWhiteSpace(input.Title) ? null : input.Title.Trim(), settings);
        }

        // The first words written for a clip become its own: the library finds it by them, and the next post starts from them.
        var video = await db.Videos.FirstAsync(one => one.Id == input.VideoId, token);
        if (video.Caption is null && caption is not null)
        {
            video.Write(caption, [.. parts.Hashtags], [.. parts.Mentions]);
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return post.Id;
    }
}
