using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Tests.Fixtures;
using VideoSaas.Web.Engine.Live;

namespace VideoSaas.Tests.Engine.Live;

public sealed class LiveEventsTests(TestDatabase database) : DatabaseTest(database), IAsyncLifetime
{
    private PostgresLiveEvents Live => Services.GetRequiredService<PostgresLiveEvents>();

    public async ValueTask InitializeAsync()
    {
        await Live.StartAsync(Token);
        await Eventually.HoldsAsync(() => Live.BackendId is not null);
    }

    public override async ValueTask DisposeAsync()
    {
        await Live.StopAsync(CancellationToken.None);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Change_ReachesItsOwnerAndNobodyElse()
    {
        var (owner, stranger) = (await NewPersonAsync(), await NewPersonAsync());
        ConcurrentQueue<LiveSignal> seen = [];
        ConcurrentQueue<LiveSignal> seenByStranger = [];
        using var one = Live.Subscribe(owner.Id, seen.Enqueue);
        using var two = Live.Subscribe(stranger.Id, seenByStranger.Enqueue);

        var video = await NewVideoAsync(owner.Id);

        var signal = new LiveSignal("video", video.Id);
        await Eventually.HoldsAsync(() => seen.Contains(signal));
        Assert.DoesNotContain(signal, seenByStranger);
    }

    [Fact]
    public async Task Change_ReachesEveryTabOfTheOwner()
    {
        var owner = await NewPersonAsync();
        ConcurrentQueue<LiveSignal> first = [];
        ConcurrentQueue<LiveSignal> second = [];
        using var one = Live.Subscribe(owner.Id, first.Enqueue);
        using var two = Live.Subscribe(owner.Id, second.Enqueue);

        var signal = new LiveSignal("video", (await NewVideoAsync(owner.Id)).Id);

        await Eventually.HoldsAsync(() => first.Contains(signal) && second.Contains(signal));
    }

    [Fact]
    public async Task Connection_ThatWasCut_ComesBackAndTellsWhatWasMissed()
    {
        var owner = await NewPersonAsync();
        ConcurrentQueue<LiveSignal> seen = [];
        using var subscription = Live.Subscribe(owner.Id, seen.Enqueue);
        var before = Live.BackendId!.Value;

        // Written without a NOTIFY: it can only be read again. Committed before the cut, or a quick listener would be back
        // and have read before it could be seen.
        var missed = Guid.CreateVersion7();
        await ExecuteAsync("INSERT INTO live_events (owner_id, kind, resource) VALUES ($1, 'video', $2)", owner.Id, missed);
        await ExecuteAsync("SELECT pg_terminate_backend($1)", before);

        await Eventually.HoldsAsync(() => Live.BackendId is { } now && now != before, TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(() => seen.Contains(new LiveSignal("video", missed)), TimeSpan.FromSeconds(30));
        var signal = new LiveSignal("video", (await NewVideoAsync(owner.Id)).Id);
        await Eventually.HoldsAsync(() => seen.Contains(signal));
    }

    [Fact]
    public async Task Subscription_ThatWasDisposed_HearsNothingAndIsForgotten()
    {
        var owner = await NewPersonAsync();
        ConcurrentQueue<LiveSignal> seen = [];
        ConcurrentQueue<LiveSignal> seenByOther = [];
        var subscription = Live.Subscribe(owner.Id, seen.Enqueue);
        var other = Live.Subscribe(owner.Id, seenByOther.Enqueue);
        subscription.Dispose();

        var signal = new LiveSignal("video", (await NewVideoAsync(owner.Id)).Id);
        await Eventually.HoldsAsync(() => seenByOther.Contains(signal));

        Assert.Empty(seen);
        other.Dispose();
        other.Dispose();
        Assert.Equal(0, Live.OwnerCount);
    }

    [Fact]
    public async Task Subscriber_ThatIsSlowOrFails_HoldsUpNobody()
    {
        var owner = await NewPersonAsync();
        using var gate = new ManualResetEventSlim();
        ConcurrentQueue<LiveSignal> slow = [];
        ConcurrentQueue<LiveSignal> quick = [];
        using var one = Live.Subscribe(owner.Id, signal =>
        {
            gate.Wait(Token);
            slow.Enqueue(signal);
        });
        using var two = Live.Subscribe(owner.Id, _ => throw new InvalidOperationException("broken page"));
        using var three = Live.Subscribe(owner.Id, quick.Enqueue);

        await ExecuteAsync(
            "SELECT pg_notify('live', n || '|' || $1::text || '|video|' || gen_random_uuid()) FROM generate_series(1, 40) AS n", owner.Id);
        var last = new LiveSignal("video", (await NewVideoAsync(owner.Id)).Id);

        await Eventually.HoldsAsync(() => quick.Contains(last));
        gate.Set();
        await Eventually.HoldsAsync(() => slow.Any(signal => signal.Kind == LiveSignal.Gap));
        Assert.InRange(slow.Count, 2, 12);
    }

    [Fact]
    public async Task Payload_ThatIsStrange_BreaksNothing()
    {
        var owner = await NewPersonAsync();
        ConcurrentQueue<LiveSignal> seen = [];
        using var subscription = Live.Subscribe(owner.Id, seen.Enqueue);

        await ExecuteAsync("SELECT pg_notify('live', 'hello')");
        var signal = new LiveSignal("video", (await NewVideoAsync(owner.Id)).Id);

        await Eventually.HoldsAsync(() => seen.Contains(signal));
    }

    protected override void Configure(IServiceCollection services)
    {
        services.AddLiveEngine();
        services.Configure<LiveOptions>(options =>
        {
            options.ReconnectFirst = TimeSpan.FromMilliseconds(20);
            options.QueueLimit = 10;
        });
    }
}

public sealed class LiveGapTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Connection_ThatWasAwayTooLong_TellsOfAGap()
    {
        var live = Services.GetRequiredService<PostgresLiveEvents>();
        var owner = await NewPersonAsync();
        ConcurrentQueue<LiveSignal> seen = [];
        await live.StartAsync(Token);
        await Eventually.HoldsAsync(() => live.BackendId is not null);
        using var subscription = live.Subscribe(owner.Id, seen.Enqueue);

        await ExecuteAsync("SELECT pg_terminate_backend($1)", live.BackendId!.Value);

        await Eventually.HoldsAsync(() => seen.Any(signal => signal.Kind == LiveSignal.Gap));
        await live.StopAsync(Token);
    }

    [Fact]
    public async Task Subscriber_FromBeforeTheFirstConnection_IsToldOfAGap()
    {
        var live = Services.GetRequiredService<PostgresLiveEvents>();
        ConcurrentQueue<LiveSignal> seen = [];
        using var subscription = live.Subscribe(Guid.CreateVersion7(), seen.Enqueue);

        await live.StartAsync(Token);

        await Eventually.HoldsAsync(() => seen.Any(signal => signal.Kind == LiveSignal.Gap));
        await live.StopAsync(Token);
    }

    protected override void Configure(IServiceCollection services)
    {
        services.AddLiveEngine();

        // Shorter than the wait before connecting again: every absence is too long.
        services.Configure<LiveOptions>(options => options.LongestReplay = TimeSpan.FromMilliseconds(10));
    }
}
