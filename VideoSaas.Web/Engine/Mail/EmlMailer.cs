using System.Globalization;
using Microsoft.Extensions.Options;
using MimeKit;

namespace VideoSaas.Web.Engine.Mail;

/// <summary>
/// Puts each letter as an <c>.eml</c> file into <c>mail/</c> of the data folder. A file appears whole or not at all, and its
/// name sorts by time.
/// </summary>
internal sealed partial class EmlMailer(
    IOptions<MailOptions> options, IOptions<DataOptions> data, TimeProvider time, ILogger<EmlMailer> log) : IMailer
{
    private readonly string _folder = data.Value.PathOf("mail");

    public async Task SendAsync(Letter letter, CancellationToken token)
    {
        var now = time.GetUtcNow();
        using var message = new MimeMessage();
        message.From.Add(new MailboxAddress(options.Value.FromName, options.Value.FromAddress));
        message.To.Add(MailboxAddress.Parse(letter.To));
        message.Subject = letter.Subject;
        message.Date = now;
        if (letter.Id is { } id)
        {
            message.MessageId = $"{id:N}@{message.From.Mailboxes.First().Domain}";
        }

        if (letter.OneClickOff is { } off)
        {
            message.Headers.Add("List-Unsubscribe", $"<{off.AbsoluteUri}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        message.Body = new BodyBuilder { TextBody = letter.Text, HtmlBody = letter.Html }.ToMessageBody();

        // Letters carry links that sign a person in: only the owner of the folder may read them.
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var ending = $"-{letter.Id ?? Guid.CreateVersion7(now):N}.eml";
        if (letter.Id is not null && Directory.EnumerateFiles(_folder, $"*{ending}").Any())
        {
            // Written by a run that did not live to say so.
            return;
        }

        var name = stamp + ending;
        var partial = Path.Combine(_folder, $"{stamp}-{Guid.CreateVersion7(now):N}.partial");
        await using (var file = new FileStream(partial, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await message.WriteToAsync(file, token);
        }

        File.Move(partial, Path.Combine(_folder, name));
        LogWritten(name);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Letter written to {Name}")]
    private partial void LogWritten(string name);
}
