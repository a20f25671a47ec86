using System.Net.Http.Headers;
using VideoSaas.Domain.Results;
using VideoSaas.Domain.Videos;

namespace VideoSaas.Web.Engine.Fetching;

/// <summary>What came of asking for an address.</summary>
internal abstract record FetchAnswer : IDisposable
{
    private FetchAnswer()
    {
    }

    /// <summary>A head that is no redirect, whatever its status; the body is still to be read. Disposing it hangs up.</summary>
    /// <param name="From">Where the redirects ended.</param>
    public sealed record Answered(HttpResponseMessage Response, SourceAddress From) : FetchAnswer
    {
        public override void Dispose()
        {
            Response.Dispose();
            base.Dispose();
        }
    }

    /// <summary>We do not ask there: the address, or one that it led to, is not allowed. Asking again cannot help.</summary>
    public sealed record Refused(Refusal Why) : FetchAnswer;

    /// <summary>Nobody answered.</summary>
    public sealed record Failed(FetchFailure Why, string Message) : FetchAnswer;

    public virtual void Dispose()
    {
    }
}

internal enum FetchFailure
{
    /// <summary>The name does not exist.</summary>
    UnknownHost,

    /// <summary>The server's certificate is not good.</summary>
    NotSecure,

    /// <summary>No connection, no answer in time, or one that broke off: may pass.</summary>
    Unreachable,
}

/// <summary>Asks for the rest of a file, if it is still the same one.</summary>
/// <param name="FromByte">Offset of the first byte wanted; above 0.</param>
/// <param name="IfRange">A strong entity tag or a date: with another file behind the address the server sends all of it.</param>
internal sealed record FetchRest(long FromByte, RangeConditionHeaderValue IfRange);
