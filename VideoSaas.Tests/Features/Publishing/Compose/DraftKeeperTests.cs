using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoSaas.Domain.Results;
using VideoSaas.Web.Features.Publishing;
using VideoSaas.Web.Features.Publishing.Compose;

namespace VideoSaas.Tests.Features.Publishing.Compose;

/// <summary>When what is typed is kept, by a clock that stands still between two steps.</summary>
public sealed class DraftKeeperTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 10, 42, 0, TimeSpan.Zero));
    private readonly ComposeState _state = new(
        new ComposeView(Guid.CreateVersion7(), "clip.mp4", null, null, 4, 1080, 1920, null, []), (_, _, _, _) => []);

    private readonly List<string> _saved = [];
    private Func<Outcome<IReadOnlyDictionary<Guid, Guid>>> _answer = () => new Dictionary<Guid, Guid>();

    [Fact]
    public async Task Typing_IsKeptAMomentAfterTheLastKeystroke()
    {
        await using var keeper = Keeper();
        Type(keeper, "a");
        _time.Advance(DraftKeeper.Pause / 2);
        Type(keeper, "ab");
        _time.Advance(DraftKeeper.Pause / 2);
        Assert.Empty(_saved);
        Assert.Equal(KeepStatus.Waiting, keeper.Status);

        _time.Advance(DraftKeeper.Pause / 2);
        Assert.Equal(["ab"], _saved);
        Assert.Equal((KeepStatus.Saved, _time.GetUtcNow()), (keeper.Status, keeper.SavedAt!.Value));
    }

    [Fact]
    public async Task Choice_IsKeptAtOnce_WithTheWordsThatWait()
    {
        await using var keeper = Keeper();
        Type(keeper, "a");
        _state.Time = new PostTime.NextSlot();
        keeper.Touch();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["a"], _saved);
    }

    [Fact]
    public async Task TypingWithoutAPause_IsKeptAllTheSame()
    {
        await using var keeper = Keeper();
        for (var typed = TimeSpan.Zero; typed <= DraftKeeper.LongestWait; typed += DraftKeeper.Pause / 2)
        {
            Type(keeper, _state.Shared + "a");
            _time.Advance(DraftKeeper.Pause / 2);
        }

        Assert.NotEmpty(_saved);
    }

    [Fact]
    public async Task Failure_SaysSo_AndIsTriedAgainUntilItIsKept()
    {
        _answer = () => throw new TimeoutException();
        await using var keeper = Keeper();
        Type(keeper, "a");
        _time.Advance(DraftKeeper.Pause);
        Assert.Equal(KeepStatus.Failed, keeper.Status);
        Assert.True(_state.IsDirty);

        _answer = () => new Dictionary<Guid, Guid>();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(KeepStatus.Saved, keeper.Status);
        Assert.False(_state.IsDirty);
    }

    [Fact]
    public async Task Refusal_IsNotTriedAgain()
    {
        _answer = () => new NotFound();
        await using var keeper = Keeper();
        Type(keeper, "a");
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(KeepStatus.Refused, keeper.Status);
        Assert.Single(_saved);
    }

    [Fact]
    public async Task Leaving_KeepsWhatWasTypedLast()
    {
        var keeper = Keeper();
        Type(keeper, "a");
        await keeper.DisposeAsync();

        Assert.Equal(["a"], _saved);
    }

    [Fact]
    public async Task NothingTyped_NothingKept()
    {
        var keeper = Keeper();
        keeper.Touch();
        _time.Advance(TimeSpan.FromMinutes(1));
        await keeper.DisposeAsync();

        Assert.Empty(_saved);
        Assert.Equal(KeepStatus.Untouched, keeper.Status);
    }

    private void Type(DraftKeeper keeper, string text)
    {
        _state.Write(null, text);
        keeper.Touch();
    }

    private DraftKeeper Keeper() => new(
        _time,
        NullLogger<DraftKeeper>.Instance,
        () => _state,
        draft =>
        {
            _saved.Add(draft.Caption);
            return Task.FromResult(_answer());
        },
        work => work(),
        () => { });
}
