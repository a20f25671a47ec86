using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <param name="AccountId">Null: every channel, each for itself.</param>
public sealed record ShuffleQueueInput(Guid? AccountId);

/// <summary>Deals the queued posts of a channel anew over the times that they have. At least two change places.</summary>
public sealed class ShuffleQueue(QueueQueries queries, ArrangeQueue arrange)
{
    /// <returns>Where the posts were. Refused: nothing_to_shuffle, and what <see cref="ArrangeQueue"/> refuses.</returns>
    public async Task<Outcome<IReadOnlyList<PlacedPost>>> ExecuteAsync(Actor actor, ShuffleQueueInput input, CancellationToken token)
    {
        var places = (await queries.WaitingAsync(actor, token))
            .Where(post => input.AccountId is null || post.AccountId == input.AccountId)
            .GroupBy(post => post.AccountId)
            .Where(channel => channel.Count() > 1)
            .SelectMany(Deal)
            .ToList();
        return places.Count == 0
            ? new Conflict("nothing_to_shuffle")
            : await arrange.ExecuteAsync(actor, new ArrangeQueueInput(places), token);
    }

    private static IEnumerable<PlacedPost> Deal(IEnumerable<WaitingPost> channel)
    {
        var posts = channel.OrderBy(post => post.At).ToArray();
        var dealt = posts.ToArray();
        Random.Shared.Shuffle(dealt);
        if (dealt.SequenceEqual(posts))
        {
            (dealt[0], dealt[^1]) = (dealt[^1], dealt[0]);
        }

        return posts.Zip(dealt, (place, post) => new PlacedPost(post.PostId, place.At));
    }
}
