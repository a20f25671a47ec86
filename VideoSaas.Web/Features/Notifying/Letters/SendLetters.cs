using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Notifying;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Jobs;
using VideoSaas.Web.Engine.Mail;
using Letter = VideoSaas.Domain.Notifying.Letter;
using Mail = VideoSaas.Web.Engine.Mail.Letter;

namespace VideoSaas.Web.Features.Notifying.Letters;

/// <summary>
/// Sends what is due. Letters of one kind to one person that fall close together are one mail; what was mended meanwhile, or is
/// not wanted any more, is none. The lease's token stays with its letters and names the mail, so that whoever takes over from a
/// sender that was killed sends the very same one.
/// </summary>
internal sealed partial class SendLetters(
    IDbContextFactory<AppDb> databases,
    LetterWriter writer,
    DigestQueries digests,
    IMailer mailer,
    IOptions<NotifyingOptions> options,
    TimeProvider time,
    ILogger<SendLetters> log) : IRecurringWork
{
    private const int MostMails = 500;
    private const int MostTogether = 200;
    private const int LongestError = 500;

    private readonly NotifyingOptions _options = options.Value;

    public string Name => "letters";

    public string Cron => "* * * * *";

    public async Task RunAsync(CancellationToken token)
    {
        for (var mails = 0; mails < MostMails && await ClaimAsync(token) is { } bundle; mails++)
        {
            await SendAsync(bundle, token);
        }
    }

    /// <summary>The letters of the next mail, all under one lease; null when nothing is due.</summary>
    internal async Task<IReadOnlyList<Letter>?> ClaimAsync(CancellationToken token)
    {
        var now = time.GetUtcNow();
        var together = TimeSpan.FromSeconds(_options.TogetherSeconds);
        await using var db = await databases.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var first = await db.Letters.FromSql(
            $"""
            SELECT * FROM letters AS due
            WHERE due.status = 'waiting' AND due.due_at <= {now} AND (due.lease_until IS NULL OR due.lease_until < {now})
              AND (due.lease_token IS NOT NULL OR NOT EXISTS (
                SELECT FROM letters AS sent
                WHERE sent.user_id = due.user_id AND sent.kind = due.kind AND sent.status = 'sent'
                  AND sent.status_changed_at > clock_timestamp() - {together} AND sent.notification_id IS NOT NULL))
            ORDER BY due.due_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """).SingleOrDefaultAsync(token);
        if (first is null)
        {
            return null;
        }

        List<Letter> bundle = first.LeaseToken is { } before
            ? await db.Letters.FromSql(
                $"SELECT * FROM letters WHERE user_id = {first.UserId} AND lease_token = {before} AND status = 'waiting' FOR UPDATE").ToListAsync(token)
            : first.NotificationId is null
                ? [first]
                : await db.Letters.FromSql(
                    $"""
                    SELECT * FROM letters
                    WHERE user_id = {first.UserId} AND kind = {Domain.Results.Words.Of(first.Kind)} AND status = 'waiting'
                      AND lease_token IS NULL AND due_at <= {now + together}
                    ORDER BY due_at LIMIT {MostTogether} FOR UPDATE SKIP LOCKED
                    """).ToListAsync(token);
        var lease = first.LeaseToken ?? Guid.CreateVersion7(now);
        foreach (var letter in bundle)
        {
            letter.LeaseToken = lease;
            letter.LeaseUntil = now.AddSeconds(_options.LeaseSeconds);
            letter.Attempts++;
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return bundle;
    }

    private async Task SendAsync(IReadOnlyList<Letter> bundle, CancellationToken token)
    {
        var lease = bundle[0].LeaseToken!.Value;
        try
        {
            if (await WriteAsync(bundle, lease, token) is not { } mail)
            {
                await EndAsync(lease, LetterStatus.Dropped, token);
                return;
            }

            await mailer.SendAsync(mail, token);

            // Not to be broken off: the mail is out.
            await EndAsync(lease, LetterStatus.Sent, CancellationToken.None);
        }
        catch (Exception failure) when (!token.IsCancellationRequested)
        {
            LogFailed(lease, bundle[0].Attempts, failure);
            await PutOffAsync(bundle, lease, failure, token);
        }
    }

    /// <summary>Drops the letters that need not go; null when none is left.</summary>
    private async Task<Mail?> WriteAsync(IReadOnlyList<Letter> bundle, Guid lease, CancellationToken token)
    {
        var kind = bundle[0].Kind;
        await using var db = await databases.CreateDbContextAsync(token);
        var userId = bundle[0].UserId;
        var person = await db.Users.AsNoTracking().FirstOrDefaultAsync(one => one.Id == userId, token);
        if (person is null || !AccountTransitions.MaySignIn(person.Status) || Muting.IsMuted(person.Metadata.Muted, NewsWay.Mail, kind))
        {
            return null;
        }

        if (bundle[0].NotificationId is null)
        {
            var week = await digests.OfAsync(person.Id, WeeklyDigest.FirstDayOf(bundle[0].Key), LetterWriter.ZoneOf(person), token);
            return writer.OfWeek(person, week, lease);
        }

        var ids = bundle.Select(letter => letter.NotificationId).ToList();
        var news = await db.Notifications.AsNoTracking()
            .Where(one => ids.Contains(one.Id) && one.SettledAt == null)
            .OrderBy(one => one.CreatedAt).ToListAsync(token);
        var needless = ids.Except(news.Select(one => (Guid?)one.Id)).ToList();
        if (needless.Count > 0)
        {
            await db.Letters.Where(letter => needless.Contains(letter.NotificationId) && letter.LeaseToken == lease && letter.Status == LetterStatus.Waiting)
                .ExecuteUpdateAsync(set => set.SetProperty(letter => letter.Status, LetterStatus.Dropped), token);
        }

        return news.Count == 0 ? null : writer.OfNews(person, kind, news, lease);
    }

    private async Task EndAsync(Guid lease, LetterStatus status, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await db.Letters.Where(letter => letter.LeaseToken == lease && letter.Status == LetterStatus.Waiting)
            .ExecuteUpdateAsync(
                set => set.SetProperty(letter => letter.Status, status).SetProperty(letter => letter.LeaseUntil, (DateTimeOffset?)null),
                token);
    }

    private async Task PutOffAsync(IReadOnlyList<Letter> bundle, Guid lease, Exception failure, CancellationToken token)
    {
        var attempts = bundle[0].Attempts;
        var status = attempts >= _options.MaxAttempts ? LetterStatus.Failed : LetterStatus.Waiting;
        var due = time.GetUtcNow().AddSeconds(_options.FirstRestSeconds * Math.Pow(2, attempts - 1));
        var error = failure.Message.Length > LongestError ? failure.Message[..LongestError] : failure.Message;
        await using var db = await databases.CreateDbContextAsync(token);
        await db.Letters.Where(letter => letter.LeaseToken == lease && letter.Status == LetterStatus.Waiting)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(letter => letter.Status, status)
                    .SetProperty(letter => letter.DueAt, due)
                    .SetProperty(letter => letter.LeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(letter => letter.LastError, error),
                token);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Mail} could not be sent, attempt {Attempt}")]
    private partial void LogFailed(Guid mail, int attempt, Exception failure);
}
