using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Platforms;

namespace VideoSaas.Tests.Features.Publishing;

/// <summary>An app whose only worker is the test, which dies where it is told to on one of the platforms.</summary>
/// <param name="platform">The class of that platform.</param>
public abstract class StumblingFixture(PostgresFixture postgres, Type platform) : PublishingFixture(postgres)
{
    public StumblingPlatform Platform => App.Services.GetServices<IPlatform>().OfType<StumblingPlatform>().Single();

    /// <summary>What this platform's waits are divided to, beside the common ones.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Waits { get; } =
        new Dictionary<string, string?> { ["Publishing:CommitTimeoutSeconds"] = "1" };

    protected override AppHost Start(AppSpace space)
    {
        var settings = Quick;
        foreach (var (key, value) in Waits)
        {
            settings[key] = value;
        }

        return space.Start(settings, services =>
        {
            services.Remove(services.Single(one => one.ServiceType == typeof(IPlatform) && one.ImplementationType == platform));
            services.AddSingleton<IPlatform>(provider => new StumblingPlatform((IPlatform)ActivatorUtilities.CreateInstance(provider, platform)));
        });
    }
}
