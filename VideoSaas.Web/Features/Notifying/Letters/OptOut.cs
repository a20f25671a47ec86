using VideoSaas.Domain.Auditing;
using VideoSaas.Domain.Notifying;
using VideoSaas.Domain.Results;

namespace VideoSaas.Web.Features.Notifying.Letters;

/// <summary>Stops (or, regretted, sends again) letters of the kind that a signed link names. A repeat changes nothing.</summary>
internal sealed class OptOut(OptOutLinks links, ChooseNews choose)
{
    /// <returns><c>link_invalid</c> for a link that is not ours.</returns>
    public async Task<Outcome<NotificationKind>> ExecuteAsync(string? link, CancellationToken token, bool isWanted = false)
    {
        if (links.Read(link) is not var (personId, kind))
        {
            return new Invalid("link_invalid");
        }

        var chosen = await choose.ExecuteAsync(
            Actor.Person(personId, []), new ChooseNews.Input(kind, NewsWay.Mail, isWanted), token);
        return chosen.Refusal is { } refusal ? refusal : kind;
    }
}
