using Npgsql;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

/// <summary>What the database writes by itself: times, the sync status, live events, normalised names.</summary>
public sealed class TriggerTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task EveryTableWithUpdatedAt_HasItsTrigger() => Assert.Empty(await RowsAsync(
        """
        SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'updated_at'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'touch_updated_at')
        """));

    [Fact]
    public async Task EveryTableWithStatusChangedAt_HasItsTrigger() => Assert.Empty(await RowsAsync(
        """
        SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'status_changed_at'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'touch_status_changed_at')
        """));

    [Fact]
    public async Task Times_FollowTheChange_AndNothingElse()
    {
        var person = await NewPersonAsync();
        var born = Assert.Single(await RowsAsync("SELECT status_changed_at, updated_at FROM users WHERE id = $1", person.Id)).Split('|');

        await ExecuteAsync("UPDATE users SET last_login_at = now(), status_changed_at = 'epoch', updated_at = 'epoch' WHERE id = $1", person.Id);
        Assert.Equal(["t|t"], Booleans(await RowsAsync(
            "SELECT status_changed_at = created_at, updated_at > created_at FROM users WHERE id = $1", person.Id)));

        await ExecuteAsync("UPDATE users SET status = 'suspended' WHERE id = $1", person.Id);
        Assert.Equal(["t|t"], Booleans(await RowsAsync(
            "SELECT status_changed_at > created_at, status_changed_at = updated_at FROM users WHERE id = $1", person.Id)));
        Assert.Equal(2, born.Length);
    }

    [Fact]
    public async Task SyncStatus_FollowsPosts_AndTellsWhen()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        const string Read = "SELECT sync_status, last_sync_at IS NOT NULL, content_version FROM videos WHERE id = $1";
        Assert.Equal(["{}|False|0"], await RowsAsync(Read, video.Id));

        var post = await ScalarAsync<Guid>(
            "INSERT INTO platform_posts (video_id, user_id, platform) VALUES ($1, $2, 'instagram') RETURNING id", video.Id, video.UserId);
        Assert.Equal(["""{"instagram": "pending"}|True|0"""], await RowsAsync(Read, video.Id));

        await ExecuteAsync("UPDATE platform_posts SET upload_status = 'preparing' WHERE id = $1", post);
        Assert.Equal(["""{"instagram": "preparing"}|True|0"""], await RowsAsync(Read, video.Id));

        await ExecuteAsync("DELETE FROM platform_posts WHERE id = $1", post);
        Assert.Equal(["{}|True|0"], await RowsAsync(Read, video.Id));
    }

    [Fact]
    public async Task NormalisedNames_AreFilledAndFollow()
    {
        var id = await ScalarAsync<Guid>(
            "INSERT INTO users (email, username, password_hash) VALUES ('Nok@Example.org', 'Nok', '!') RETURNING id");
        const string Read = "SELECT normalized_email, normalized_user_name FROM users WHERE id = $1";
        Assert.Equal(["NOK@EXAMPLE.ORG|NOK"], await RowsAsync(Read, id));

        await ExecuteAsync("UPDATE users SET email = 'new@example.org', username = 'nok2' WHERE id = $1", id);
        Assert.Equal(["NEW@EXAMPLE.ORG|NOK2"], await RowsAsync(Read, id));
    }

    [Fact]
    public async Task LiveEvents_AreWrittenForEachKind()
    {
        var person = await NewPersonAsync();
        var video = await NewVideoAsync(person.Id);
        await ExecuteAsync("INSERT INTO processing_jobs (video_id, user_id, job_type) VALUES ($1, $2, 'compress_video')", video.Id, person.Id);
        await ExecuteAsync("INSERT INTO platform_posts (video_id, user_id, platform) VALUES ($1, $2, 'instagram')", video.Id, person.Id);
        await ExecuteAsync(
            "INSERT INTO platform_accounts (user_id, platform, external_id, access_token_protected) VALUES ($1, 'instagram', '1', 'x')", person.Id);
        await ExecuteAsync(
            """
            INSERT INTO uploads (token, user_id, length_bytes, filename, storage_key, quota_period, expires_at)
            VALUES ('live', $1, 1, 'a', 'a', '2026-01-01', now())
            """,
            person.Id);

        Assert.Equal(
            ["account", "job", "post", "upload", "user", "video"],
            await RowsAsync("SELECT DISTINCT kind FROM live_events WHERE owner_id = $1 ORDER BY 1", person.Id));
    }

    [Theory]
    [InlineData("UPDATE users SET current_usage = current_usage + 1 WHERE id = $1", "user")]
    [InlineData("UPDATE users SET last_login_at = now() WHERE id = $1", "")]
    [InlineData("UPDATE videos SET caption = 'new' WHERE user_id = $1", "video")]
    [InlineData("UPDATE processing_jobs SET progress_percent = 7 WHERE user_id = $1", "job")]
    [InlineData("UPDATE processing_jobs SET lease_until = now() WHERE user_id = $1", "")]
    [InlineData("UPDATE uploads SET offset_bytes = 1 WHERE user_id = $1", "")]
    [InlineData("UPDATE uploads SET status = 'terminated' WHERE user_id = $1", "upload")]
    public async Task LiveEvent_ComesForWhatIsSeen_AndIsSilentForTheRest(string change, string expected)
    {
        var person = await NewPersonAsync();
        var video = await NewVideoAsync(person.Id);
        await ExecuteAsync("INSERT INTO processing_jobs (video_id, user_id, job_type) VALUES ($1, $2, 'compress_video')", video.Id, person.Id);
        await ExecuteAsync(
            """
            INSERT INTO uploads (token, user_id, length_bytes, filename, storage_key, quota_period, expires_at)
            VALUES ($1::uuid::text, $1, 1, 'a', 'a', '2026-01-01', now())
            """,
            person.Id);
        var before = await ScalarAsync<long>("SELECT max(id) FROM live_events");

        await ExecuteAsync(change, person.Id);

        Assert.Equal(
            expected.Length == 0 ? [] : [expected],
            await RowsAsync("SELECT kind FROM live_events WHERE id > $1 AND owner_id = $2", before, person.Id));
    }

    [Fact]
    public async Task LiveEvent_IsAnnouncedAtCommit_WithIdsOnly()
    {
        var person = await NewPersonAsync();
        await using var listener = await Source.OpenConnectionAsync(Token);
        var heard = new TaskCompletionSource<string>();
        listener.Notification += (_, notice) =>
        {
            if (notice.Payload.Contains(person.Id.ToString(), StringComparison.Ordinal))
            {
                heard.TrySetResult(notice.Payload);
            }
        };
        await using (var listen = new NpgsqlCommand("LISTEN live", listener))
        {
            await listen.ExecuteNonQueryAsync(Token);
        }

        var video = await NewVideoAsync(person.Id);
        while (!heard.Task.IsCompleted)
        {
            await listener.WaitAsync(Token);
        }

        var id = await ScalarAsync<long>("SELECT max(id) FROM live_events WHERE resource = $1", video.Id);
        Assert.Equal($"{id}|{person.Id}|video|{video.Id}", await heard.Task);
    }

    [Fact]
    public async Task RemovedAccount_LeavesItsPosts()
    {
        var video = await NewVideoAsync((await NewPersonAsync()).Id);
        var account = await ScalarAsync<Guid>(
            """
            INSERT INTO platform_accounts (user_id, platform, external_id, access_token_protected)
            VALUES ($1, 'tiktok', 'x', 'y') RETURNING id
            """,
            video.UserId);
        var post = await ScalarAsync<Guid>(
            """
            INSERT INTO platform_posts (video_id, user_id, platform, connected_account_id, platform_account_id)
            VALUES ($1, $2, 'tiktok', $3, 'x') RETURNING id
            """,
            video.Id, video.UserId, account);

        await ExecuteAsync("DELETE FROM platform_accounts WHERE id = $1", account);

        Assert.Equal(["|x"], await RowsAsync("SELECT connected_account_id, platform_account_id FROM platform_posts WHERE id = $1", post));
    }

    private static IEnumerable<string> Booleans(List<string> rows) =>
        rows.Select(row => row.Replace("True", "t", StringComparison.Ordinal).Replace("False", "f", StringComparison.Ordinal));
}
