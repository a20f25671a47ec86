using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Media;
using VideoSaas.Domain.Publishing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;
using VideoSaas.Web.Features.Processing;

namespace VideoSaas.Web.Features.Publishing;

/// <param name="Length">For <see cref="Repair.CutToLength"/>: what may remain.</param>
public sealed record RepairVideoInput(Guid VideoId, Repair Repair, TimeSpan? Length = null);

/// <summary>
/// Makes a clip's files anew so that a platform takes them, on top of the edits that it has. The files are those of every
/// channel; the old ones stay in use until the new are whole.
/// </summary>
public sealed class RepairVideo(IDbContextFactory<AppDb> databases, ProcessAgain processAgain)
{
    /// <returns>Refused: not_found, nothing_to_repair, and what <see cref="ProcessAgain"/> refuses.</returns>
    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, RepairVideoInput input, CancellationToken token)
    {
        await using var db = await databases.CreateDbContextAsync(token);
        if (!await db.Videos.AnyAsync(video => video.Id == input.VideoId && video.UserId == actor.PersonId, token))
        {
            return new NotFound();
        }

        var last = await db.Makings.AsNoTracking().Where(making => making.VideoId == input.VideoId)
            .OrderByDescending(making => making.AssetSet).Select(making => making.Edits).FirstOrDefaultAsync(token);
        var edits = last ?? VideoEdits.None;
        VideoEdits? repaired = input switch
        {
            { Repair: Repair.CutToLength, Length: { } length } => edits with
            {
                Trim = new TrimEdit(edits.StartMs, edits.StartMs + (long)length.TotalMilliseconds),
            },
            { Repair: Repair.PadToNineBySixteen } => edits with { Frame = new FrameEdit(FrameShape.Vertical, FrameFill.Blur) },
            { Repair: Repair.MakeAgain } => edits,
            _ => null,
        };
        return repaired is null
            ? new Invalid("nothing_to_repair")
            : await processAgain.ExecuteAsync(actor, new ProcessAgain.Input(input.VideoId, repaired), token);
    }
}
