using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Platforms.Twins;

/// <summary>A document of a twin; the word is its <c>kind</c> in the table, at most 30 signs.</summary>
internal interface ITwinDocument
{
    static abstract string Kind { get; }
}

/// <summary>A document as it was read; whoever writes it back names this version.</summary>
internal sealed record Versioned<T>(string Key, T Body, int Version);

/// <summary>
/// One twin's side of the world, in a table of the twins' own, so that it survives restarts as the real platform would. Each
/// platform derives one, which is its name in the container.
/// </summary>
internal abstract class TwinStore(string twin, IDbContextFactory<AppDb> databases, TimeProvider time)
{
    public string Twin => twin;

    public async Task<Versioned<T>?> FindAsync<T>(string key, CancellationToken token) where T : ITwinDocument
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var row = await Of<T>(db).AsNoTracking().FirstOrDefaultAsync(one => one.Key == key, token);
        return row is null ? null : new Versioned<T>(row.Key, Read<T>(row.Body), row.Version);
    }

    /// <summary>Those whose key begins so, the newest first.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string keyPrefix, int most, CancellationToken token) where T : ITwinDocument
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var rows = await Of<T>(db).AsNoTracking()
            .Where(one => one.Key.StartsWith(keyPrefix))
            .OrderByDescending(one => one.CreatedAt)
            .ThenByDescending(one => one.Key)
            .Take(most)
            .Select(one => one.Body)
            .ToListAsync(token);
        return [.. rows.Select(Read<T>)];
    }

    /// <summary>How many there are whose key begins so and which were made after <paramref name="since"/>.</summary>
    public async Task<int> CountAsync<T>(string keyPrefix, DateTimeOffset since, CancellationToken token) where T : ITwinDocument
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await Of<T>(db).CountAsync(one => one.Key.StartsWith(keyPrefix) && one.CreatedAt > since, token);
    }

    /// <summary>The one whose key ends so, after a slash; <paramref name="last"/> holds letters and digits only.</summary>
    public async Task<T?> FindByLastPartAsync<T>(string last, CancellationToken token) where T : class, ITwinDocument
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var end = "/" + last;
        var body = await Of<T>(db).AsNoTracking()
            .Where(one => one.Key.EndsWith(end))
            .Select(one => one.Body)
            .FirstOrDefaultAsync(token);
        return body is null ? null : Read<T>(body);
    }

    /// <summary>Makes it; false when there is one already.</summary>
    public async Task<bool> AddAsync<T>(string key, T body, CancellationToken token) where T : ITwinDocument
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var text = JsonSerializer.Serialize(body);
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sandbox_documents (twin, kind, key, body, created_at)
            VALUES ({twin}, {T.Kind}, {key}, {text}::jsonb, {time.GetUtcNow()})
            ON CONFLICT DO NOTHING
            """,
            token) == 1;
    }

    /// <summary>Writes it back; false when somebody wrote it since it was read.</summary>
    public async Task<bool> ReplaceAsync<T>(Versioned<T> read, T body, CancellationToken token) where T : ITwinDocument
    {
        await using var db = await databases.CreateDbContextAsync(token);
        return await WriteAsync(db, read, body, token);
    }

    /// <summary>Writes it back and adds another document in the same transaction; false, and nothing is written, when somebody wrote it since.</summary>
    public async Task<bool> ReplaceAsync<T, TAlso>(Versioned<T> read, T body, string alsoKey, TAlso also, CancellationToken token)
        where T : ITwinDocument
        where TAlso : ITwinDocument
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (!await WriteAsync(db, read, body, token))
        {
            return false;
        }

        db.SandboxDocuments.Add(new SandboxDocument
        {
            Twin = twin,
            Kind = TAlso.Kind,
            Key = alsoKey,
            Body = JsonSerializer.Serialize(also),
            CreatedAt = time.GetUtcNow(),
        });
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return true;
    }

    /// <summary>Writes by <paramref name="change"/> until nobody else did in between; null from it leaves the document as it is.</summary>
    public async Task<T?> ChangeAsync<T>(string key, Func<T, T?> change, CancellationToken token) where T : class, ITwinDocument
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

    /// <summary>Removes it; nothing there is fine.</summary>
    public async Task RemoveAsync<T>(string key, CancellationToken token) where T : ITwinDocument
    {
        await using var db = await databases.CreateDbContextAsync(token);
        await Of<T>(db).Where(one => one.Key == key).ExecuteDeleteAsync(token);
    }

    private async Task<bool> WriteAsync<T>(AppDb db, Versioned<T> read, T body, CancellationToken token) where T : ITwinDocument
    {
        var text = JsonSerializer.Serialize(body);
        return await Of<T>(db)
            .Where(one => one.Key == read.Key && one.Version == read.Version)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Body, text).SetProperty(one => one.Version, one => one.Version + 1), token) == 1;
    }

    private IQueryable<SandboxDocument> Of<T>(AppDb db) where T : ITwinDocument
    {
        var kind = T.Kind;
        return db.SandboxDocuments.Where(one => one.Twin == twin && one.Kind == kind);
    }

    private static T Read<T>(string body) =>
        JsonSerializer.Deserialize<T>(body) ?? throw new JsonException("Empty document.");
}
