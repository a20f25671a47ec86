namespace VideoSaas.Web.Platforms;

/// <param name="State">Opaque, comes back unchanged with the person.</param>
/// <param name="ReturnAddress">Ours; the platform compares it letter for letter.</param>
/// <param name="Verifier">PKCE's secret, for platforms that want a challenge made of it.</param>
/// <param name="AppAddress">Scheme and host that the browser knows this app by; a twin in this app is offered there.</param>
public sealed record AuthorizeRequest(string State, Uri ReturnAddress, string Verifier, Uri AppAddress);

/// <summary>What the browser brought back with a consent.</summary>
public sealed record ConsentReturn(string Code, Uri ReturnAddress, string Verifier);

/// <summary>Tokens in clear: never logged, never stored as they are.</summary>
/// <param name="AccessToken">What posts are made with.</param>
/// <param name="RefreshToken">What renews it, or for Instagram the person's own long-lived token.</param>
/// <param name="Details">The platform's own JSON of the account.</param>
public sealed record AccountCredentials(string ExternalId, string AccessToken, string? RefreshToken, string? Details)
{
    public override string ToString() => $"AccountCredentials of {ExternalId}";
}

/// <summary>One account that the person let us into.</summary>
public sealed record GrantedAccount(
    string ExternalId,
    string? Username,
    string? DisplayName,
    string AccessToken,
    string? RefreshToken,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<string> Scopes,
    string? Details)
{
    public override string ToString() => $"GrantedAccount {ExternalId}";
}

/// <summary>How a connection ended.</summary>
public abstract record ConnectAnswer
{
    private ConnectAnswer()
    {
    }

    /// <param name="Accounts">At least one.</param>
    public sealed record Connected(IReadOnlyList<GrantedAccount> Accounts) : ConnectAnswer;

    /// <summary>A right that publishing needs was not given.</summary>
    public sealed record ScopesMissing(IReadOnlyList<string> Scopes) : ConnectAnswer;

    /// <summary>The person has no account there that can be published to.</summary>
    public sealed record NoAccount : ConnectAnswer;

    public sealed record Refused(PlatformError Error) : ConnectAnswer;
}

public abstract record RefreshAnswer
{
    private RefreshAnswer()
    {
    }

    public sealed record Refreshed(string AccessToken, string? RefreshToken, DateTimeOffset? ExpiresAt) : RefreshAnswer;

    /// <summary>The platform has no refresh: only a new consent helps when the token ends.</summary>
    public sealed record NotRefreshable : RefreshAnswer;

    public sealed record Refused(PlatformError Error) : RefreshAnswer;
}
