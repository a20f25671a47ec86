using VideoSaas.Web.Features.Publishing.Schedule;

namespace VideoSaas.Tests.Features.Publishing.Schedule;

/// <summary>Who has which time once a post is put in another's place.</summary>
public sealed class QueueOrderTests
{
    private static readonly Guid Channel = Guid.CreateVersion7();

    private static readonly DateTimeOffset First = new(2026, 12, 1, 11, 30, 0, TimeSpan.Zero);

    private readonly List<QueuePlace> _places = [.. Enumerable.Range(0, 4).Select(number => PlaceOf(Channel, number)), PlaceOf(Guid.CreateVersion7(), 1)];

    [Theory]
    [InlineData(0, 2, new[] { 1, 2, 0 })]
    [InlineData(3, 1, new[] { 3, 1, 2 })]
    [InlineData(1, 2, new[] { 2, 1 })]
    public void Moved_TakesTheTime_AndThoseBetweenGoOnByOne(int from, int onto, int[] order)
    {
        var moved = QueueOrder.Moved(_places, Id(from), Id(onto))!;
        Assert.Equal(order.Select(Id), moved.Select(place => place.PostId));
        Assert.Equal(Enumerable.Range(Math.Min(from, onto), order.Length).Select(at => First.AddDays(at)), moved.Select(place => place.At));
    }

    [Fact]
    public void Moved_OntoAnotherChannel_OrOntoWhatIsBegun_OrGone_IsNothing()
    {
        Assert.Null(QueueOrder.Moved(_places, Id(0), Id(4)));
        Assert.Null(QueueOrder.Moved(_places, Id(0), Guid.CreateVersion7()));
        Assert.Null(QueueOrder.Moved(_places, Guid.CreateVersion7(), Id(0)));
        _places[1] = _places[1] with { Post = _places[1].Post! with { IsBegun = true } };
        Assert.Null(QueueOrder.Moved(_places, Id(0), Id(1)));
        Assert.Equal([Id(2), Id(0)], QueueOrder.Moved(_places, Id(0), Id(2))!.Select(place => place.PostId));
    }

    private Guid Id(int at) => _places[at].Post!.PostId;

    private static QueuePlace PlaceOf(Guid channel, int number) =>
        new(First.AddDays(number), channel, new QueuedPost(Guid.CreateVersion7(), Guid.CreateVersion7(), $"Clip {number}", null, null, false));
}
