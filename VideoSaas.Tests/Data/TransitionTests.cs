using Npgsql;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Processing;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

/// <summary>Every pair of status words against the domain and the database: they agree, and plain SQL cannot go round either.</summary>
public sealed class TransitionTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Users_DomainAndDatabaseAgree()
    {
        var name = 0;
        await AssertAgreeAsync(AccountTransitions.Table, "users", "status", () => (
            "INSERT INTO users (email, password_hash, status) VALUES ($2, '!', $1) RETURNING id", [$"pair-{name++}@example.org"]));
    }

    [Fact]
    public async Task Videos_DomainAndDatabaseAgree()
    {
        var person = await NewPersonAsync();
        await AssertAgreeAsync(VideoTransitions.Table, "videos", "processing_status", () => (
            """
            INSERT INTO videos (user_id, original_filename, original_url, original_size, duration, processing_status)
            VALUES ($2, 'a.mp4', 'a', 1, 0, $1) RETURNING id
            """, [person.Id]));
    }

    [Fact]
    public async Task Posts_DomainAndDatabaseAgree()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        await AssertAgreeAsync(PostTransitions.Table, "platform_posts", "upload_status", () => (
            "INSERT INTO platform_posts (video_id, user_id, platform, upload_status) VALUES ($2, $3, 'tiktok', $1) RETURNING id",
            [video.Id, video.UserId]));
    }

    [Fact]
    public async Task Jobs_DomainAndDatabaseAgree()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        await AssertAgreeAsync(JobTransitions.Table, "processing_jobs", "status", () => (
            "INSERT INTO processing_jobs (video_id, user_id, job_type, status) VALUES ($2, $3, 'compress_video', $1) RETURNING id",
            [video.Id, video.UserId]));
    }

    [Fact]
    public async Task Uploads_DomainAndDatabaseAgree()
    {
        var person = await NewPersonAsync();
        var token = 0;
        await AssertAgreeAsync(Upload.Transitions, "uploads", "status", () => (
            """
            INSERT INTO uploads (token, user_id, length_bytes, filename, storage_key, quota_period, expires_at, status)
            VALUES ($3, $2, 1, 'a.mp4', 'a', '2026-01-01', now(), $1) RETURNING id
            """, [person.Id, $"token-{token++}"]));
    }

    [Theory]
    [InlineData("users", "status")]
    [InlineData("users", "subscription_tier")]
    [InlineData("videos", "processing_status")]
    [InlineData("platform_posts", "upload_status")]
    [InlineData("platform_posts", "platform")]
    [InlineData("platform_posts", "hold_code")]
    [InlineData("processing_jobs", "status")]
    [InlineData("processing_jobs", "kind")]
    [InlineData("processing_job_attempts", "outcome")]
    [InlineData("publish_attempts", "outcome")]
    [InlineData("video_analytics", "platform")]
    [InlineData("audit_logs", "actor_type")]
    [InlineData("subscriptions", "status")]
    [InlineData("subscriptions", "tier")]
    [InlineData("subscription_tiers", "tier")]
    [InlineData("platform_accounts", "platform")]
    [InlineData("platform_accounts", "health")]
    [InlineData("uploads", "status")]
    [InlineData("uploads", "quota_unit")]
    [InlineData("video_assets", "kind")]
    [InlineData("live_events", "kind")]
    public async Task ClosedWordList_IsACheck(string table, string column) =>
        Assert.Equal(1L, await ScalarAsync<long>(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = $1::text::regclass AND conname = $2",
            table, $"ck_{table}_{column}"));

    [Fact]
    public async Task WordThatNobodyKnows_IsRefused()
    {
        var person = await NewPersonAsync();
        var failure = await Assert.ThrowsAsync<PostgresException>(
            () => ExecuteAsync("UPDATE users SET subscription_tier = 'gold' WHERE id = $1", person.Id));
        Assert.Equal("ck_users_subscription_tier", failure.ConstraintName);
    }

    private async Task AssertAgreeAsync<TStatus>(
        TransitionTable<TStatus> domain, string table, string column, Func<(string Sql, object[] More)> insert)
        where TStatus : struct, Enum
    {
        var wrong = new List<string>();
        await using var connection = await Source.OpenConnectionAsync(Token);
        foreach (var birth in Enum.GetValues<TStatus>())
        {
            await using var transaction = await connection.BeginTransactionAsync(Token);
            var born = await InsertAsync(birth) is not null;
            if (born != domain.AllowsBirth(birth))
            {
                wrong.Add($"birth as {Words.Of(birth)}: database {born}");
            }
        }

        foreach (var from in Enum.GetValues<TStatus>())
        {
            foreach (var to in Enum.GetValues<TStatus>())
            {
                await using var transaction = await connection.BeginTransactionAsync(Token);
                var way = WayTo(domain, from);
                var id = await InsertAsync(way[0]);
                Assert.NotNull(id);
                foreach (var step in way.Skip(1))
                {
                    Assert.True(await MoveAsync(id.Value, step), $"The way to {Words.Of(from)} broke at {Words.Of(step)}.");
                }

                var moved = await MoveAsync(id.Value, to);
                if (moved != domain.Allows(from, to))
                {
                    wrong.Add($"{Words.Of(from)} to {Words.Of(to)}: database {moved}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        async Task<Guid?> InsertAsync(TStatus status)
        {
            var (sql, more) = insert();
            return (Guid?)await TryAsync(sql, [Words.Of(status), .. more]);
        }

        async Task<bool> MoveAsync(Guid id, TStatus status) =>
            await TryAsync($"UPDATE {table} SET {column} = $1 WHERE id = $2 RETURNING id", [Words.Of(status), id]) is not null;

        async Task<object?> TryAsync(string sql, object[] parameters)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            }

            try
            {
                return await command.ExecuteScalarAsync(Token);
            }
            catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.CheckViolation)
            {
                return null;
            }
        }
    }

    /// <summary>The shortest way from a birth to a status.</summary>
    private static List<TStatus> WayTo<TStatus>(TransitionTable<TStatus> table, TStatus goal) where TStatus : struct, Enum
    {
        var ways = new Queue<List<TStatus>>(Enum.GetValues<TStatus>().Where(table.AllowsBirth).Select(birth => new List<TStatus> { birth }));
        while (ways.TryDequeue(out var way))
        {
            if (EqualityComparer<TStatus>.Default.Equals(way[^1], goal))
            {
                return way;
            }

            foreach (var next in Enum.GetValues<TStatus>().Where(next => !way.Contains(next) && table.Allows(way[^1], next)))
            {
                ways.Enqueue([.. way, next]);
            }
        }

        throw new InvalidOperationException($"Nothing leads to {goal}.");
    }
}
