using VideoSaas.Domain.Processing;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Engine.Jobs;

public sealed class JobHandlersTests
{
    [Fact]
    public void Type_WithoutHandler_RefusesToStart()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => new JobHandlers([new ScriptedHandler("made")], ["made", "missing"]));

        Assert.Contains("'missing' has no handler", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'made'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Type_WithTwoHandlers_RefusesToStart()
    {
        var refusal = Assert.Throws<InvalidOperationException>(
            () => new JobHandlers([new ScriptedHandler("made"), new ScriptedHandler("made")], ["made"]));

        Assert.Contains("'made' has 2 handlers", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KnownTypes_AreTheDomainsWords()
    {
        string[] founding = [JobTypes.ExtractMetadata, JobTypes.GenerateThumbnail, JobTypes.CompressVideo, JobTypes.PublishPost];

        Assert.Subset(JobHandlers.KnownTypes().ToHashSet(), founding.ToHashSet());
    }
}
