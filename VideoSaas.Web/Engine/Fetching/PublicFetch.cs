using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Engine.Fetching;

/// <summary>
/// Asks strangers' servers over HTTP without being led into networks that only we can reach. Follows redirects itself, each judged
/// as text and again at its connection; knows no proxy, no cookies, no credentials and nothing that it was told before.
/// </summary>
internal sealed class PublicFetch : IDisposable
{
    /// <summary>As many as a link shortener before a file host before its mirror need; browsers allow 20.</summary>
    public const int MostRedirects = 5;

    private readonly FetchOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public PublicFetch(CheckedConnection connection, IOptions<FetchOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,

            // A few bytes that unfold to gigabytes would pass the count, and an offset would mean another byte.
            AutomaticDecompression = DecompressionMethods.None,

            // Nobody outside learns how our requests hang together.
            ActivityHeadersPropagator = null,

            // Every request has its own connection, so that each is judged anew.
            PooledConnectionLifetime = TimeSpan.Zero,

            // File names and redirects in raw UTF-8 are common; the default would read them as Latin-1.
            ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ConnectCallback = async (context, token) => await connection.OpenAsync(context.DnsEndPoint, token),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>GET, through at most <see cref="MostRedirects"/> redirects. A repeat asks again.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> says so.</exception>
    public async Task<FetchAnswer> GetAsync(SourceAddress address, FetchRest? rest, CancellationToken token)
    {
        var at = address;
        for (var redirects = 0; ; redirects++)
        {
            var answer = await AskAsync(at, rest, token);
            if (answer is not FetchAnswer.Answered { Response: var response } || !IsRedirect(response))
            {
                return answer;
            }

            using (answer)
            {
                if (redirects == MostRedirects)
                {
                    return new FetchAnswer.Refused(new Invalid("import_redirects", MostRedirects));
                }

                var next = at.Redirected(LocationOf(response), _options.MorePorts);
                if (next.Refusal is { } refusal)
                {
                    return new FetchAnswer.Refused(refusal);
                }

                at = next.Value;
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<FetchAnswer> AskAsync(SourceAddress at, FetchRest? rest, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, at.Uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.UserAgent.ParseAdd("VideoSaas/1.0 (video import)");
        request.Headers.Accept.ParseAdd("video/*, */*;q=0.5");
        request.Headers.AcceptEncoding.ParseAdd("identity");
        if (rest is not null)
        {
            request.Headers.Range = new RangeHeaderValue(rest.FromByte, null);
            request.Headers.IfRange = rest.IfRange;
        }

        using var patience = new CancellationTokenSource(_options.AnswerTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(token, patience.Token);
        try
        {
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return new FetchAnswer.Answered(response, at);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return new FetchAnswer.Failed(FetchFailure.Unreachable, $"No answer within {_options.AnswerTimeout}.");
        }
        catch (HttpRequestException failure)
        {
            return Meaning(failure);
        }
    }

    private static FetchAnswer Meaning(HttpRequestException failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AddressRefusedException:
                    return new FetchAnswer.Refused(new Invalid("import_not_public"));
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }:
                    return new FetchAnswer.Failed(FetchFailure.UnknownHost, cause.Message);
                case AuthenticationException:
                    return new FetchAnswer.Failed(FetchFailure.NotSecure, cause.Message);
            }
        }

        return new FetchAnswer.Failed(FetchFailure.Unreachable, failure.Message);
    }

    private static bool IsRedirect(HttpResponseMessage response) => response.StatusCode is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>As the server wrote it: parsed and printed again it might look more harmless.</summary>
    private static string LocationOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var values) && values.Count == 1 ? values.ToString().Trim() : "";
}
