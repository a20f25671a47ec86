using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Mail;

namespace VideoSaas.Tests.Features.Notifying;

/// <summary>An app in which nothing moves by itself: posts, letters and digests are worked on by the tests alone.</summary>
public sealed class NotifyingFixture(PostgresFixture postgres) : PublishingFixture(postgres)
{
    internal BreakableMailer Mailer => (BreakableMailer)App.Services.GetRequiredService<IMailer>();

    protected override AppHost Start(AppSpace space) => space.Start(
        new Dictionary<string, string?>(Quick)
        {
            ["Jobs:Workers:Maintenance"] = "0",
            ["Notifying:FailedPostSeconds"] = "0",
            ["Notifying:UnconfirmedPostSeconds"] = "0",
            ["Notifying:WarningSeconds"] = "0",
            ["Notifying:ReconnectSeconds"] = "0",
            ["Notifying:QuotaSeconds"] = "0",
            ["Notifying:FailedVideoSeconds"] = "0",
            ["Notifying:TogetherSeconds"] = "600",
            ["Notifying:LeaseSeconds"] = "0.1",
            ["Notifying:FirstRestSeconds"] = "0.01",
            ["Notifying:MaxAttempts"] = "3",
            ["Server:PublicUrl"] = "https://studio.example",
        },
        services =>
        {
            services.AddSingleton<EmlMailer>();
            services.Replace(ServiceDescriptor.Singleton<IMailer, BreakableMailer>());
        });
}

/// <summary>The real one, until a test breaks it.</summary>
internal sealed class BreakableMailer(EmlMailer mailer) : IMailer
{
    /// <summary>Called before a letter goes out; what it throws is the mailer's failure.</summary>
    public Action<Letter>? Before { get; set; }

    /// <summary>Called after it is out: what it throws is a sender that did not live to say so.</summary>
    public Action<Letter>? After { get; set; }

    public async Task SendAsync(Letter letter, CancellationToken token)
    {
        Before?.Invoke(letter);
        await mailer.SendAsync(letter, token);
        After?.Invoke(letter);
    }
}
