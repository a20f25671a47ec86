using System.Runtime.CompilerServices;
using Npgsql;

namespace VideoSaas.Tests.Data;

/// <summary>
/// Every founding column with the test that sees it hold a value which the app itself put there, and those that nothing writes
/// yet, with what will.
/// </summary>
internal static class FoundingColumns
{
    /// <summary>Test; then table and its columns, a line each.</summary>
    private const string Seen =
        """
        MainJobTests.File_DroppedByANewCreator_IsWatchedUntilItIsPublishedAndPlays
          users id email password_hash username subscription_tier monthly_quota current_usage quota_reset_date status created_at updated_at
          users last_login_at metadata
          videos id user_id original_filename original_url original_size original_format processed_url thumbnail_url preview_url duration
          videos width height aspect_ratio fps bitrate has_audio audio_codec video_codec color_space processing_status processing_started_at
          videos processing_completed_at sync_status last_sync_at caption hashtags mentions created_at updated_at
          processing_jobs id video_id user_id job_type priority scheduled_for status attempts max_attempts worker_id started_at completed_at
          processing_jobs duration_ms job_data result_data depends_on_job_id created_at updated_at
          platform_posts id video_id user_id platform platform_account_id caption hashtags mentions upload_status upload_progress
          platform_posts platform_post_id platform_post_url platform_short_code api_response retry_count max_retries scheduled_for posted_at
          platform_posts created_at updated_at
          audit_logs id user_id actor_type actor_id action resource_type resource_id old_values new_values changes ip_address user_agent
          audit_logs request_id metadata created_at
        CancelAndAgainTests.Cancel_BeforeItsFirstJob_GivesTheUnitBackAndKeepsTheSource
          videos processing_error_message processing_error_details
        VideoCommandsTests.Delete_ThenRestore_HidesAndShowsTheVideo_WithOneAuditRowEach
          videos deleted_at
        OutcomeTests.Exception_IsKeptForStaffAndTriedAgainLater
          processing_jobs error_code error_message error_stack error_details backoff_until next_retry_at
        PublishFlowTests.Fault_ThatIsFinal_FailsThePostWithItsReason
          platform_posts error_code error_message error_details last_retry_at
        PeopleTests.ChangeTier_UpAndDown_MovesTheLimitAndTheSubscription
          users subscription_id
        """;

    /// <summary>What will write them; then table and its columns.</summary>
    private const string Later =
        """
        trials and the purge of people
          users trial_ends_at deleted_at
        collecting analytics
          video_analytics id video_id user_id platform platform_post_id views likes comments shares saves engagement_rate fetched_at
        API keys
          api_keys id user_id key_hash key_prefix name scopes is_active last_used_at expires_at usage_count rate_limit rate_limit_window
          api_keys created_at updated_at deleted_at
        """;

    /// <summary>Column, such as <c>videos.fps</c>, and its test: class and method.</summary>
    public static IReadOnlyList<(string Column, string Test)> SeenBy { get; } = [.. Lines(Seen)];

    public static IReadOnlyList<(string Column, string Why)> NotYet { get; } = [.. Lines(Later)];

    /// <summary>Called by a test of the list: each of its columns holds a value in some row now.</summary>
    /// <param name="only">How the columns begin, where not all hold one at the same time.</param>
    public static async Task AssertHeldAsync(NpgsqlDataSource database, object test, string only = "", [CallerMemberName] string method = "")
    {
        var name = $"{test.GetType().Name}.{method}";
        var columns = SeenBy.Where(one => one.Test == name && one.Column.StartsWith(only, StringComparison.Ordinal)).Select(one => one.Column).ToList();
        Assert.NotEmpty(columns);
        var empty = new List<string>();
        foreach (var column in columns)
        {
            var (table, field) = (column.Split('.')[0], column.Split('.')[1]);
            await using var question = database.CreateCommand($"SELECT EXISTS (SELECT FROM {table} WHERE {field} IS NOT NULL)");
            if (await question.ExecuteScalarAsync() is not true)
            {
                empty.Add(column);
            }
        }

        Assert.Empty(empty);
    }

    private static IEnumerable<(string Column, string Head)> Lines(string text)
    {
        var head = "";
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(' '))
            {
                head = line;
                continue;
            }

            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var column in words[1..])
            {
                yield return ($"{words[0]}.{column}", head);
            }
        }
    }
}
