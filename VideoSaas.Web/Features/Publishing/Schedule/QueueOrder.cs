namespace VideoSaas.Web.Features.Publishing.Schedule;

/// <summary>Who has which of a channel's times once a post is put in another's place.</summary>
public static class QueueOrder
{
    /// <summary>
    /// The moved one takes the time of <paramref name="ontoPostId"/>; those between go up or down by one. Null when the two are of
    /// different channels, or one of them is not there or is begun.
    /// </summary>
    /// <param name="places">As the queue shows them.</param>
    public static IReadOnlyList<PlacedPost>? Moved(IEnumerable<QueuePlace> places, Guid postId, Guid ontoPostId)
    {
        var waiting = places.Where(place => place.Post is { IsBegun: false }).ToList();
        if (waiting.Find(place => place.Post!.PostId == postId) is not { AccountId: var account })
        {
            return null;
        }

        var queue = waiting.Where(place => place.AccountId == account).OrderBy(place => place.At).ToList();
        var (from, to) = (IndexOf(queue, postId), IndexOf(queue, ontoPostId));
        if (to < 0)
        {
            return null;
        }

        var ids = queue.Select(place => place.Post!.PostId).ToList();
        ids.RemoveAt(from);
        ids.Insert(to, postId);
        return
        [
            .. Enumerable.Range(Math.Min(from, to), Math.Abs(from - to) + 1).Select(at => new PlacedPost(ids[at], queue[at].At)),
        ];
    }

    private static int IndexOf(List<QueuePlace> queue, Guid postId) => queue.FindIndex(place => place.Post!.PostId == postId);
}
