using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Accounts;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;
using VideoSaas.Web.Engine;
using VideoSaas.Web.Features.Publishing.Connect;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Features.Studio.Demo;

/// <summary>Something to see on a new machine. Section <c>Demo</c>.</summary>
internal sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Makes people with known passwords: never where strangers can reach the app.</summary>
    public bool Enabled { get; set; }
}

/// <summary>
/// Makes what a newcomer needs to try everything: people, a connected sandbox account, a video on its way. Goes through the
/// same commands as people do; a second run makes only what is missing.
/// </summary>
internal sealed class DemoSeed(
    DemoPeople people, AddSampleVideo sample, IEnumerable<IPlatformTwin> twins, ConnectAccounts connect,
    IDbContextFactory<AppDb> databases, IOptions<DataOptions> data)
{
    private const string SandboxLogin = "ploy.eats";

    public async Task<DemoFile> MakeAsync(string url, CancellationToken token)
    {
        var known = await DemoFile.ReadAsync(data.Value, token);
        var file = new DemoFile(url, await people.MakeAsync(Actor.System("demo"), known, token));
        await file.WriteAsync(data.Value, token);

        var creatorId = await people.FindAsync(file.People[Roles.Creator].Email, token);
        if (creatorId is not null)
        {
            var creator = Actor.Person(creatorId.Value, [Roles.Creator]);
            await ConnectAsync(creator, token);
            await UploadSampleAsync(creator, token);
        }

        return file;
    }

    private async Task ConnectAsync(Actor creator, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var known = await db.PlatformAccounts.IgnoreQueryFilters()
            .Where(account => account.UserId == creator.PersonId)
            .Select(account => account.Platform)
            .Distinct()
            .ToListAsync(token);
        foreach (var twin in twins.Where(twin => !known.Contains(twin.Platform)))
        {
            await connect.ExecuteAsync(creator, twin.Platform, [await twin.GrantAsync(SandboxLogin, token)], token);
        }
    }

    private async Task UploadSampleAsync(Actor creator, CancellationToken token)
    {
        await using (var db = await databases.CreateDbContextAsync(token))
        {
            if (await db.Videos.IgnoreQueryFilters().AnyAsync(video => video.UserId == creator.PersonId, token))
            {
                return;
            }
        }

        var received = await sample.ExecuteAsync(creator, token);
        if (received.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The sample video was refused: {refusal.Code}.");
        }
    }
}
