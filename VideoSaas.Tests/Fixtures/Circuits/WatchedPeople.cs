using Npgsql;
using VideoSaas.Tests.Browser;

namespace VideoSaas.Tests.Fixtures.Circuits;

internal static class WatchedPeople
{
    /// <summary>New people, each with a video whose encode runs on nobody's machine, and the jobs to move them by.</summary>
    public static async Task<IReadOnlyList<(WatchingPerson Person, MovedJob Job)>> MakeAsync(
        AppHost app, NpgsqlDataSource database, int count, CancellationToken token)
    {
        var made = new List<(WatchingPerson, MovedJob)>();
        for (var number = 0; number < count; number++)
        {
            var person = await app.NewPersonAsync();
            var video = new WatchedVideo(app, person, database);
            await video.MakeAsync();
            await using (var rest = database.CreateCommand("UPDATE processing_jobs SET status = 'cancelled' WHERE video_id = $1 AND status = 'queued'"))
            {
                rest.Parameters.Add(new() { Value = video.Id });
                await rest.ExecuteNonQueryAsync(token);
            }

            await using var find = database.CreateCommand("SELECT id, lease_token FROM processing_jobs WHERE video_id = $1 AND status = 'running'");
            find.Parameters.Add(new() { Value = video.Id });
            await using var rows = await find.ExecuteReaderAsync(token);
            Assert.True(await rows.ReadAsync(token));
            made.Add((new WatchingPerson(person, video.Id), new MovedJob(database, rows.GetGuid(0), rows.GetGuid(1))));
        }

        return made;
    }
}
