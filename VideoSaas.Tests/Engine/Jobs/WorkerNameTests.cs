using System.Diagnostics;
using VideoSaas.Web.Engine.Jobs;

namespace VideoSaas.Tests.Engine.Jobs;

public sealed class WorkerNameTests
{
    [Fact]
    public void Current_FitsTheColumnAndReadsBack()
    {
        Assert.InRange(WorkerName.Current.Value.Length, 10, 100);
        Assert.Equal(WorkerName.Current, WorkerName.Parse(WorkerName.Current.Value));
        Assert.False(WorkerName.IsGone(WorkerName.Current.Value));
    }

    [Fact]
    public async Task Process_ThatEnded_IsGone()
    {
        using var child = Process.Start(new ProcessStartInfo("sleep", ["60"]))!;
        var stat = await File.ReadAllTextAsync($"/proc/{child.Id}/stat", TestContext.Current.CancellationToken);
        var ticks = long.Parse(stat.Split(' ')[21], System.Globalization.CultureInfo.InvariantCulture);
        var name = (WorkerName.Current with { ProcessId = child.Id, StartTicks = ticks }).ToString();
        Assert.False(WorkerName.IsGone(name));

        child.Kill();
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(WorkerName.IsGone(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("worker-1")]
    [InlineData("host/1")]
    [InlineData("host/1/2")]
    [InlineData("host/one/2.boot.1")]
    [InlineData("host/1/2.elsewhere.1")]
    public void Worker_OfWhomNothingIsKnown_IsNotCalledGone(string workerId) => Assert.False(WorkerName.IsGone(workerId));
}
