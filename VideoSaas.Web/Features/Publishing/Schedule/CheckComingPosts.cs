using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Storage;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <summary>
/// Looks at scheduled posts a day, an hour and five minutes ahead: the account's token and rights, its limits, the file, the
/// platform itself. What is found is shown while there is time to act. A stage that was checked is not checked again.
/// </summary>
internal sealed class CheckComingPosts(
    IDbContextFactory<AppDb> databases,
    PostGate gate,
    ReadAccountFacts facts,
    IBlobStore blobs,
    TimeProvider time,
    ILogger<CheckComingPosts> log) : IRecurringWork
{
    private const int MostAtOnce = 500;

    public string Name => "coming-posts";

    public string Cron => "* * * * *";

    public async Task RunAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        var asked = new Dictionary<Guid, AccountFactsAnswer?>();
        foreach (var (post, stage) in await DueAsync(now, token))
        {
            try
            {
                await CheckAsync(post, stage, asked, now, token);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                PublishingLog.CheckFailed(log, post.Id, failure);
            }
        }
    }

    private async Task<IReadOnlyList<(PlatformPost Post, CheckStage Stage)>> DueAsync(DateTimeOffset now, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var until = now + CheckStage.Day.Before();
        var coming = await db.PlatformPosts.AsNoTracking()
            .Where(post => (post.UploadStatus == PostStatus.Pending && post.ScheduledFor != null && post.ScheduledFor > now
                    && post.ScheduledFor <= until && post.SubmittedAt != null && post.HoldCode == null)
                || (post.UploadStatus == PostStatus.Checking && post.CommitAt != null && post.HoldCode == null && post.CommitAt > now
                    && post.CommitAt <= until))
            .Select(post => new
            {
                Post = post,
                Checked = db.PostChecks.Where(check => check.PostId == post.Id && check.Arming == post.Arming)
                    .Select(check => check.Stage).ToList(),
            })
            .OrderBy(one => one.Post.ScheduledFor)
            .ToListAsync(token);
        return
        [
            .. coming
                .Select(one => (one.Post, Stage: CheckStages.DueAt(one.Post.ScheduledFor!.Value, now), one.Checked))
                .Where(one => one.Stage is { } stage && !one.Checked.Contains(stage))
                .Take(MostAtOnce)
                .Select(one => (one.Post, one.Stage!.Value)),
        ];
    }

    private async Task CheckAsync(
        PlatformPost post, CheckStage stage, Dictionary<Guid, AccountFactsAnswer?> asked, DateTimeOffset now, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var findings = new List<CheckFinding>();
        var account = await db.PlatformAccounts.AsNoTracking().FirstOrDefaultAsync(one => one.Id == post.ConnectedAccountId, token);
        if (account is null)
        {
            findings.Add(Finding(VerdictLevel.Error, "account_not_found"));
        }
        else
        {
            if (!asked.TryGetValue(account.Id, out var answer))
            {
                asked[account.Id] = answer = await facts.AskAsync(account, Actor.System("schedule"), token);
            }

            findings.AddRange(FindingsOf(account, answer, post.ScheduledFor!.Value));
            account = await db.PlatformAccounts.AsNoTracking().FirstOrDefaultAsync(one => one.Id == account.Id, token);
        }

        var file = await PostGate.NewestFileAsync(db, post.VideoId, post.Platform, token);
        if (file is not null && await blobs.LengthAsync(file.StorageKey, token) is null)
        {
            findings.Add(Finding(VerdictLevel.Error, "file_gone"));
        }

        findings.AddRange(gate.Judge(post.Platform, PostGate.ToJudge(post, file, await PostCovers.EditsOfAsync(db, file, token), account))
            .Where(verdict => verdict.Level == VerdictLevel.Error)
            .Select(verdict => Finding(verdict.Level, verdict.Code, verdict.Arguments)));
        await KeepAsync(post, stage, findings, now, token);
    }

    private static IEnumerable<CheckFinding> FindingsOf(PlatformAccount account, AccountFactsAnswer? answer, DateTimeOffset scheduledFor)
    {
        switch (answer)
        {
            case AccountFactsAnswer.Refused { Error.Class: PlatformErrorClass.Reauth } refused:
                yield return Finding(VerdictLevel.Error, refused.Error.Code);
                break;
            case AccountFactsAnswer.Refused refused:
                yield return Finding(VerdictLevel.Warning, refused.Error.Code);
                break;
            case AccountFactsAnswer.Told { Facts.BlockedCode: { } blocked }:
                yield return Finding(VerdictLevel.Warning, blocked);
                break;
            case AccountFactsAnswer.Told { Facts: { PublishesLeft: 0 } told }:
                yield return Finding(VerdictLevel.Warning, "publish_limit", told.PublishesTotal ?? 0);
                break;
        }

        if (account.TokenExpiresAt < scheduledFor && account.RefreshTokenProtected is null)
        {
            yield return Finding(VerdictLevel.Warning, "token_ends_before");
        }
    }

    private async Task KeepAsync(
        PlatformPost post, CheckStage stage, List<CheckFinding> findings, DateTimeOffset now, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        db.ActAs(Actor.System("schedule"));
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (!await db.LockVideoAsync(post.VideoId, token)
            || await db.PostChecks.AnyAsync(check => check.PostId == post.Id && check.Arming == post.Arming && check.Stage == stage, token)
            || !await db.PlatformPosts.AnyAsync(one => one.Id == post.Id && one.Arming == post.Arming, token))
        {
            return;
        }

        db.PostChecks.Add(new PostCheck
        {
            Id = Guid.CreateVersion7(now),
            PostId = post.Id,
            UserId = post.UserId,
            Arming = post.Arming,
            Stage = stage,
            Outcome = findings.Select(finding => finding.Level).DefaultIfEmpty(VerdictLevel.Fine).Max(),
            Findings = findings,
            CreatedAt = now,
        });
        db.Raise(new PostChecked(
            post.Id, post.UserId, post.Arming, stage,
            findings.Where(finding => finding.Level != VerdictLevel.Fine).MaxBy(finding => finding.Level)));
        await db.SaveChangesAsync(token);

        // The page of the post is drawn from its row: this tells it to look again.
        await db.Database.ExecuteSqlAsync($"UPDATE platform_posts SET arming = arming WHERE id = {post.Id}", token);
        await transaction.CommitAsync(token);
    }

    private static CheckFinding Finding(VerdictLevel level, string code, params object[] arguments) => new(
        level, code, [.. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "")]);
}
