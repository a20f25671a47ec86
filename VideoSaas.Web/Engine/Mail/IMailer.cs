namespace VideoSaas.Web.Engine.Mail;

/// <summary>Plain text and HTML of one message to one person.</summary>
public sealed record Letter(string To, string Subject, string Text, string Html);

public interface IMailer
{
    Task SendAsync(Letter letter, CancellationToken token);
}
