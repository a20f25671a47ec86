namespace VideoSaas.Web.Engine.Mail;

/// <summary>Plain text and HTML of one message to one person.</summary>
/// <param name="Id">The same id again is the same mail: sent twice it arrives once, or is recognised by its Message-Id.</param>
/// <param name="OneClickOff">Where a mail program may post to stop letters of this kind (RFC 8058).</param>
public sealed record Letter(string To, string Subject, string Text, string Html, Guid? Id = null, Uri? OneClickOff = null);

public interface IMailer
{
    Task SendAsync(Letter letter, CancellationToken token);
}
