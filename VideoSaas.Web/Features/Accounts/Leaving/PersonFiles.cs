using Microsoft.EntityFrameworkCore;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine.Storage;

namespace VideoSaas.Web.Features.Accounts.Leaving;

/// <summary>The picture and the exports of a person.</summary>
internal sealed class PersonFiles(IDbContextFactory<AppDb> contexts, IBlobStore blobs) : IPersonRemains
{
    public async Task LetGoAsync(Guid personId, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        var keys = await db.DataExports.Where(one => one.UserId == personId && one.StorageKey != null).Select(one => one.StorageKey!).ToListAsync(token);
        var person = await db.Users.IgnoreQueryFilters().AsNoTracking().Where(one => one.Id == personId)
            .Select(one => new { one.Metadata }).FirstOrDefaultAsync(token);
        foreach (var key in person?.Metadata.Avatar is { } picture ? [.. keys, picture] : keys)
        {
            await blobs.DeleteAsync(key, token);
        }
    }
}
