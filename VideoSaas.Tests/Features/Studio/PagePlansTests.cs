using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VideoSaas.Tests.Browser;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Features.Studio;

/// <summary>With thousands of videos no page reads a large table from end to end.</summary>
public sealed partial class PagePlansTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Videos = 1_500;

    /// <summary>Others as busy: what belongs to one person is the smaller part of a table.</summary>
    private const int Neighbours = 4;

    /// <summary>Half of what a message to the server may hold: the rest is for growth.</summary>
    private const int MostCarriedLetters = 256 * 1024;

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
    public async Task Pages_OfAFullStudio_ReadNoLargeTableFromEndToEnd_AndHandTheirCircuitWhatItCanTake()
    {
        var person = await _app.NewPersonAsync();
        var studio = new FullStudio(_space.ConnectionString);
        for (var neighbour = 0; neighbour < Neighbours; neighbour++)
        {
            await studio.FillAsync((await _app.NewPersonAsync()).Id, Videos, Token);
        }

        await studio.FillAsync(person.Id, Videos, Token);
        var large = await LargeTablesAsync();
        Assert.Superset(new HashSet<string> { "videos", "platform_posts", "video_assets", "processing_jobs", "publish_steps" }, large);

        var found = new List<string>();
        using var client = _app.NewClient(person);
        foreach (var (name, address) in await studio.PagesAsync(person.Id, Token))
        {
            _asked.Forget();
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{name}: {answer.StatusCode}");
            Assert.NotEmpty(_asked.All);

            // Encrypted it cannot be made smaller; with more than the circuit's limit no circuit would begin.
            var carried = CarriedState().Match(await answer.Content.ReadAsStringAsync(Token)).Groups[1].Length;
            Assert.True(carried is > 0 and < MostCarriedLetters, $"{name} hands {carried} letters to its circuit.");
            found.AddRange((await _asked.WholeReadsAsync(_space.ConnectionString, large, Token)).Select(read => $"{name}: {read}"));
        }

        // What looks for due posts by itself asks these tables every few seconds.
        _asked.Forget();
        using var look = new Activity("look").Start();
        await Eventually.HoldsAsync(() => _app.Services.GetRequiredService<DuePosts>().LookAsync(Token));
        found.AddRange((await _asked.WholeReadsAsync(_space.ConnectionString, large, Token)).Select(read => $"due posts: {read}"));

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex CarriedState();

    private async Task<HashSet<string>> LargeTablesAsync()
    {
        await using var connection = new NpgsqlConnection(_space.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > $1", connection);
        command.Parameters.Add(new() { Value = (float)FullStudio.FewRows });
        var tables = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
