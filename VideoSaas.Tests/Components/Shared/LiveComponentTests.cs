using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using VideoSaas.Domain.Auditing;
using VideoSaas.Web.Components.Shared;
using VideoSaas.Web.Engine.Live;
using VideoSaas.Web.Host;

namespace VideoSaas.Tests.Components.Shared;

public sealed class LiveComponentTests : ScreenTest
{
    private static readonly Guid Person = Guid.CreateVersion7();

    private readonly Wire _wire = new();

    public LiveComponentTests()
    {
        Services.AddSingleton<ILiveEvents>(_wire);
        Services.AddSingleton<ICurrentActor>(new Someone());
    }

    [Fact]
    public void Component_WhenDrawn_ReadsItsRowsAndListensToItsOwnerOnly()
    {
        var reader = Render<Reader>();
        reader.WaitForAssertion(() => Assert.Equal(2, reader.Instance.Reads));
        Assert.Equal(Person, _wire.Owner);
    }

    [Fact]
    public void Signal_ThatConcernsIt_IsReadAndDrawn()
    {
        var reader = Settled();
        var before = reader.Instance.Reads;
        _wire.Send(new LiveSignal("video", Guid.CreateVersion7()));
        reader.WaitForAssertion(() => Assert.Equal($"{before + 1}", reader.Markup));
    }

    [Fact]
    public void Signal_ThatDoesNotConcernIt_ChangesNothing()
    {
        var reader = Settled();
        var before = reader.Instance.Reads;
        _wire.Send(new LiveSignal("post", Guid.CreateVersion7()));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(before, reader.Instance.Reads);
    }

    [Fact]
    public async Task Signal_FromSomeoneOfAnotherLanguage_IsDrawnInThePersonsOwn()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("th");
        var reader = Settled();
        var before = reader.Instance.Reads;
        await Task.Run(
            () =>
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
                _wire.Send(new LiveSignal("video", Guid.CreateVersion7()));
            },
            Xunit.TestContext.Current.CancellationToken);
        reader.WaitForAssertion(() => Assert.Equal(before + 1, reader.Instance.Reads));
        Assert.Equal(("th", "th"), reader.Instance.Languages);
    }

    [Fact]
    public void Figures_ThatMove_AreReadAlone()
    {
        var reader = Settled();
        var before = reader.Instance.Reads;
        _wire.Send(new LiveSignal("figures", Guid.CreateVersion7()));
        reader.WaitForAssertion(() => Assert.Equal($"{before} and 1", reader.Markup));
    }

    [Fact]
    public void Figures_ThatAreMoreThanFigures_AreReadWithTheWhole()
    {
        var reader = Settled();
        var before = reader.Instance.Reads;
        reader.Instance.OnlyFigures = false;
        _wire.Send(new LiveSignal("figures", Guid.CreateVersion7()));
        reader.WaitForAssertion(() => Assert.Equal($"{before + 1} and 1", reader.Markup));
    }

    [Fact]
    public void Reading_MayBeAsOldAsWhatItWasToldOf()
    {
        var reader = Settled();
        var heard = Time.GetTimestamp();
        Time.Advance(TimeSpan.FromSeconds(1));
        _wire.Send(new LiveSignal("video", Guid.CreateVersion7()) { HeardAt = heard });
        reader.WaitForAssertion(() => Assert.Equal(heard, reader.Instance.Since));
    }

    [Fact]
    public void Gap_AlwaysConcernsIt()
    {
        var reader = Settled();
        var before = reader.Instance.Reads;
        _wire.Send(new LiveSignal(LiveSignal.Gap, Guid.Empty));
        reader.WaitForAssertion(() => Assert.Equal(before + 1, reader.Instance.Reads));
    }

    [Fact]
    public async Task Flood_OfSignals_IsReadAtMostTenTimesASecond()
    {
        var reader = Settled();
        var before = reader.Instance.Reads;
        for (var step = 0; step < 100; step++)
        {
            _wire.Send(new LiveSignal("video", Guid.CreateVersion7()));
            Time.Advance(TimeSpan.FromMilliseconds(10));

            // What the signal or the clock asked for is done by the dispatcher: behind it in the queue is after it.
            await reader.InvokeAsync(() => { });
        }

        reader.WaitForState(() => reader.Instance.Reads > before, TimeSpan.FromSeconds(10));
        Assert.InRange(reader.Instance.Reads - before, 1, 11);
    }

    [Fact]
    public async Task Dispose_LetsGo()
    {
        Settled();
        await DisposeComponentsAsync();
        Assert.True(_wire.IsLetGo);
    }

    private IRenderedComponent<Reader> Settled()
    {
        var reader = Render<Reader>();
        reader.WaitForAssertion(() => Assert.Equal("2", reader.Markup));
        Time.Advance(TimeSpan.FromSeconds(1));
        return reader;
    }

    private sealed class Reader : LiveComponent
    {
        public int Reads { get; private set; }

        public int Figures { get; private set; }

        public bool OnlyFigures { get; set; } = true;

        public long Since { get; private set; }

        public (string Format, string Words) Languages { get; private set; }

        protected override Task ReadAsync(Actor actor, CancellationToken token)
        {
            Reads++;
            Since = ToldAt;
            Languages = (CultureInfo.CurrentCulture.Name, CultureInfo.CurrentUICulture.Name);
            return Task.CompletedTask;
        }

        protected override bool Concerns(LiveSignal signal) => signal.Kind is "video" or "figures";

        protected override bool IsFigures(LiveSignal signal) => signal.Kind == "figures";

        protected override Task<bool> ReadFiguresAsync(Actor actor, CancellationToken token)
        {
            Figures++;
            return Task.FromResult(OnlyFigures);
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddContent(0, Figures == 0 ? $"{Reads}" : $"{Reads} and {Figures}");
    }

    private sealed class Someone : ICurrentActor
    {
        public Task<Actor> GetAsync() => Task.FromResult(Actor.Person(Person, []));
    }

    private sealed class Wire : ILiveEvents, IDisposable
    {
        private Action<LiveSignal>? _listener;

        public Guid? Owner { get; private set; }

        public bool IsLetGo { get; private set; }

        public IDisposable Subscribe(Guid ownerId, Action<LiveSignal> onSignal)
        {
            Owner = ownerId;
            _listener = onSignal;
            return this;
        }

        public void Send(LiveSignal signal) => _listener?.Invoke(signal);

        public void Dispose() => IsLetGo = true;
    }
}
