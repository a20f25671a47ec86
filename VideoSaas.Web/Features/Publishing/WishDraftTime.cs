using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Publishing;

public sealed record WishDraftTimeInput(Guid PostId, DateTimeOffset At);

/// <summary>
/// When a draft is wanted out, as its composer would keep it. It stays a draft: nothing goes out by this. The same time again
/// changes nothing.
/// </summary>
public sealed class WishDraftTime(IDbContextFactory<AppDb> databases, PostTimes times)
{
    /// <returns>Refused: not_found, post_under_way when it was submitted meanwhile, and what <see cref="PostTimes"/> refuses.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, WishDraftTimeInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        switch (await db.LockPostAsync(input.PostId, actor.PersonId, token))
        {
            case null:
                return new NotFound();
            case { UploadStatus: PostStatus.Pending, SubmittedAt: null } draft:
                var moment = await times.MomentAsync(db, draft, new PostTime.At(input.At), token);
                if (moment.Refusal is { } refusal)
                {
                    return refusal;
                }

                draft.WishFor(moment.Value);
                draft.Choose(draft.Title, PostSettings.Parse(draft.Settings) with { WantsNextSlot = null });
                await db.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
                return Done.Value;
            default:
                return new Conflict("post_under_way");
        }
    }
}
