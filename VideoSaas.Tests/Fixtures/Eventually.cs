using System.Diagnostics;

namespace VideoSaas.Tests.Fixtures;

/// <summary>Waits for what another process or thread will bring about, with a deadline.</summary>
public static class Eventually
{
    public static Task HoldsAsync(Func<bool> condition, TimeSpan? within = null) =>
        HoldsAsync(() => Task.FromResult(condition()), within);

    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(10);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < limit, $"It did not come to pass within {limit.TotalSeconds} s.");
            await Task.Delay(25);
        }
    }
}
