using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos;

/// <summary>Writes a video's caption, hashtags and mentions.</summary>
public sealed class EditVideoText(IDbContextFactory<AppDb> databases)
{
    /// <param name="ContentVersion">The version that the person saw; another one by now refuses the edit.</param>
    /// <param name="Hashtags">With or without the leading <c>#</c>.</param>
    /// <param name="Mentions">With or without the leading <c>@</c>.</param>
    public sealed record Input(
        Guid VideoId, int ContentVersion, string? Caption, IReadOnlyList<string> Hashtags, IReadOnlyList<string> Mentions);

    /// <summary>
    /// Refusals: <c>edited_elsewhere</c>, <c>caption_too_long</c> (characters allowed), <c>too_many_hashtags</c> and
    /// <c>too_many_mentions</c> (how many), <c>bad_hashtag</c> and <c>bad_mention</c> (the word).
    /// </summary>
    /// <returns>The new version.</returns>
    public async Task<Outcome<int>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        var text = VideoText.Of(input.Caption, input.Hashtags, input.Mentions);
        if (text.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var video = await db.LockVideoAsync(actor, input.VideoId, token);
        if (video is not { DeletedAt: null })
        {
            return new NotFound();
        }

        if (video.ContentVersion != input.ContentVersion)
        {
            return new Conflict("edited_elsewhere");
        }

        video.Write(text.Value.Caption, text.Value.Hashtags, text.Value.Mentions);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return video.ContentVersion;
    }
}
