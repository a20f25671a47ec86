using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Domain.Publishing;
using VideoSaas.Tests.Browser;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Features.Publishing.Schedule;

/// <summary>A thousand posts in one month: whoever plans for many brands still sees their month.</summary>
public sealed partial class BusyMonthTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Posts = 1_000;

    /// <summary>Of the page with its frame; it does not grow with the posts.</summary>
    private const int MostStatements = 25;

    private readonly AppSpace _space = new(postgres);
    private readonly AskedQuestions _asked = new();
    private AppHost _app = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _space.InitializeAsync();
        _app = _space.Start(
            new Dictionary<string, string?>(WatchedVideo.NoWorkers) { ["Publishing:DueSweepSeconds"] = "60" },
            services => services.AddSingleton<IInterceptor>(_asked));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _space.DisposeAsync();
    }

    [Fact]
    public async Task Month_OfAThousandPosts_IsAskedForInFewStatements_AndSaysHowManyMoreADayHas()
    {
        var person = await _app.NewPersonAsync();
        var month = new DateOnly(DateTime.UtcNow.Year + 1, 3, 1);
        await FillAsync(person.Id, month);
        using var client = _app.NewClient(person);
        var address = new Uri($"/calendar?view=month&date={month:yyyy-MM-dd}", UriKind.Relative);
        await client.GetStringAsync(address, Token);
        _asked.Forget();
        var page = WebUtility.HtmlDecode(await client.GetStringAsync(address, Token));

        Assert.InRange(_asked.All.Count, 1, MostStatements);
        var drawn = Card().Count(page);
        Assert.InRange(drawn, 31 * 3, 31 * 4);

        // Of a day's 32 or 33 posts three stand there, on the widest screens four.
        Assert.Equal(31 * 2, More().Matches(page).Count(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= 28));

        // What the page hands its circuit; more than the hub takes, and the circuit never begins.
        Assert.InRange(Carried().Match(page).Groups[1].Length, 1, 300_000);
        Assert.InRange(Carried().Match(await client.GetStringAsync(new Uri($"/calendar?date={month:yyyy-MM-dd}", UriKind.Relative), Token)).Groups[1].Length, 1, 300_000);
    }

    private async Task FillAsync(Guid person, DateOnly month)
    {
        await using var connection = new NpgsqlConnection(_space.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(
            """
            WITH clips AS (
              INSERT INTO videos (id, user_id, original_filename, original_url, original_size, duration, caption)
              SELECT gen_random_uuid(), $1, 'clip-' || n || '.mp4', 'sources/' || n, 1, 5, 'Clip ' || n FROM generate_series(1, $2) AS n
              RETURNING id)
            INSERT INTO platform_posts (video_id, user_id, platform, submitted_at, scheduled_for, caption)
            SELECT id, $1, 'instagram', now(), $3 + (row_number() OVER () % 31) * interval '1 day' + (row_number() OVER () / 31) * interval '20 minutes', 'Clip'
            FROM clips
            """, connection);
        command.Parameters.Add(new() { Value = person });
        command.Parameters.Add(new() { Value = Posts });
        command.Parameters.Add(new() { Value = WallClock.MomentOf(month, new TimeOnly(6, 0), TimeZoneInfo.Utc) });
        await command.ExecuteNonQueryAsync(Token);
    }

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex Carried();

    [GeneratedRegex("class=\"vs-cal-card ")]
    private static partial Regex Card();

    [GeneratedRegex(@"class=""vs-cal-more [^>]*>\+(\d+)")]
    private static partial Regex More();
}
