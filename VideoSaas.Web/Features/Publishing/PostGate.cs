using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing;

/// <summary>What keeps a post from going out: its account, its file, its text. The composer shows the same verdicts.</summary>
public sealed class PostGate(PlatformCatalog platforms)
{
    internal async Task<Refusal?> RefusalOfAsync(AppDb db, PlatformPost post, CancellationToken token)
    {
        // The filter hides what is in the bin.
        if (!await db.Videos.AnyAsync(video => video.Id == post.VideoId, token))
        {
            return new NotFound();
        }

        if (await db.Users.AnyAsync(person => person.Id == post.UserId && person.DeleteAfter != null, token))
        {
            return new Conflict("account_leaving");
        }

        var account = await db.PlatformAccounts.AsNoTracking().FirstOrDefaultAsync(
            one => one.Id == post.ConnectedAccountId && one.DeletedAt == null, token);
        if (account is null)
        {
            return new Conflict("account_not_found");
        }

        if (account.Health is AccountHealth.NeedsReauth or AccountHealth.Revoked)
        {
            return new Conflict("account_needs_reauth", account.Username ?? account.ExternalId);
        }

        var file = await NewestFileAsync(db, post.VideoId, post.Platform, token);
        if (file is null)
        {
            return new Conflict("no_file");
        }

        var edits = await PostCovers.EditsOfAsync(db, file, token);
        var worst = Judge(post.Platform, ToJudge(post, file, edits, account)).FirstOrDefault(verdict => verdict.Level == VerdictLevel.Error);
        return worst is null ? null : new Invalid(worst.Code, worst.Arguments);
    }

    /// <summary>The rendition that would be sent: of the newest whole set, made for the platform.</summary>
    internal static Task<VideoAsset?> NewestFileAsync(AppDb db, Guid videoId, Platform platform, CancellationToken token)
    {
        var word = Words.Of(platform);
        return db.VideoAssets.AsNoTracking()
            .Where(asset => asset.VideoId == videoId && asset.Kind == AssetKind.Rendition && asset.Platforms.Contains(word))
            .OrderByDescending(asset => asset.AssetSet)
            .ThenByDescending(asset => asset.CreatedAt)
            .FirstOrDefaultAsync(token);
    }

    /// <summary>Errors first. A platform that cannot be reached from here judges nothing.</summary>
    public IReadOnlyList<Verdict> Judge(Platform platform, PostToJudge post)
    {
        if (platforms.Find(platform) is not { } rules)
        {
            return [];
        }

        var verdicts = new List<Verdict>(TextRules.Judge(post.Caption, LimitsOf(rules.TextLimits, post.Account)));
        if (post.File is null)
        {
            verdicts.Add(Verdict.Error("no_file"));
        }

        verdicts.AddRange(rules.Judge(post));
        return [.. verdicts.OrderByDescending(verdict => verdict.Level)];
    }

    /// <summary>The usual limits, or longer texts where the account pays for them.</summary>
    public static TextLimits LimitsOf(TextLimits usual, AccountFacts? account) =>
        account?.CaptionUnits is { } units ? usual with { CaptionUnits = units } : usual;

    /// <param name="edits">Those that made the file.</param>
    internal static PostToJudge ToJudge(PlatformPost post, VideoAsset? file, VideoEdits? edits, PlatformAccount? account) => new(
        file is null ? null : FileOf(file, edits), post.Title, post.Caption, PostSettings.Parse(post.Settings), FactsOf(account?.Facts));

    internal static AccountFacts? FactsOf(string? json) => json is null ? null : JsonSerializer.Deserialize<AccountFacts>(json);

    /// <param name="edits">Those that made it.</param>
    internal static FileToPublish FileOf(VideoAsset asset, VideoEdits? edits) => new(
        asset.SizeBytes,
        asset.DurationMs is { } length ? TimeSpan.FromMilliseconds(length) : null,
        asset.Width,
        asset.Height)
    {
        CoverAtMs = edits?.CoverInFileMs(asset.DurationMs),
    };
}
