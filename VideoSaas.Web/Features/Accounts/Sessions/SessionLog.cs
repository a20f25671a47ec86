using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Accounts.Sessions;

/// <summary>
/// The rows by which a person sees where they are signed in. Whether a sign-in holds is decided by its claims and by what was
/// ended; a row that is missing is made again at the next look at the cookie.
/// </summary>
internal sealed class SessionLog(IDbContextFactory<AppDb> contexts, TimeProvider time)
{
    private const int LongestAgent = 500;

    /// <summary>A browser that is busy is written down once a minute.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    public async Task SeenAsync(Guid personId, string? signIn, IPAddress? address, string? agent, CancellationToken token)
    {
        if (string.IsNullOrEmpty(signIn))
        {
            return;
        }

        var now = time.GetUtcNow();
        var shortAgent = agent?.Length > LongestAgent ? agent[..LongestAgent] : agent;
        await using var db = await contexts.CreateDbContextAsync(token);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO user_sessions (id, user_id, sign_in, ip_address, user_agent, last_seen_at, created_at)
            SELECT {Guid.CreateVersion7(now)}, id, {signIn}, {address?.ToString()}, {shortAgent}, {now}, {now} FROM users WHERE id = {personId}
            ON CONFLICT (sign_in) DO UPDATE SET
                last_seen_at = EXCLUDED.last_seen_at, ip_address = EXCLUDED.ip_address, user_agent = EXCLUDED.user_agent
            WHERE user_sessions.user_id = EXCLUDED.user_id AND user_sessions.ended_at IS NULL AND user_sessions.last_seen_at < {now - Between}
            """,
            token);
    }

    /// <summary>Ends one sign-in for good: its cookie is believed no more, wherever a copy of it may be.</summary>
    public static async Task EndAsync(AppDb db, Guid personId, string signIn, DateTimeOffset now, CancellationToken token)
    {
        var at = now.ToString("O", CultureInfo.InvariantCulture);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO user_tokens (user_id, login_provider, name, value) VALUES ({personId}, {SignOut.Ended}, {signIn}, {at})
            ON CONFLICT DO NOTHING
            """,
            token);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE user_sessions SET ended_at = {now} WHERE user_id = {personId} AND sign_in = {signIn} AND ended_at IS NULL", token);
    }

    /// <summary>After the stamp was renewed, which has ended them all.</summary>
    public static Task AllEndedAsync(AppDb db, Guid personId, DateTimeOffset now, CancellationToken token) =>
        db.Database.ExecuteSqlAsync($"UPDATE user_sessions SET ended_at = {now} WHERE user_id = {personId} AND ended_at IS NULL", token);
}
