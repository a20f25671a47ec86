namespace VideoSaas.Tests.Fixtures.Circuits;

/// <summary>Somebody with a video that moves, and the tabs in which they watch it.</summary>
internal sealed class WatchingPerson(TestPerson person, Guid videoId) : IAsyncDisposable
{
    private readonly List<(CircuitTab Tab, ProgressFrames Frames)> _tabs = [];

    public Guid Id => person.Id;

    public Guid VideoId => videoId;

    public IReadOnlyList<(CircuitTab Tab, ProgressFrames Frames)> Tabs
    {
        get
        {
            lock (_tabs)
            {
                return [.. _tabs];
            }
        }
    }

    public async Task OpenTabAsync(Uri address, CancellationToken token)
    {
        var frames = new ProgressFrames();
        var tab = await CircuitTab.OpenAsync(address, $"{TestPerson.CookieName}={person.Cookie}", $"videos/{videoId}", frames.Take, token);
        lock (_tabs)
        {
            _tabs.Add((tab, frames));
        }
    }

    public async Task CloseTabsAsync()
    {
        var tabs = Tabs;
        lock (_tabs)
        {
            _tabs.Clear();
        }

        foreach (var (tab, _) in tabs)
        {
            await tab.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await CloseTabsAsync();
}
