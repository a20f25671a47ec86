using Microsoft.Extensions.Options;

namespace VideoSaas.Web.Features.Accounts;

/// <summary>Answers in the same time whether somebody has the address or not.</summary>
internal sealed class SteadyAnswer(IOptions<AccountsOptions> options, TimeProvider time)
{
    /// <summary>Begins with <paramref name="work"/> and ends with it, but no sooner than the options say.</summary>
    public async Task<T> OfAsync<T>(Func<Task<T>> work, CancellationToken token)
    {
        var floor = Task.Delay(TimeSpan.FromMilliseconds(options.Value.LetterAnswerMilliseconds), time, token);
        var result = await work();
        await floor;
        return result;
    }
}
