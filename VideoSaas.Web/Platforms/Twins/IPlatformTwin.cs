using VideoSaas.Domain.Publishing;

namespace VideoSaas.Web.Platforms.Twins;

/// <summary>What every twin offers beside its wire: for demos, tests and benches.</summary>
internal interface IPlatformTwin
{
    Platform Platform { get; }

    /// <summary>
    /// A person of the twin who has allowed everything, without a browser. The same <paramref name="login"/> again gives the
    /// same account with fresh tokens.
    /// </summary>
    /// <param name="login">See <see cref="TwinSecrets.IsLogin"/>; the account's name.</param>
    Task<GrantedAccount> GrantAsync(string login, CancellationToken token);

    /// <summary>What the account has published, newest first: the twin's own record, asked for by nobody over the wire.</summary>
    /// <param name="externalId">The platform's id of the account.</param>
    Task<IReadOnlyList<TwinPublication>> PublishedAsync(string externalId, CancellationToken token);
}

/// <param name="RemoteId">The id under which the publication can be read over the wire.</param>
/// <param name="Text">Caption, description or text, as the platform keeps it.</param>
/// <param name="StorageKey">Of the bytes that were published.</param>
internal sealed record TwinPublication(string RemoteId, string? Text, DateTimeOffset At, string StorageKey);
