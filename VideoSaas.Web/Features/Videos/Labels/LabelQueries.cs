using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Videos.Labels;

public sealed record LabelView(Guid Id, string Name);

/// <param name="Clips">In no bin.</param>
/// <param name="Chosen">Of the clips that were asked about.</param>
public sealed record LabelUse(Guid Id, string Name, int Clips, int Chosen);

/// <summary>A person's labels, by name.</summary>
public sealed class LabelQueries(IDbContextFactory<AppDb> databases)
{
    public async Task<IReadOnlyList<LabelView>> ListAsync(Actor actor, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var labels = await db.Labels.AsNoTracking()
            .Where(label => label.UserId == actor.PersonId)
            .Select(label => new LabelView(label.Id, label.Name))
            .ToListAsync(token);
        return [.. labels.OrderBy(label => label.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <param name="videoIds">Clips of which it is to be known how many bear each label.</param>
    public async Task<IReadOnlyList<LabelUse>> UsesAsync(Actor actor, IReadOnlyCollection<Guid> videoIds, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        var labels = await db.Labels.AsNoTracking()
            .Where(label => label.UserId == actor.PersonId)
            .Select(label => new LabelUse(
                label.Id,
                label.Name,
                db.VideoLabels.Count(row => row.LabelId == label.Id && db.Videos.Any(video => video.Id == row.VideoId)),
                db.VideoLabels.Count(row => row.LabelId == label.Id && videoIds.Contains(row.VideoId))))
            .ToListAsync(token);
        return [.. labels.OrderBy(label => label.Name, StringComparer.CurrentCultureIgnoreCase)];
    }
}
