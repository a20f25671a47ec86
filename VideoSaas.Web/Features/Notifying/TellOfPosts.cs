using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Data.Events;
using VideoSaas.Web.Features.Publishing;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>Posts that need their person: failed for good, unconfirmed, kept back, or about to be.</summary>
internal sealed class TellOfPosts(News news, IOptions<PublishingOptions> publishing, TimeProvider time) :
    IDomainEventHandler<PostFailed>,
    IDomainEventHandler<PostUnconfirmed>,
    IDomainEventHandler<PostHeld>,
    IDomainEventHandler<PostChecked>,
    IDomainEventHandler<PostArmed>,
    IDomainEventHandler<PostWentOn>
{
    private const string Post = "post";

    /// <summary>What the person said themselves when we asked is no news to them.</summary>
    private const string SaidByPerson = "not_live";

    public async Task HandleAsync(AppDb db, PostFailed happened, CancellationToken token)
    {
        if (await FindAsync(db, happened.PostId, token) is not { } post)
        {
            return;
        }

        await news.SettleAsync(db, post.Id, token, NotificationKind.PostUnconfirmed, NotificationKind.PostWarning);
        if (post.ErrorCode != SaidByPerson
            && PostRetryRules.NextTryAt(post.ErrorCode, post.RetryCount, post.MaxRetries, time.GetUtcNow(), publishing.Value.RetryRests) is null)
        {
            await TellAsync(db, post, NotificationKind.PostFailed, post.ErrorCode, [post.ErrorMessage ?? ""], token);
        }
    }

    public async Task HandleAsync(AppDb db, PostUnconfirmed happened, CancellationToken token)
    {
        if (await FindAsync(db, happened.PostId, token) is { } post)
        {
            await TellAsync(db, post, NotificationKind.PostUnconfirmed, PlatformPost.OutcomeUnknownCode, [], token);
        }
    }

    /// <summary>Of a channel that must be connected anew its own row tells, with all that waits for it.</summary>
    public async Task HandleAsync(AppDb db, PostHeld happened, CancellationToken token)
    {
        if (happened.Why is HoldCode.Quota or HoldCode.Missed && await FindAsync(db, happened.PostId, token) is { } post)
        {
            await TellAsync(db, post, NotificationKind.PostWarning, $"held_{Words.Of(happened.Why)}", [], token, suffix: Words.Of(happened.Why));
        }
    }

    public async Task HandleAsync(AppDb db, PostChecked happened, CancellationToken token)
    {
        if (happened.Worst is not { } worst)
        {
            await news.SettleAsync(db, happened.PostId, token, NotificationKind.PostWarning);
        }
        else if (await FindAsync(db, happened.PostId, token) is { } post)
        {
            TimeSpan? patience = happened.Stage == CheckStage.Minutes ? TimeSpan.Zero : null;
            await TellAsync(db, post, NotificationKind.PostWarning, worst.Code, worst.Arguments, token, patience);
        }
    }

    public Task HandleAsync(AppDb db, PostArmed happened, CancellationToken token) => news.SettleAsync(db, happened.PostId, token);

    public Task HandleAsync(AppDb db, PostWentOn happened, CancellationToken token) => news.SettleAsync(db, happened.PostId, token);

    private async Task TellAsync(
        AppDb db,
        PlatformPost post,
        NotificationKind kind,
        string? code,
        IReadOnlyList<string> arguments,
        CancellationToken token,
        TimeSpan? patience = null,
        string? suffix = null)
    {
        var key = suffix is null ? $"{post.Id}:{post.Arming}" : $"{post.Id}:{post.Arming}:{suffix}";
        var facts = new NotificationFacts(code, Words.Of(post.Platform), await SubjectAsync(db, post, token), arguments);
        await news.TellAsync(db, new Tidings(post.UserId, kind, key, Post, post.Id, facts, patience), token);
    }

    private static async Task<PlatformPost?> FindAsync(AppDb db, Guid postId, CancellationToken token) =>
        db.PlatformPosts.Local.FirstOrDefault(one => one.Id == postId)
        ?? await db.PlatformPosts.AsNoTracking().FirstOrDefaultAsync(one => one.Id == postId, token);

    private static async Task<string> SubjectAsync(AppDb db, PlatformPost post, CancellationToken token)
    {
        if (Subjects.FirstLine(post.Title ?? post.Caption) is { } words)
        {
            return words;
        }

        var file = await db.Videos.IgnoreQueryFilters().Where(video => video.Id == post.VideoId)
            .Select(video => video.OriginalFilename).FirstOrDefaultAsync(token);
        return Subjects.OfFile(file);
    }
}
