using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using VideoSaas.Web.Engine;
using VideoSaas.Web.Engine.Mail;

namespace VideoSaas.Tests.Engine.Mail;

public sealed class EmlMailerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("videosaas-mail-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Send_InThai_ComesOutAsItWent()
    {
        var letter = new Letter("ploy@example.org", "ยืนยันอีเมล", "สวัสดี น้ำ\nhttps://a.example/?t=" + new string('x', 300), "<p>สวัสดี</p>");
        await Mailer().SendAsync(letter, TestContext.Current.CancellationToken);

        var file = Assert.Single(Files());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var read = await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal((letter.To, letter.Subject), (read.To.ToString(), read.Subject));
        Assert.Equal(letter.Text, read.TextBody!.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal(letter.Html, read.HtmlBody!.TrimEnd());
    }

    [Fact]
    public async Task Send_ManyAtTheSameMoment_LosesNone()
    {
        var mailer = Mailer();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(at =>
            mailer.SendAsync(new Letter($"p{at}@example.org", "s", "t", "<p>h</p>"), TestContext.Current.CancellationToken)));
        Assert.Equal(20, Files().Length);
    }

    private string[] Files() => Directory.GetFiles(Path.Combine(_folder, "mail"));

    private EmlMailer Mailer() => new(
        Options.Create(new MailOptions()),
        Options.Create(new DataOptions { Folder = _folder }),
        new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero)),
        NullLogger<EmlMailer>.Instance);
}
