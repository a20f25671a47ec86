using Microsoft.Extensions.Options;
using VideoSaas.Domain.Publishing;
using VideoSaas.Web.Platforms.Twins;

namespace VideoSaas.Web.Platforms.Twitter.Twin;

/// <summary>What has been spent of the developer's account, in thousandths of a dollar.</summary>
internal sealed record TwinSpent(int Used) : ITwinDocument
{
    static string ITwinDocument.Kind => "credits";
}

/// <summary>
/// The developer's account, which pays for every call that has a price, whoever it is made for. Prices since 2026-02-06; uploads have
/// none.
/// </summary>
internal sealed class TwinCredits(TwitterStore store, IOptions<TwitterTwinOptions> options)
{
    private const string Account = "account";

    private const int Post = 15;

    private const int PostWithLink = 200;

    private const int ReadPost = 5;

    private const int ReadUser = 10;

    private const int Metadata = 5;

    public static int PriceOf(string text) => WeightedText.HasLink(text) ? PostWithLink : Post;

    /// <summary>False: the account has not so much left, and nothing was taken.</summary>
    public async Task<bool> SpendAsync(int mills, CancellationToken token) =>
        options.Value.CreditMills is not { } budget || await store.SpendAsync(mills, budget, token);

    /// <summary>Nothing is read on an account that cannot pay for one result.</summary>
    public async Task<bool> IsGoneAsync(string op, CancellationToken token) =>
        options.Value.CreditMills is { } budget && PriceOfOne(op) is > 0 and var price && await UsedAsync(token) + price > budget;

    /// <summary>For what was read: as many results as there were, and no more than there is left.</summary>
    public async Task ChargeAsync(string op, int results, CancellationToken token)
    {
        if (options.Value.CreditMills is not { } budget || PriceOfOne(op) * results is not (> 0 and var price))
        {
            return;
        }

        while (price > 0 && !await store.SpendAsync(price, budget, token))
        {
            price = Math.Max(0, budget - await UsedAsync(token));
        }
    }

    public async Task AddAsync(int mills, CancellationToken token)
    {
        await store.AddAsync(Account, new TwinSpent(0), token);
        await store.ChangeAsync<TwinSpent>(Account, spent => new TwinSpent(spent.Used - mills), token);
    }

    private async Task<int> UsedAsync(CancellationToken token) => (await store.FindAsync<TwinSpent>(Account, token))?.Body.Used ?? 0;

    private static int PriceOfOne(string op) => op switch
    {
        TwinOps.Timeline or TwinOps.Read or TwinOps.LookUp or TwinOps.PostAnalytics => ReadPost,
        TwinOps.Me => ReadUser,
        TwinOps.Metadata => Metadata,
        _ => 0,
    };
}
