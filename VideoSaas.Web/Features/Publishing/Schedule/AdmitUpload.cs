using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <summary>
/// A platform that lets the whole product upload only so often a day: who comes late waits for the next day, and nobody uses
/// up what others have not had a share of.
/// </summary>
internal sealed class AdmitUpload(IDbContextFactory<AppDb> databases, PlatformCatalog platforms, TimeProvider time)
{
    private const int AdmissionLock = 0x4164_6D69;

    /// <summary>How soon somebody who lets others go first asks again.</summary>
    private static readonly TimeSpan LetOthersGo = TimeSpan.FromMinutes(5);

    /// <summary>Null: it may upload, and the unit is taken. Asking again for the same handles takes none.</summary>
    public async Task<PlatformError?> RefusalOfAsync(PlatformPost post, int begun, CancellationToken token)
    {
        if (platforms.Find(post.Platform)?.UploadBudget is not { } budget)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var (day, endsAt) = Admission.DayOf(now, TimeZoneInfo.FindSystemTimeZoneById(budget.ZoneId));
        await using var db = await databases.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdmissionLock}, {(int)post.Platform})", token);
        if (await db.UploadAdmissions.AnyAsync(
            row => row.PostId == post.Id && row.Arming == post.Arming && row.Begun == begun, token))
        {
            return null;
        }

        var used = await db.UploadAdmissions.Where(row => row.Platform == post.Platform && row.Day == day)
            .GroupBy(row => row.UserId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, token);
        if (used.Values.Sum() >= budget.PerDay)
        {
            return Refusal(endsAt - now, $"All {budget.PerDay} uploads of today are used.");
        }

        if (!Admission.MayUpload(post.UserId, budget.PerDay, used, await WaitingAsync(db, post.Platform, now, token)))
        {
            return Refusal(LetOthersGo, "The uploads that are left today are for people who had fewer.");
        }

        db.UploadAdmissions.Add(new UploadAdmission
        {
            PostId = post.Id,
            Arming = post.Arming,
            Begun = begun,
            UserId = post.UserId,
            Platform = post.Platform,
            Day = day,
            CreatedAt = now,
        });
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return null;
    }

    /// <summary>People with a post there that is due to be sent and has no unit yet.</summary>
    private Task<List<Guid>> WaitingAsync(AppDb db, Platform platform, DateTimeOffset now, CancellationToken token)
    {
        var until = now + platforms.LeadOf(platform);
        return db.PlatformPosts
            .Where(post => post.Platform == platform && post.SubmittedAt != null && post.ScheduledFor <= until
                && (post.UploadStatus == PostStatus.Pending || post.UploadStatus == PostStatus.Preparing)
                && (post.HoldCode == null || post.HoldCode == HoldCode.Quota)
                && !db.UploadAdmissions.Any(row => row.PostId == post.Id && row.Arming == post.Arming))
            .Select(post => post.UserId)
            .Distinct()
            .ToListAsync(token);
    }

    private static PlatformError Refusal(TimeSpan wait, string message) =>
        new(PlatformErrorClass.Quota, "product_upload_limit", message, wait);
}
