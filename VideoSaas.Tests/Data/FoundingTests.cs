using Npgsql;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Data;

/// <summary>The founding document's own three tests, with the columns that it demands elsewhere.</summary>
public sealed class FoundingTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Video_WithTwoPosts_KnowsBoth()
    {
        var video = await InsertVideoAsync();
        await InsertPostAsync(video, "instagram", "published");
        await InsertPostAsync(video, "tiktok", "pending");

        Assert.Equal(2L, await ScalarAsync<long>("SELECT count(*) FROM platform_posts WHERE video_id = $1", video));
        Assert.Equal(
            """{"tiktok": "pending", "instagram": "published"}""",
            await ScalarAsync<string>("SELECT sync_status::text FROM videos WHERE id = $1", video));
    }

    [Fact]
    public async Task SecondPost_OfAVideoOnAPlatform_IsRefused()
    {
        var video = await InsertVideoAsync();
        await InsertPostAsync(video, "instagram", "pending");

        var failure = await Assert.ThrowsAsync<PostgresException>(() => InsertPostAsync(video, "instagram", "pending"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, failure.SqlState);
        Assert.Contains("unique constraint", failure.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_CannotBeBornCompleted()
    {
        var video = await InsertVideoAsync();
        var job = await InsertJobAsync(video, "queued");
        await ExecuteAsync("UPDATE processing_jobs SET status = 'running' WHERE id = $1", job);

        var failure = await Assert.ThrowsAsync<PostgresException>(() => InsertJobAsync(video, "completed"));
        Assert.Equal(PostgresErrorCodes.CheckViolation, failure.SqlState);
    }

    private async Task<Guid> InsertVideoAsync()
    {
        var person = await NewPersonAsync();
        return await ScalarAsync<Guid>(
            """
            INSERT INTO videos (user_id, original_filename, original_url, original_size, duration)
            VALUES ($1, 'video.mp4', 'https://example.com/video.mp4', 1024, 30) RETURNING id
            """,
            person.Id);
    }

    private Task<Guid> InsertPostAsync(Guid video, string platform, string status) => ScalarAsync<Guid>(
        """
        INSERT INTO platform_posts (video_id, user_id, platform, upload_status)
        SELECT id, user_id, $2, $3 FROM videos WHERE id = $1 RETURNING id
        """,
        video, platform, status);

    private Task<Guid> InsertJobAsync(Guid video, string status) => ScalarAsync<Guid>(
        """
        INSERT INTO processing_jobs (video_id, user_id, job_type, status)
        SELECT id, user_id, 'compress_video', $2 FROM videos WHERE id = $1 RETURNING id
        """,
        video, status);
}
