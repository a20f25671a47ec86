using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Tests.Fixtures;

/// <summary>A month as a creator has it: rows alone, which nobody sends.</summary>
internal static class PlannedPosts
{
    /// <summary>A further channel of the bench's person.</summary>
    public static async Task<Guid> AddChannelAsync(PublishingBench bench, Platform platform, string username)
    {
        await using var db = bench.Open();
        var account = new PlatformAccount
        {
            Id = Guid.CreateVersion7(),
            UserId = bench.Person.Id,
            Platform = platform,
            ExternalId = $"{platform}-{username}-{Guid.CreateVersion7():N}",
            Username = username,
            AccessTokenProtected = "x",
        };
        db.PlatformAccounts.Add(account);
        await db.SaveChangesAsync();
        return account.Id;
    }

    /// <summary>A clip that is ready.</summary>
    public static async Task<Guid> AddClipAsync(PublishingBench bench, string title)
    {
        var id = Guid.CreateVersion7();
        await bench.AddVideoAsync(id);
        await using var db = bench.Open();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE videos SET caption = {title}, processed_url = '/media/none', thumbnail_url = '/favicon.svg' WHERE id = {id}");
        return id;
    }

    /// <summary>A post of the clip as it stands once it has come so far.</summary>
    public static async Task<Guid> AddPostAsync(
        PublishingBench bench, Guid videoId, Guid accountId, DateTimeOffset at, PostStatus status = PostStatus.Pending, HoldCode? hold = null)
    {
        var id = Guid.CreateVersion7();
        await using var db = bench.Open();
        var account = await db.PlatformAccounts.SingleAsync(one => one.Id == accountId);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO platform_posts (id, video_id, user_id, platform, connected_account_id, platform_account_id, caption, upload_status,
                submitted_at, scheduled_for, arming, hold_code)
            SELECT {id}, {videoId}, user_id, {Words.Of(account.Platform)}, {accountId}, {account.ExternalId}, caption,
                {(status == PostStatus.Published ? "published" : "pending")}, now() - interval '1 day', {at}, 1,
                {(hold is { } code ? Words.Of(code) : null)}
            FROM videos WHERE id = {videoId}
            """);
        if (status == PostStatus.Failed)
        {
            await db.Database.ExecuteSqlAsync($"UPDATE platform_posts SET upload_status = 'failed', error_code = 'media_refused' WHERE id = {id}");
        }

        return id;
    }
}
