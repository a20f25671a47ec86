using Microsoft.Extensions.Options;
using Npgsql;
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

    [Fact]
    public async Task Gate_WithAHandlerMissing_KeepsTheAppFromStarting()
    {
        await using var source = NpgsqlDataSource.Create("Host=nowhere");
        var gate = new JobsGate([new ScriptedHandler(JobTypes.CompressVideo)], source, Options.Create(new JobsOptions()));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => gate.StartingAsync(CancellationToken.None));

        Assert.Contains("'extract_metadata' has no handler", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(15, false)]
    public async Task Gate_WithMoreWorkersThanThePoolServes_KeepsTheAppFromStarting(int pool, bool starts)
    {
        await using var source = NpgsqlDataSource.Create($"Host=nowhere;Maximum Pool Size={pool}");
        var handlers = JobHandlers.KnownTypes().Select(type => new ScriptedHandler(type));
        var gate = new JobsGate(handlers, source, Options.Create(new JobsOptions()));

        var failure = await Record.ExceptionAsync(() => gate.StartingAsync(CancellationToken.None));

        Assert.Equal(starts, failure is null);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void Options_WithAHeartbeatTooSlowForTheLease_AreRefused(int heartbeatSeconds, bool valid)
    {
        var options = new JobsOptions { Heartbeat = TimeSpan.FromSeconds(heartbeatSeconds) };

        Assert.Equal(valid, !options.Validate(new(options)).Any());
    }
}
