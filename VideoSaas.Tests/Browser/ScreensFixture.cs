using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Browser;

/// <summary>An app whose posts move only when a test works on them, and which soon gives up looking for one.</summary>
public sealed class ScreensFixture(PostgresFixture postgres) : PublishingFixture(postgres)
{
    protected override AppHost Start(AppSpace space) => space.Start(new Dictionary<string, string?>(Quick)
    {
        ["Publishing:ReconcileWindowSeconds"] = "1",
        ["Publishing:CommitTimeoutSeconds"] = "2",
    });
}
