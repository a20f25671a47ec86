using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Platforms.Instagram.Twin;

/// <summary>A document as it was read; whoever writes it back names this version.</summary>
internal sealed record Versioned<T>(string Key, T Body, int Version);

/// <summary>The twin's side of the world, in its own table, so that it survives restarts as the real platform would.</summary>
internal sealed class TwinStore(IDbContextFactory<AppDb> databases, TimeProvider time)
{
    public const string Twin = "instagram";

    public static string KindOf<T>() => typeof(T).Name switch
    {
        nameof(TwinUser) => "user",
        nameof(TwinAccount) => "account",
        nameof(TwinGrant) => "grant",
        nameof(TwinCode) => "code",
        nameof(TwinToken) => "token",
        nameof(TwinContainer) => "container",
        nameof(TwinMedia) => "media",
        nameof(TwinFaultQueue) => "fault",
        var other => throw new ArgumentException($"{other} is no document of the twin."),
    };

    public async Task<Versioned<T>?> FindAsync<T>(string key, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var kind = KindOf<T>();
        var row = await db.SandboxDocuments.AsNoTracking().FirstOrDefaultAsync(
            one => one.Twin == Twin && one.Kind == kind && one.Key == key, token);
        return row is null ? null : new Versioned<T>(row.Key, Read<T>(row.Body), row.Version);
    }

    /// <summary>Those whose key begins so, the newest first.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string keyPrefix, int most, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var kind = KindOf<T>();
        var rows = await db.SandboxDocuments.AsNoTracking()
            .Where(one => one.Twin == Twin && one.Kind == kind && one.Key.StartsWith(keyPrefix))
            .OrderByDescending(one => one.CreatedAt)
            .ThenByDescending(one => one.Key)
            .Take(most)
            .Select(one => one.Body)
            .ToListAsync(token);
        return [.. rows.Select(Read<T>)];
    }

    /// <summary>The one whose key ends so, after a slash; <paramref name="last"/> holds digits only.</summary>
    public async Task<T?> FindByLastPartAsync<T>(string last, CancellationToken token) where T : class
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var kind = KindOf<T>();
        var end = "/" + last;
        var body = await db.SandboxDocuments.AsNoTracking()
            .Where(one => one.Twin == Twin && one.Kind == kind && one.Key.EndsWith(end))
            .Select(one => one.Body)
            .FirstOrDefaultAsync(token);
        return body is null ? null : Read<T>(body);
    }

    /// <summary>Makes it; false when there is one already.</summary>
    public async Task<bool> AddAsync<T>(string key, T body, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var kind = KindOf<T>();
        var text = JsonSerializer.Serialize(body);
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sandbox_documents (twin, kind, key, body, created_at)
            VALUES ({Twin}, {kind}, {key}, {text}::jsonb, {time.GetUtcNow()})
            ON CONFLICT DO NOTHING
            """,
            token) == 1;
    }

    /// <summary>Writes it back, and adds <paramref name="also"/> with it; false when somebody wrote it since it was read.</summary>
    public async Task<bool> ReplaceAsync<T>(Versioned<T> read, T body, CancellationToken token, (string Key, object Body)? also = null)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var kind = KindOf<T>();
        var text = JsonSerializer.Serialize(body);
        var written = await db.SandboxDocuments
            .Where(one => one.Twin == Twin && one.Kind == kind && one.Key == read.Key && one.Version == read.Version)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Body, text).SetProperty(one => one.Version, one => one.Version + 1), token);
        if (written != 1)
        {
            return false;
        }

        if (also is (var key, TwinMedia media))
        {
            db.SandboxDocuments.Add(Row(key, media));
            await db.SaveChangesAsync(token);
        }

        await transaction.CommitAsync(token);
        return true;
    }

    /// <summary>Writes by <paramref name="change"/> until nobody else did in between; null from it leaves the document as it is.</summary>
    public async Task<T?> ChangeAsync<T>(string key, Func<T, T?> change, CancellationToken token) where T : class
    {
        while (true)
        {
            if (await FindAsync<T>(key, token) is not { } read || change(read.Body) is not { } body)
            {
                return null;
            }

            if (await ReplaceAsync(read, body, token))
            {
                return body;
            }
        }
    }

    private SandboxDocument Row<T>(string key, T body) => new()
    {
        Twin = Twin,
        Kind = KindOf<T>(),
        Key = key,
        Body = JsonSerializer.Serialize(body),
        CreatedAt = time.GetUtcNow(),
    };

    private static T Read<T>(string body) =>
        JsonSerializer.Deserialize<T>(body) ?? throw new JsonException("Empty document.");
}
