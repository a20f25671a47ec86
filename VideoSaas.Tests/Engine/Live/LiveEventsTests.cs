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
        await Eventually.TrueAsync(() => Live.BackendId is not null, "the listener listens", Token);
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
        await Eventually.TrueAsync(() => seen.Contains(signal), "the owner is told", Token);
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

        await Eventually.TrueAsync(() => first.Contains(signal) && second.Contains(signal), "both tabs are told", Token);
    }

    [Fact]
    public async Task Connection_ThatWasCut_ComesBackAndTellsWhatWasMissed()
    {
        var owner = await NewPersonAsync();
        ConcurrentQueue<LiveSignal> seen = [];
        using var subscription = Live.Subscribe(owner.Id, seen.Enqueue);
        var before = Live.BackendId!.Value;

        // Cut and change in one statement: the listener cannot have heard it live.
        var missed = Guid.CreateVersion7();
        await ExecuteAsync(
            """
            WITH cut AS (SELECT pg_terminate_backend($1, 5000) AS done)
            INSERT INTO live_events (owner_id, kind, resource) SELECT $2, 'video', $3 FROM cut WHERE done
            """,
            before, owner.Id, missed);

        await Eventually.TrueAsync(() => Live.BackendId is { } now && now != before, "the listener is back", Token);
        await Eventually.TrueAsync(() => seen.Contains(new LiveSignal("video", missed)), "what was missed is told", Token);
        var signal = new LiveSignal("video", (await NewVideoAsync(owner.Id)).Id);
        await Eventually.TrueAsync(() => seen.Contains(signal), "it hears again", Token);
    }

    [Fact]
    public async Task Connection_ThatWasAwayTooLong_TellsOfAGap()
    {
        var owner = await NewPersonAsync();
        ConcurrentQueue<LiveSignal> seen = [];
        using var subscription = Live.Subscribe(owner.Id, seen.Enqueue);
        Clock.Advance(TimeSpan.FromHours(1));

        await ExecuteAsync("SELECT pg_terminate_backend($1)", Live.BackendId!.Value);

        await Eventually.TrueAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(20));
                return seen.Any(signal => signal.Kind == LiveSignal.Gap);
            },
            "the gap is told", Token);
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
        await Eventually.TrueAsync(() => seenByOther.Contains(signal), "the other is told", Token);

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

        await Eventually.TrueAsync(() => quick.Count >= 40, "the quick one has all", Token);
        gate.Set();
        await Eventually.TrueAsync(() => slow.Any(signal => signal.Kind == LiveSignal.Gap), "the slow one has a gap", Token);
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

        await Eventually.TrueAsync(() => seen.Contains(signal), "the next is heard", Token);
    }

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(new SkewedClock(() => Clock.GetUtcNow() - Clock.Start));
        services.AddLiveEngine();
        services.Configure<LiveOptions>(options =>
        {
            options.ReconnectFirst = TimeSpan.FromMilliseconds(20);
            options.QueueLimit = 10;
        });
    }

    /// <summary>Real waits, but an hour can pass at once.</summary>
    private sealed class SkewedClock(Func<TimeSpan> ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead();
    }
}
