using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Publishing.Compose;

/// <param name="Sent">Posts that are on their way or have their time.</param>
/// <param name="Refusals">Of the others, in order.</param>
public sealed record SentPosts(IReadOnlyList<Guid> Sent, IReadOnlyList<Refusal> Refusals);

/// <summary>Submits several posts of a clip, each for itself: one that is refused keeps no other back.</summary>
public sealed class SendPosts(SubmitPost submit)
{
    public async Task<SentPosts> ExecuteAsync(Actor actor, IEnumerable<Guid> posts, PostTime wish, CancellationToken token)
    {
        var sent = new List<Guid>();
        var refusals = new List<Refusal>();
        foreach (var post in posts)
        {
            var outcome = await submit.ExecuteAsync(actor, new SubmitPostInput(post, wish), token);
            if (outcome.Refusal is { } refusal)
            {
                refusals.Add(refusal);
            }
            else
            {
                sent.Add(post);
            }
        }

        return new SentPosts(sent, refusals);
    }
}
