using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Videos;
using VideoSaas.Web.Data;

namespace VideoSaas.Tests.Fixtures;

/// <summary>The database that the tests of one class share.</summary>
public sealed class TestDatabase(PostgresFixture postgres) : IAsyncLifetime
{
    public PostgresFixture Postgres { get; } = postgres;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync() => ConnectionString = await Postgres.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Postgres.DropDatabaseAsync(ConnectionString);
    }
}

/// <summary>
/// A test on a real database with everything that saving does. The tests of a class share one database, so each makes its own
/// people and things.
/// </summary>
public abstract class DatabaseTest : IClassFixture<TestDatabase>, IAsyncDisposable
{
    private readonly Lazy<ServiceProvider> _services;

    protected DatabaseTest(TestDatabase database)
    {
        Database = database;
        _services = new(() => PostgresFixture.Services(database.ConnectionString, services =>
        {
            if (UsesFakeClock)
            {
                services.AddSingleton<TimeProvider>(Clock);
            }

            Configure(services);
        }));
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Stands at a fixed moment of this month until moved; used when <see cref="UsesFakeClock"/>.</summary>
    protected FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    protected virtual bool UsesFakeClock => false;

    protected TestDatabase Database { get; }

    protected IServiceProvider Services => _services.Value;

    protected IDbContextFactory<AppDb> Contexts => Services.GetRequiredService<IDbContextFactory<AppDb>>();

    protected NpgsqlDataSource Source => Services.GetRequiredService<NpgsqlDataSource>();

    protected static Actor SomeSystem { get; } = Actor.System("test");

    /// <summary>Handlers and whatever else a class needs.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_services.IsValueCreated)
        {
            await _services.Value.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>A context in the name of the system.</summary>
    protected AppDb Open(Actor? actor = null) => Contexts.CreateDbContext().ActAs(actor ?? SomeSystem);

    /// <summary>A person who can own things; the address is random.</summary>
    protected async Task<AppUser> NewPersonAsync(Action<AppUser>? change = null)
    {
        var name = Guid.CreateVersion7().ToString("N");
        var person = new AppUser
        {
            Id = Guid.CreateVersion7(),
            UserName = name,
            NormalizedUserName = name.ToUpperInvariant(),
            Email = $"{name}@example.org",
            NormalizedEmail = $"{name}@example.org".ToUpperInvariant(),
            PasswordHash = AppUser.NoPassword,
        };
        change?.Invoke(person);
        await using var db = Open();
        db.Users.Add(person);
        await db.SaveChangesAsync(Token);
        return person;
    }

    /// <summary>A clip, pending, as an upload leaves it. Room handlers answer only if <see cref="Configure"/> registers them.</summary>
    protected async Task<Video> NewVideoAsync(Guid userId, string filename = "clip.mp4")
    {
        var id = Guid.CreateVersion7();
        var video = Video.Received(id, userId, filename, $"sources/{id:N}.mp4", 1000, Clock.GetUtcNow());
        await using var db = Open();
        db.Videos.Add(video);
        await db.SaveChangesAsync(Token);
        return video;
    }

    protected async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>The first column of the first row.</summary>
    protected async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }

    /// <summary>Every row as text, columns joined by <c>|</c>, null as nothing.</summary>
    protected async Task<List<string>> RowsAsync(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(
                at => reader.IsDBNull(at) ? "" : Convert.ToString(reader.GetValue(at), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = Source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
