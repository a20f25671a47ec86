using Microsoft.EntityFrameworkCore;
using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Data;

namespace VideoSaas.Web.Features.Notifying;

/// <summary>Turns one kind of news on or off, in the app or by mail. Letters of a kind that is turned off are not sent any more.</summary>
internal sealed class ChooseNews(IDbContextFactory<AppDb> databases)
{
    private const int Tries = 5;

    public sealed record Input(NotificationKind Kind, NewsWay Way, bool IsWanted);

    public async Task<Outcome<Done>> ExecuteAsync(Actor actor, Input input, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(token);
            db.ActAs(actor);
            if (await db.Users.FirstOrDefaultAsync(one => one.Id == actor.PersonId, token) is not { } person)
            {
                return new NotFound();
            }

            person.Metadata = person.Metadata with { Muted = Muting.With(person.Metadata.Muted, input.Way, input.Kind, input.IsWanted) };
            try
            {
                await db.SaveChangesAsync(token);
                return Done.Value;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Tries)
            {
                // Somebody changed the person between the look and the save: look again.
            }
        }
    }
}
